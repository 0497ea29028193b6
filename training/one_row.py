"""Texts of different length in one row: padded to the longest, then one behind the other, so that all numbers count on.

A text's second piece is number 1 of the text, but in the row it comes behind all pieces, and all padding, of the texts
before; its entities and mentions come behind theirs. Arrays and no tensors, for a network learns from them but no part
of one is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.extract.context import Indices
from training.context_examples import Example


class Pieces(NamedTuple):
    """Pieces of texts (texts x longest): how each was read (x size), what it is, and whether it is no padding."""

    read: NDArray[np.float32]
    kinds: Indices
    there: NDArray[np.bool_]


class EntityRow(NamedTuple):
    """Entities of texts, as `EntityPlaces` has those of one; the first piece of each one's text, and its reader."""

    spans: Indices
    occurrences: Indices
    types: Indices
    texts: Indices
    readers: Indices


class PairRow(NamedTuple):
    """Pairs of texts, as `pair_places` gives those of one; classifier, first piece of the text and reader of each."""

    places: Indices
    classes: Indices
    texts: Indices
    readers: Indices


def pieces_of(examples: Sequence[Example]) -> Pieces:
    """Return the pieces of texts, padded to the longest."""
    lengths = np.array([len(e.read) for e in examples])
    there = np.arange(lengths.max()) < lengths[:, None]
    read = np.zeros((*there.shape, examples[0].read.shape[1]), dtype=np.float32)
    kinds = np.zeros(there.shape, dtype=np.int64)
    read[there] = np.concatenate([e.read for e in examples])
    kinds[there] = np.concatenate([e.places.kinds for e in examples])
    return Pieces(read, kinds, there)


def entities_of(examples: Sequence[Example], longest: int) -> EntityRow:
    """Return the entities of texts that are padded to a length."""
    most = max(e.places.occurrences.shape[1] for e in examples)
    before = _before([len(e.places.spans) for e in examples])
    occurrences = []
    for example, mentions in zip(examples, before, strict=True):
        own = example.places.occurrences
        wide = np.pad(own, [(0, 0), (0, most - own.shape[1])], constant_values=-1)
        occurrences.append(np.where(wide >= 0, wide + mentions, -1))
    counts = [len(e.places.types) for e in examples]
    return EntityRow(
        np.concatenate([e.places.spans + i * longest for i, e in enumerate(examples)]),
        np.concatenate(occurrences),
        np.concatenate([e.places.types for e in examples]),
        np.repeat(np.arange(len(examples)) * longest, counts),
        np.repeat([e.reader for e in examples], counts),
    )


def pairs_of(examples: Sequence[Example], longest: int) -> PairRow:
    """Return the pairs of texts that are padded to a length."""
    entities = _before([len(e.places.types) for e in examples])
    mentions = _before([len(e.places.spans) for e in examples])
    pieces = np.arange(len(examples)) * longest
    offsets = np.stack([entities, entities, mentions, mentions, pieces, pieces, 0 * pieces], axis=1)
    counts = [len(e.pairs) for e in examples]
    return PairRow(
        np.concatenate([e.pairs + offset for e, offset in zip(examples, offsets, strict=True)]),
        np.concatenate([e.classes for e in examples]),
        np.repeat(pieces, counts),
        np.repeat([e.reader for e in examples], counts),
    )


def _before(counts: Sequence[int]) -> NDArray[Any]:
    """Return how many there are before each of the texts."""
    return np.cumsum([0, *counts[:-1]])
