"""Bursts are found where they are, and nowhere else."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.bursts import Burst, find_bursts


def test_a_burst_is_found_where_it_is() -> None:
    (burst,) = find_bursts([1, 1, 12, 14, 1, 1], [20] * 6)
    assert (burst.begin, burst.end) == (2, 3)
    # By hand: 26 of 40 papers in the burst, where the overall share is 1/4 and that of a burst 1/2.
    assert burst.weight == pytest.approx(26 * math.log(2) + 14 * math.log(0.5 / 0.75))


def test_a_steady_share_has_no_burst_whatever_the_number_of_papers() -> None:
    assert find_bursts([1, 10, 2, 5], [10, 100, 20, 50]) == []


@pytest.mark.parametrize(("counts", "totals"), [([], []), ([0, 0], [5, 5]), ([5, 5], [5, 5]), ([0, 3], [0, 3])])
def test_nothing_and_everything_have_no_burst(counts: list[int], totals: list[int]) -> None:
    assert find_bursts(counts, totals) == []


def test_two_bursts_are_two() -> None:
    found = find_bursts([9, 0, 0, 0, 0, 9], [10, 20, 20, 20, 20, 10])
    assert [(b.begin, b.end) for b in found] == [(0, 0), (5, 5)]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=7))
def test_no_other_sequence_of_states_costs_less(periods: list[tuple[int, int]]) -> None:
    counts, totals = [a for a, _ in periods], [a + b for a, b in periods]
    if not 0 < sum(counts) < sum(totals):
        return

    def cost(states: tuple[int, ...]) -> float:
        share = sum(counts) / sum(totals)
        shares = (share, min(2 * share, 1 - 1e-9))
        entering = math.log(len(counts)) * sum(b > a for a, b in zip((0, *states), states, strict=False))
        return entering - sum(
            r * math.log(shares[s]) + (d - r) * math.log(1 - shares[s])
            for s, r, d in zip(states, counts, totals, strict=True)
        )

    found = [0] * len(counts)
    for burst in find_bursts(counts, totals):
        assert isinstance(burst, Burst)
        found[burst.begin : burst.end + 1] = [1] * (burst.end - burst.begin + 1)
    best = min(cost(states) for states in product((0, 1), repeat=len(counts)))
    assert cost(tuple(found)) == pytest.approx(best, abs=1e-6)
