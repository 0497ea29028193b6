"""Batches of readings of different lengths, in which all numbers count in one row."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from kg.extract.contextual import STATED
from kg.extract.places import EntityPlaces
from training.context_examples import Example
from training.learn_context import Batch


def example(length: int) -> Example:
    places = EntityPlaces(
        np.zeros(length, int), np.array([[1, 2], [3, 4], [2, 3]]), np.array([[0, 2], [1, -1]]), np.array([0, 1])
    )
    pairs = np.array([[0, 1, 2, 1, 2, 3, 5]])
    holds = np.zeros((1, len(STATED)), np.float32)
    return Example(np.ones((length, 384), np.float16), places, pairs, np.array([0]), np.array([0, 2]), holds, 1)


def test_the_second_text_counts_from_behind_the_padded_first() -> None:
    batch = Batch([example(5), example(7)])
    assert batch.read.shape == (2, 7, 384)
    assert batch.entities.spans.tolist()[3:] == [[8, 9], [10, 11], [9, 10]]
    assert batch.entities.occurrences.tolist() == [[0, 2], [1, -1], [3, 5], [4, -1]]
    assert batch.entities.texts.tolist() == [0, 0, 7, 7]
    assert batch.pairs.places.tolist()[1] == [2, 3, 5, 4, 9, 10, 5]
    assert batch.mask is not None
    assert batch.mask.sum(-1).flatten().tolist() == [5, 7]
