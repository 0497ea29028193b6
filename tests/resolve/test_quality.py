"""Resolution is measured on hand-made pairs of names, and does not get worse."""

from __future__ import annotations

import pytest

from training.resolution import Pair, Quality, measure, read_pairs


@pytest.fixture(scope="module")
def quality() -> Quality:
    """The figures of the shipped names and rules."""
    return measure(read_pairs())


def test_there_are_pairs_of_all_types_that_are_the_same_and_that_are_not() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 300
    kinds = {(pair.one[0], pair.same) for pair in pairs}
    assert len(kinds) == 10
    assert len({frozenset((pair.one, pair.other)) for pair in pairs}) == len(pairs)


def test_what_is_joined_is_one_thing(quality: Quality) -> None:
    assert quality.precision >= 0.99
    assert quality.b_cubed_precision >= 0.98


def test_what_is_one_thing_is_joined(quality: Quality) -> None:
    assert quality.recall >= 0.94
    assert quality.b_cubed_recall >= 0.97


def test_the_figures_are_those_of_the_definition() -> None:
    one, other, third = ("Method", "Zorb A"), ("Method", "zorb a"), ("Method", "Glow")
    found = measure([Pair(one, other, True), Pair(one, third, True), Pair(other, ("Method", "Zorb-A"), False)])
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert (found.b_cubed_precision, found.b_cubed_recall) == pytest.approx((2 / 3, 2 / 3))
    assert len(found.wrong) == 2
