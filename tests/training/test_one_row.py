"""Texts of different length share one row, in which all numbers count on."""

from __future__ import annotations

import numpy as np

from kg.extract.contextual import STATED
from kg.extract.places import EntityPlaces
from training.context_examples import Example
from training.one_row import entities_of, pairs_of, pieces_of


def example(length: int, reader: int = 1) -> Example:
    places = EntityPlaces(
        np.arange(length), np.array([[1, 2], [3, 4], [2, 3]]), np.array([[0, 2], [1, -1]]), np.array([0, 1])
    )
    pairs = np.array([[0, 1, 2, 1, 2, 3, 5]])
    holds = np.zeros((1, len(STATED)), np.float32)
    read = np.full((length, 4), length, np.float16)
    return Example(read, places, pairs, np.array([0]), np.array([0, 2]), holds, reader)


def test_texts_are_padded_to_the_longest_and_padding_is_told_from_pieces() -> None:
    pieces = pieces_of([example(5), example(7)])
    assert pieces.read.shape == (2, 7, 4)
    assert pieces.read.dtype == np.float32
    assert pieces.read[:, :, 0].tolist() == [[5, 5, 5, 5, 5, 0, 0], [7] * 7]
    assert pieces.kinds.tolist() == [[0, 1, 2, 3, 4, 0, 0], [0, 1, 2, 3, 4, 5, 6]]
    assert pieces.there.sum(axis=1).tolist() == [5, 7]


def test_the_second_text_counts_from_behind_the_padded_first() -> None:
    entities = entities_of([example(5), example(7, reader=2)], longest=7)
    assert entities.spans.tolist() == [[1, 2], [3, 4], [2, 3], [8, 9], [10, 11], [9, 10]]
    assert entities.occurrences.tolist() == [[0, 2], [1, -1], [3, 5], [4, -1]]
    assert entities.texts.tolist() == [0, 0, 7, 7]
    assert entities.readers.tolist() == [1, 1, 2, 2]
    pairs = pairs_of([example(5), example(7, reader=2)], longest=7)
    assert pairs.places.tolist() == [[0, 1, 2, 1, 2, 3, 5], [2, 3, 5, 4, 9, 10, 5]]
    assert (pairs.texts.tolist(), pairs.readers.tolist()) == ([0, 7], [1, 2])


def test_entities_of_fewer_mentions_are_filled_up_with_none() -> None:
    alone = example(5)
    places = EntityPlaces(alone.places.kinds, alone.places.spans[:1], np.array([[0]]), np.array([4]))
    few = Example(alone.read, places, np.zeros((0, 7), int), alone.classes[:0], alone.roles[:1], alone.holds[:0], 0)
    assert entities_of([few, alone], longest=5).occurrences.tolist() == [[0, -1], [1, 3], [2, -1]]
    assert pairs_of([few, alone], longest=5).places.tolist() == [[1, 2, 3, 2, 7, 8, 5]]
