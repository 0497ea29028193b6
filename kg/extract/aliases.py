"""Aliases: a name and its short form in brackets, each of which a text may go on with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise

from kg.extract.record import EntityType, Mention, Relation, TextField
from kg.extract.short_forms import spelled_part
from kg.gazetteer import load_gazetteer
from kg.resolve.normal_form import normal_form

#: How often such a pair is one that a reader marked, as measured on hand-annotated abstracts.
_PRECISION = 0.9
_WORDS = re.compile(r"[^\W_]+")
_SHORT = re.compile(r"[A-Z]{2,}")


def find_aliases(title: str, abstract: str, mentions: Sequence[Mention]) -> tuple[Relation, ...]:
    """Return each pair of short and long form once, with the first sentence that gives it."""
    texts: Mapping[TextField, str] = {"title": title, "abstract": abstract}
    found: dict[tuple[str, str], Relation] = {}
    for (field, _, _), group in groupby(mentions, lambda m: (m.field, m.sentence_start, m.sentence_end)):
        for short, long in _bracketed(texts[field], list(group)):
            _add(found, short, long)
    for short, long in _initials(mentions, {short for short, _ in found}):
        _add(found, short, long)
    return tuple(found.values())


def _add(found: dict[tuple[str, str], Relation], short: Mention, long: Mention) -> None:
    key = normal_form(short.text), normal_form(long.text)
    if key[0] != key[1]:
        confidence = round(_PRECISION * min(short.confidence, long.confidence), 3)
        found.setdefault(key, Relation(
            short.text, short.type, "aliasOf", long.text, long.type, short.field, short.sentence_start,
            short.sentence_end, confidence,
        ))  # fmt: skip


def long_forms(aliases: Sequence[Relation]) -> dict[str, str]:
    """Return the normal form of each long form by that of its short form; chains are followed to their end."""
    direct = {normal_form(alias.head): normal_form(alias.tail) for alias in aliases}
    return {short: _end(long, direct) for short, long in direct.items()}


def _end(name: str, direct: Mapping[str, str]) -> str:
    seen = {name}
    while (further := direct.get(name)) and further not in seen:
        seen.add(name := further)
    return name


def _bracketed(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield the shorter and the longer of each two mentions of one type of which the second is in brackets."""
    for first, second in pairwise(mentions):
        opened = text[first.end : second.start] in (" (", "(")
        if opened and first.type == second.type and text[second.end : second.end + 1] in (")", ",", ";"):
            short, long = (second, first) if len(second.text) < len(first.text) else (first, second)
            if _one_name(short, long):
                yield short, long


def _one_name(short: Mention, long: Mention) -> bool:
    """Say whether a short form spells a longer one, or both are known for one name: "a model (BERT)" is an example."""
    if spelled_part(short.text, long.text):
        return True
    known, other = (_labels_by_form().get((mention.type, normal_form(mention.text))) for mention in (short, long))
    return known is not None and known == other


@cache
def _labels_by_form() -> Mapping[tuple[EntityType, str], str]:
    """Return the label of each known name by the type and the normal form of the label and of the aliases."""
    names = load_gazetteer()
    aliases = {(name.type, normal_form(form)): name.label for name in reversed(names) for form in name.aliases}
    return aliases | {(name.type, normal_form(name.label)): name.label for name in names}


def _initials(mentions: Sequence[Mention], known: Collection[str]) -> Iterator[tuple[Mention, Mention]]:
    """Yield short forms that are the initials of a longer mention of their type, where no bracket says what they are.

    So "machine learning ... ML" is found, however far the two stand from each other.
    """
    longer: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        words = _WORDS.findall(mention.text)
        if len(words) > 1:
            longer.setdefault((mention.type, "".join(word[0] for word in words).lower()), mention)
    for mention in mentions:
        letters = mention.text.removesuffix("s")
        long = longer.get((mention.type, letters.lower()))
        if long and _SHORT.fullmatch(letters) and normal_form(mention.text) not in known:
            yield mention, long
