"""A paper as roles, relations and results are read from it: sentences as rows of words, mentions and numbers.

In the row of a sentence a mention stands as its type (`<Method>`) and a number with its unit as `<Q>`, so that what is
learned of "<Method> outperforms <Method> by <Q>" holds for every name and number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.quantities import Quantity, find_quantities
from kg.extract.record import EntityType, Mention, TextField
from kg.resolve.normal_form import normal_form

QUANTITY = "<Q>"
TAGS: Mapping[EntityType, str] = {type: f"<{type}>" for type in ("Method", "Dataset", "Hardware", "Metric", "Task")}

_WORD = re.compile(r"\w+(?:[-'’./]\w+)*|[^\w\s]")
#: What stands between the members of a list.
_JOINERS = frozenset({",", "and", "or", "/", "&", "as", "well", "both", ";", "vs", "(", ")"})
_LONGEST_JOINER = 3

#: A sentence: its field, where it starts there, where it ends.
Span = tuple[TextField, int, int]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One mention: of which entity, in which sentence, where in its row, and from where to where its list reaches."""

    mention: Mention
    entity: int
    sentence: int
    item: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One number of a sentence, and where it stands in the row."""

    quantity: Quantity
    item: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, its row, and the mentions and numbers in it, in order. Offsets of quantities count in `text`."""

    field: TextField
    start: int
    end: int
    text: str
    items: tuple[str, ...]
    occurrences: tuple[Occurrence, ...]
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A distinct entity of the paper: its type, the normal form of its long name, and where it is named."""

    type: EntityType
    name: str
    occurrences: tuple[Occurrence, ...]

    @property
    def fullest(self) -> Mention:
        """The longest mention; of several, the first."""
        return max((o.mention for o in self.occurrences), key=lambda m: len(m.text))

    @property
    def confidence(self) -> float:
        """The confidence of its surest mention."""
        return max(o.mention.confidence for o in self.occurrences)


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper's sentences, title first, and its entities in the order in which they are first named."""

    title: str
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]


def read_paper(
    title: str,
    abstract: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    long_forms: Mapping[str, str],
) -> Reading:
    """Return the reading of a paper; `long_forms` maps the normal forms of abbreviations to those of their long forms.

    Mentions that overlap an earlier one are left out.
    """
    texts: dict[TextField, str] = {"title": title, "abstract": abstract}
    numbers: dict[tuple[EntityType, str], int] = {}
    read = []
    for number, (field, start, end) in enumerate(sentences):
        inside = [m for m in mentions if m.field == field and start <= m.start < end]
        read.append(_sentence(field, start, end, texts[field], number, inside, numbers, long_forms))
    named: dict[int, list[Occurrence]] = defaultdict(list)
    for sentence in read:
        for occurrence in sentence.occurrences:
            named[occurrence.entity].append(occurrence)
    entities = tuple(Entity(type, name, tuple(named[i])) for (type, name), i in numbers.items())
    return Reading(title, tuple(read), entities)


def _sentence(
    field: TextField,
    start: int,
    end: int,
    text: str,
    number: int,
    mentions: Sequence[Mention],
    numbers: dict[tuple[EntityType, str], int],
    long_forms: Mapping[str, str],
) -> Sentence:
    items: list[str] = []
    placed: list[tuple[Mention, int, int]] = []
    measured: list[Measured] = []
    position = start
    for begin, stop, thing in _things(text[start:end], start, mentions):
        if begin < position:
            continue
        items += _WORD.findall(text[position:begin].lower())
        if isinstance(thing, Mention):
            name = normal_form(thing.text)
            placed.append(
                (thing, numbers.setdefault((thing.type, long_forms.get(name, name)), len(numbers)), len(items))
            )
            items.append(TAGS[thing.type])
        else:
            measured.append(Measured(thing, len(items)))
            items.append(QUANTITY)
        position = stop
    items += _WORD.findall(text[position:end].lower())
    occurrences = _with_lists(placed, items, number)
    return Sentence(field, start, end, text[start:end], tuple(items), occurrences, tuple(measured))


def _things(sentence: str, start: int, mentions: Sequence[Mention]) -> list[tuple[int, int, Mention | Quantity]]:
    """Return mentions and numbers in order; a number within a mention is part of it.

    Where only the unit is mentioned (`59.1 mAP`), the number ends before it.
    """
    things: list[tuple[int, int, Mention | Quantity]] = [(m.start, m.end, m) for m in mentions]
    for quantity in find_quantities(sentence):
        begin = start + quantity.start
        for end in (quantity.end, quantity.number_end):
            if not any(m.start < start + end and begin < m.end for m in mentions):
                things.append((begin, start + end, replace(quantity, end=end)))
                break
    return sorted(things, key=lambda thing: thing[:2])


def _with_lists(
    placed: Sequence[tuple[Mention, int, int]], items: Sequence[str], number: int
) -> tuple[Occurrence, ...]:
    """Return the mentions of a sentence, each with the extent of the list that it is a member of, if only of itself."""
    occurrences: list[Occurrence] = []
    lists: list[list[tuple[Mention, int, int]]] = []
    for member in placed:
        if lists and _continues(lists[-1][-1], member, items):
            lists[-1].append(member)
        else:
            lists.append([member])
    for members in lists:
        first, last = members[0][2], members[-1][2]
        occurrences += [Occurrence(mention, entity, number, item, first, last) for mention, entity, item in members]
    return tuple(occurrences)


def _continues(before: tuple[Mention, int, int], member: tuple[Mention, int, int], items: Sequence[str]) -> bool:
    between = items[before[2] + 1 : member[2]]
    return (
        before[0].type == member[0].type
        and len(between) <= _LONGEST_JOINER
        and all(item in _JOINERS for item in between)
    )
