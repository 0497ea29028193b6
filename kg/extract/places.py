"""Places: which word pieces entities, pairs of them and what stands between are, as a network is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.context import Context, Indices
from kg.extract.reading import Occurrence, Reading
from kg.extract.record import ENTITY_TYPES

#: How many pieces stand between two mentions: up to the first bound, up to the next, and so on, or more.
_BOUNDS = (0, 1, 2, 4, 8, 16, 32)
_STEPS = len(_BOUNDS) + 1
#: How many sentences apart mentions are told to be at most.
_FARTHEST = 4
#: Distances that are told apart: within a sentence forth and back, between sentences, both for members of one list.
DISTANCES = 2 * (2 * _STEPS + 2 * _FARTHEST)
#: What a piece can be: of no mention, the first of one of each type, a further one.
KINDS = 1 + 2 * len(ENTITY_TYPES)


@dataclass(frozen=True, slots=True)
class EntityPlaces:
    """Where the entities of a reading are.

    kinds        pieces; what each piece is
    spans        mentions x 2; first piece and the one after the last
    occurrences  entities x most mentions of one; the mentions of each, -1 where there are no more
    types        entities; the index in ENTITY_TYPES of each
    """

    kinds: Indices
    spans: Indices
    occurrences: Indices
    types: Indices


def entity_places(reading: Reading, context: Context) -> EntityPlaces:
    """Return where the entities of a reading are."""
    kinds = np.zeros(len(context.starts), dtype=np.int64)
    spans: list[tuple[int, int]] = []
    types = [ENTITY_TYPES.index(entity.type) for entity in reading.entities]
    longest = max(len(entity.occurrences) for entity in reading.entities)
    occurrences = np.full((len(types), longest), -1)
    for i, entity in enumerate(reading.entities):
        for j, occurrence in enumerate(entity.occurrences):
            first, end = context.pieces(occurrence.mention)
            kinds[first:end] = 2 + 2 * types[i]
            kinds[first] = 1 + 2 * types[i]
            occurrences[i, j] = len(spans)
            spans.append((first, end))
    return EntityPlaces(kinds, np.array(spans), occurrences, np.array(types))


def pair_places(reading: Reading, places: EntityPlaces, pairs: Sequence[tuple[int, int]]) -> Indices:
    """Return where pairs of entities are (pairs x 7), at the nearest pair of their mentions.

    Columns: head, tail, mention of the head, mention of the tail, first piece between them, the one after the last
    (both 0 for mentions of two sentences), distance.
    """
    return np.array([_pair(reading, places, *pair) for pair in pairs], dtype=np.int64).reshape(-1, 7)


def _pair(reading: Reading, places: EntityPlaces, head: int, tail: int) -> tuple[int, ...]:
    heads, tails = reading.entities[head].occurrences, reading.entities[tail].occurrences
    _, i, j = min((_apart(a, b), i, j) for i, a in enumerate(heads) for j, b in enumerate(tails))
    a, b = int(places.occurrences[head, i]), int(places.occurrences[tail, j])
    apart = tails[j].sentence - heads[i].sentence
    if apart:
        far = max(-_FARTHEST, min(apart, _FARTHEST))
        return head, tail, a, b, 0, 0, 2 * _STEPS + far + (_FARTHEST if far < 0 else _FARTHEST - 1)
    forth = places.spans[a, 0] < places.spans[b, 0]
    first, end = (places.spans[a, 1], places.spans[b, 0]) if forth else (places.spans[b, 1], places.spans[a, 0])
    end = max(first, end)
    step = int(np.searchsorted(_BOUNDS, end - first))
    listed = heads[i].first == tails[j].first
    return head, tail, a, b, int(first), int(end), step + _STEPS * forth + DISTANCES // 2 * listed


def _apart(a: Occurrence, b: Occurrence) -> tuple[bool, int, int]:
    return a.sentence != b.sentence, abs(a.sentence - b.sentence), abs(a.item - b.item)
