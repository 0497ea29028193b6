"""Calibration of confidences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.annotations import read_annotations
from kg.evaluate.calibration import Bin, calibration, mention_calibration


def test_the_error_is_the_distance_from_confidence_to_precision_weighted_by_count() -> None:
    found = calibration([(0.85, True), (0.85, True), (0.85, False), (0.15, False)])
    assert found.bins == (Bin(0.1, 0.2, 1, 0.15, 0.0), Bin(0.8, 0.9, 3, 0.85, 0.6667))
    assert found.error == pytest.approx((1 * 0.15 + 3 * (0.85 - 2 / 3)) / 4, abs=1e-3)


def test_certainty_is_in_the_last_bin() -> None:
    assert calibration([(1.0, True)]).bins == (Bin(0.9, 1.0, 1, 1.0, 1.0),)


def test_what_is_always_right_when_it_says_so_has_no_error() -> None:
    assert calibration([(1.0, True), (0.0, False)]).error == 0


def test_nothing_predicted_has_no_error() -> None:
    assert calibration([]).error == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_every_prediction_is_in_one_bin(outcomes: list[tuple[float, bool]]) -> None:
    found = calibration(outcomes)
    assert sum(each.count for each in found.bins) == len(outcomes)
    assert 0 <= found.error <= 1


def test_mentions_are_right_where_the_gold_has_them(lines: Callable[..., Path]) -> None:
    span = {"field": "title", "start": 0, "end": 4, "type": "Task"}
    gold = lines("gold.jsonl", [{"id": "a", "mentions": [span]}])
    guess = lines(
        "guess.jsonl",
        [{"id": "a", "mentions": [{**span, "confidence": 0.75}, {**span, "end": 5, "confidence": 0.75}]}],
    )
    found = mention_calibration(read_annotations(gold, 999), read_annotations(guess, 999))
    assert found is not None
    assert found.bins == (Bin(0.7, 0.8, 2, 0.75, 0.5),)
