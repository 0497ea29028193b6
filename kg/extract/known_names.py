"""Known names: the gazetteers of `ontology/`, matched token by token in every regular spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from kg.extract.candidates import propose
from kg.gazetteer import Name, load_gazetteer

EXTRACTOR = "known_names"
_JOINT = re.compile(r"(?<=[^\W_])[ -](?=[^\W_])")
#: With more joints than this, only the form as written and the one without hyphens are tried.
_MOST_JOINTS = 3


class KnownNames:
    """Finds the names of the gazetteers: forms in lower case in any letter case, others exactly as written."""

    def __init__(self, nlp: Language, names: Iterable[Name]) -> None:
        self._any_case = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        seen: set[tuple[str, str]] = set()
        for name in names:
            for form in name.forms:
                matcher = self._any_case if form == form.lower() else self._exact
                fresh = [s for s in spellings(form) if (name.type, s) not in seen]
                seen.update((name.type, s) for s in fresh)
                matcher.add(name.type, [nlp.make_doc(s) for s in fresh])

    def __call__(self, doc: Doc) -> Doc:
        matches = {
            (label, start, end) for matcher in (self._any_case, self._exact) for label, start, end in matcher(doc)
        }
        propose(doc, EXTRACTOR, (Span(doc, start, end, label=label) for label, start, end in sorted(matches)))
        return doc


def spellings(form: str) -> Iterator[str]:
    """Yield a form with its joints as spaces and as hyphens, in the singular and the plural."""
    for spelling in _joint_variants(form):
        yield spelling
        if plural := _plural(spelling):
            yield plural


def _joint_variants(form: str) -> list[str]:
    parts, joints = _JOINT.split(form), _JOINT.findall(form)
    choices = product(" -", repeat=len(joints)) if len(joints) <= _MOST_JOINTS else [joints, " " * len(joints)]
    return sorted({"".join(a + b for a, b in zip(parts, [*chosen, ""], strict=True)) for chosen in choices})


def _plural(form: str) -> str | None:
    """Return the regular plural of a form that ends in letters, unless it looks like one already."""
    last = form[-1]
    if not last.isalpha() or last in "sS" or form.endswith(("ing", "ness", "ism")):
        return None
    if form.endswith("y") and form[-2:-1] not in "aeiou":
        return form[:-1] + "ies"
    return form + ("es" if form.endswith(("x", "ch", "sh")) else "s")


@Language.factory("kg_known_names")
def create_known_names(nlp: Language, name: str) -> KnownNames:
    """Return the component with the shipped gazetteers."""
    return KnownNames(nlp, load_gazetteer())
