"""What tells the role of an entity: how it looks, and what stands around each of its mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.cues import approach, cue, rhetoric, speaks_of_the_paper
from kg.extract.linear import buckets
from kg.extract.reading import Entity, Occurrence, Reading, Sentence
from kg.gazetteer import load_gazetteer
from kg.resolve.normal_form import normal_form

#: What a list may be introduced by: its members then stand in the place of what it is a list of.
_INTRODUCERS = frozenset(
    ("(", "such", "as", "including", "like", "namely", "e.g", ".", ":", "i.e", "other", "recent", "both", "the",
     "several", "popular", "existing", "various", "modern", ",", "and", "or", "/", "&", "well", ";", ")")
)  # fmt: skip
_SUBJECTS = frozenset(("we", "our", "this", "it", "they"))
_MIXED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all entities of a paper share: the kind of each sentence, where the paper begins to speak of itself."""

    kinds: tuple[str, ...]
    pivot: int
    title_words: frozenset[str]


def setting_of(reading: Reading) -> Setting:
    """Return the setting of a paper."""
    kinds = tuple(rhetoric(s.text, s.field == "title") for s in reading.sentences)
    own = (i for i, s in enumerate(reading.sentences) if s.field == "abstract" and speaks_of_the_paper(s.text))
    return Setting(kinds, next(own, min(1, len(kinds) - 1)), frozenset(normal_form(reading.title).split()))


def role_features(entity: Entity, reading: Reading, setting: Setting) -> list[int]:
    """Return the buckets of the features of one entity."""
    found = set(_of_entity(entity, reading, setting))
    for occurrence in entity.occurrences:
        sentence = reading.sentences[occurrence.sentence]
        place = ("T" if sentence.field == "title" else "A") + entity.type[:2]
        found.update(_of_neighbours(occurrence, sentence, place))
        found.update(_of_cues(occurrence, sentence, place, setting))
    return buckets(found)


@cache
def _known_names() -> frozenset[str]:
    return frozenset(form.lower() for name in load_gazetteer() for form in name.forms)


def _of_entity(entity: Entity, reading: Reading, setting: Setting) -> Iterator[str]:
    count, where = len(reading.sentences), entity.occurrences
    inside = [o for o in where if reading.sentences[o.sentence].field == "abstract"]
    titled = len(inside) < len(where)
    surface, words = entity.fullest.text, entity.name.split()
    known = any(o.mention.text.lower() in _known_names() for o in where)
    mine = [
        "type", f"n={min(len(where), 5)}", f"title={titled}", f"first={min(where[0].sentence, 4)} {titled}",
        f"begins={4 * where[0].sentence // count}", f"ends={4 * where[-1].sentence // count}",
        f"shape={_shape(surface)}", f"words={min(len(words), 5)}", f"known={known}",
        f"look={_shape(surface)} {known} {titled}",
    ]  # fmt: skip
    before = sum(o.sentence < setting.pivot for o in inside)
    side = "none" if not inside else "before" if before == len(inside) else "after" if not before else "both"
    distance = min((o.sentence - setting.pivot for o in inside), key=abs, default=9)
    kinds = {setting.kinds[o.sentence] for o in inside}
    shared = sum(word in setting.title_words for word in words) * 2 >= len(words)
    mine += [
        f"side={side} {titled}", f"pivot={max(-3, min(distance, 4))}", f"kinds={' '.join(sorted(kinds))}",
        f"title words={shared} {words[-1:] and words[-1] in setting.title_words} {titled}",
        *(f"kind={kind}" for kind in kinds),
    ]  # fmt: skip
    yield from (f"{entity.type} {feature}" for feature in mine)
    yield f"side={side} {titled}"
    yield f"head={words[-1] if words else ''}"
    yield f"name={entity.name}"


def _shape(surface: str) -> str:
    if surface.islower():
        return "lower"
    if " " not in surface and surface.isupper():
        return "upper"
    if _MIXED.search(surface):
        return "mixed"
    return "digit" if any(c.isdigit() for c in surface) else "capital"


def _of_neighbours(occurrence: Occurrence, sentence: Sentence, place: str) -> Iterator[str]:
    """Yield the words before and after, beyond the list that the mention is in."""
    items = sentence.items
    before = ["<s>", "<s>", "<s>", *items[: occurrence.first]][-3:]
    after = [*items[occurrence.last + 1 : occurrence.last + 4], "</s>", "</s>"][:2]
    yield f"{place}-1 {before[2]}"
    yield f"{place}-2 {before[1]} {before[2]}"
    yield f"{place}-3 {' '.join(before)}"
    yield f"{place}+1 {after[0]}"
    yield f"{place}+2 {after[0]} {after[1]}"
    yield f"{place}-+ {before[2]} {after[0]}"
    yield f"{place}f1 {items[0]}"
    yield f"{place}f2 {' '.join(items[:2])}"
    yield f"{place}subject {sentence.occurrences[0] is occurrence}"
    yield from (f"{place}L {item}" for item in items[max(0, occurrence.first - 10) : occurrence.first])
    yield from (f"{place}R {item}" for item in items[occurrence.last + 1 : occurrence.last + 9])


def _of_cues(occurrence: Occurrence, sentence: Sentence, place: str, setting: Setting) -> Iterator[str]:
    """Yield the telling words around, and the kind of the sentence."""
    items, start = sentence.items, _beginning(occurrence, sentence)
    left = [(stem, i) for i, item in enumerate(items[:start]) if (stem := cue(item))]
    right = [stem for item in items[occurrence.last + 1 :] if (stem := cue(item))]
    nearest, farthest = (left[-1][0], left[0][0]) if left else ("-", "-")
    subject = next((item for item in items if item in _SUBJECTS or item[0] == "<"), "-")
    yield f"{place}cue {nearest}"
    yield f"{place}cues {nearest} {right[0] if right else '-'}"
    yield f"{place}next {right[0] if right else '-'}"
    yield f"{place}farthest {farthest}"
    yield f"{place}subject {subject} {nearest}"
    yield f"{place}kind {setting.kinds[occurrence.sentence]} {subject}"
    yield f"{place}side {max(-2, min(occurrence.sentence - setting.pivot, 2))} {setting.kinds[occurrence.sentence]}"
    yield f"{place}list {' '.join(items[max(0, start - 2) : start])}"
    near, far, governing, named = approach(items, 0, start)
    yield f"{place}doing {near} {named}"
    yield f"{place}doing {near} {far} {governing}"
    yield f"{place}doing {near} {governing}"
    yield f"{place}doing {near} {subject}"
    yield f"{place}doing {near} {setting.kinds[occurrence.sentence]}"
    if left:
        between = items[left[-1][1] : start]
        yield f"{place}cue {nearest} {min(len(between) // 3, 3)} {min(sum(i[0] == '<' for i in between), 2)}"
        yield f"{place}two {' '.join(stem for stem, _ in left[-2:])}"
        yield from (f"{place}cued {stem}" for stem, _ in left[:-1])
    if sentence.field == "abstract" and occurrence.sentence == len(setting.kinds) - 1:
        yield f"{place}last"


def _beginning(occurrence: Occurrence, sentence: Sentence) -> int:
    """Return where what the mention is an example of begins: in "models such as A and B", at "models"."""
    start = occurrence.first
    for earlier in reversed(sentence.occurrences):
        if earlier.last < start and all(item in _INTRODUCERS for item in sentence.items[earlier.last + 1 : start]):
            start = earlier.first
    return start
