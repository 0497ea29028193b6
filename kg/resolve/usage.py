"""What papers together say of a name: the spelling and the type that it usually has, where single papers differ.

Joined are names that differ by spaces alone (`speed-up`, `speedup`), names that begin with a short form with those that
spell it out (`KG completion`), verbs and participles with their nouns (`fine-tuned`, `fine-tuning`), and a name of a
type that it seldom has with what it nearly always is. A known name stays what it is, and so does a short form that
papers spell out in several ways.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from kg.gazetteer import Name
from kg.resolve.curation import Decision
from kg.resolve.meanings import AGREEMENT, Key, Meanings, as_used, gather_meanings, spells
from kg.resolve.names import PaperNames
from kg.resolve.normal_form import normal_form
from kg.resolve.spelling import noun_of, unspaced

#: Papers that have to name a noun, or a name as its usual type, for others to be taken for it.
FEWEST = 10
#: The share of the papers with a name that have to name it as one type, for the others to be taken for it.
USUAL = 0.9
#: The same share where a known name has that type.
USUAL_IF_KNOWN = 0.6

_TYPE_AND_FORM = itemgetter(0, 2)  # of a NameCount: there are millions
#: What is moved, where to, and why.
_Move = tuple[Key, Key, str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Papers by name as written; what is known, what is uncertain, and what is not to be moved."""

    written: Counter[Key]
    known: Set[Key]
    ambiguous: Set[Key]
    fixed: Set[Key]


def meanings_in_use(papers: Sequence[PaperNames], names: Sequence[Name], curation: Sequence[Decision] = ()) -> Meanings:
    """Return what names mean, and what is usual in the place of what is not, with the reasons.

    What curation decides on by its own name is left to it.
    """
    meanings = gather_meanings(papers, names)
    seen = _seen(papers, meanings, {(decision.type, normal_form(decision.name)) for decision in curation})
    moved: dict[Key, Key] = {}
    why: dict[Key, str] = {}
    for step in (_spaces, _short_forms, _verbs, _types):
        for key, to, reason in sorted(step(seen, meanings)):
            if key not in moved and _end(moved, to) != key:
                moved[key], why[key] = to, reason
    reasons: dict[Key, list[str]] = defaultdict(list)
    for key, reason in why.items():
        reasons[_end(moved, key)].append(reason)
    return as_used(meanings, {key: _end(moved, key) for key in moved}, reasons)


def _seen(papers: Iterable[PaperNames], meanings: Meanings, decided: Set[Key]) -> _Seen:
    named = chain.from_iterable(dict.fromkeys(map(_TYPE_AND_FORM, paper.names)) for paper in papers)
    written: Counter[Key] = Counter(named)
    spelled_out = Counter(short for own in meanings.by_paper.values() for short in own)
    ambiguous = {
        short
        for short, times in spelled_out.items()
        if short not in meanings.agreed and times > (1 - AGREEMENT) * written[short]
    }
    known = {(name.type, normal_form(name.label)) for name in meanings.index.values()}
    return _Seen(written, known, ambiguous, known | ambiguous | decided)


def _end(moves: Mapping[Key, Key], key: Key) -> Key:
    while key in moves:
        key = moves[key]
    return key


def _movable(key: Key, seen: _Seen, meanings: Meanings) -> bool:
    """Say whether papers write a name that means nothing but itself."""
    return key in seen.written and key not in seen.fixed and meanings.general(*key) == key


def _spaces(seen: _Seen, meanings: Meanings) -> Iterator[_Move]:
    """Join names that differ by spaces to what one of them is known or agreed to be, or else to the commonest."""
    for (type, bare), forms in _alike(seen, meanings).items():
        keys = {meanings.general(type, form) for form in forms}
        to = min(keys, key=lambda key: (key not in seen.known, unspaced(key[1]) == bare, -seen.written[key], key))
        for key in keys - {to}:
            if unspaced(key[1]) == bare and _movable(key, seen, meanings):
                yield key, to, f"“{key[1]}” is a spelling of it, in {_papers(seen.written[key])}"


def _alike(seen: _Seen, meanings: Meanings) -> Mapping[Key, set[str]]:
    """Return the forms that are the same without their spaces, by type and that, where there are several.

    Short forms that are not known are left out: a C-arm is no CARM.
    """
    first: dict[Key, str] = {}
    alike: dict[Key, set[str]] = {}
    for type, form in chain((key for key in seen.written if key not in meanings.agreed), meanings.index):
        if bare := unspaced(form):
            other = first.setdefault((type, bare), form)
            if other != form:
                alike.setdefault((type, bare), {other}).add(form)
    return alike


def _short_forms(seen: _Seen, meanings: Meanings) -> Iterator[_Move]:
    """Join a name that begins with a short form and the one that spells it out to the commoner of them."""
    spelled_out = _spelled_out(meanings)
    for key in seen.written:
        first, _, rest = key[1].partition(" ")
        if rest and first in spelled_out:
            long = (key[0], f"{spelled_out[first]} {rest}")
            if long in seen.written:
                yield from _to_commoner(key, long, seen, meanings)


def _to_commoner(key: Key, long: Key, seen: _Seen, meanings: Meanings) -> Iterator[_Move]:
    to, other = long, key
    if _movable(long, seen, meanings) and (key in seen.fixed or seen.written[key] > seen.written[long]):
        to, other = key, long
    if _movable(other, seen, meanings):
        reason = f"“{key[1]}” is “{long[1]}”, in {_papers(seen.written[other])}"
        yield other, meanings.general(*to), reason


def _spelled_out(meanings: Meanings) -> Mapping[str, str]:
    """Return the single words that are a short form of one name, whatever its type, with that."""
    long_forms: dict[str, set[str]] = defaultdict(set)
    for type, form in chain(meanings.index, meanings.agreed):
        if " " not in form:
            long_forms[form].add(meanings.general(type, form)[1])
    return {
        form: long for form, (long, *others) in long_forms.items() if not others and " " in long and spells(form, long)
    }


def _verbs(seen: _Seen, meanings: Meanings) -> Iterator[_Move]:
    """Join verbs and participles to their nouns, where the noun is the commoner."""
    for key, papers in seen.written.items():
        noun = noun_of(key[1])
        if noun and seen.written[key[0], noun] >= max(FEWEST, papers) and _movable(key, seen, meanings):
            yield key, meanings.general(key[0], noun), f"“{key[1]}” is a form of its verb, in {_papers(papers)}"


def _types(seen: _Seen, meanings: Meanings) -> Iterator[_Move]:
    """Take a name of a type that it seldom has for what it nearly always is."""
    for form, keys in _often(seen).items():
        papers = sum(seen.written[key] for key in keys)
        usual = max(keys, key=lambda key: (seen.written[key], key))
        to, times = meanings.general(*usual), seen.written[usual]
        share = USUAL_IF_KNOWN if to in seen.known else USUAL
        if times < share * papers or usual in seen.ambiguous:
            continue
        for key in keys:
            if key != usual and _movable(key, seen, meanings):
                yield key, to, f"“{form}” is a {key[0]} in {_papers(seen.written[key])}, a {to[0]} in {times}"


def _often(seen: _Seen) -> Mapping[str, list[Key]]:
    """Return the names as they are written that are of one type in enough papers, with all of their types."""
    often: dict[str, list[Key]] = {form: [] for (_, form), papers in seen.written.items() if papers >= FEWEST}
    for key in seen.written:
        if key[1] in often:
            often[key[1]].append(key)
    return often


def _papers(times: int) -> str:
    return "1 paper" if times == 1 else f"{times} papers"
