"""Association is measured against chance: values by hand, and against scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from kg.analytics.association import associate, hypergeometric_tail


def test_lift_and_npmi_of_a_pair_by_hand() -> None:
    # 4 of 100 papers have both, 10 and 20 have either: expected are 2.
    found = associate([4], [10], [20], 100)
    assert found.lift[0] == pytest.approx(2.0)
    assert found.npmi[0] == pytest.approx(math.log(2) / -math.log(0.04))


def test_a_pair_that_is_always_and_only_together_has_an_npmi_of_one() -> None:
    assert associate([3], [3], [3], 50).npmi[0] == pytest.approx(1.0)
    assert associate([5], [5], [5], 5).npmi[0] == 1.0


def test_a_pair_that_goes_together_as_by_chance_has_no_association() -> None:
    found = associate([2], [10], [20], 100)
    assert found.lift[0] == pytest.approx(1.0)
    assert found.npmi[0] == pytest.approx(0.0)
    assert found.p[0] > 0.5


def test_the_chance_of_the_tea_tasting_lady() -> None:
    # Fisher 1935: 4 of 4 cups right has a chance of 1 in 70, 3 or more of 17 in 70.
    four, eight = np.array([4]), 8
    assert hypergeometric_tail(np.array([4]), four, four, eight)[0] == pytest.approx(1 / 70)
    assert hypergeometric_tail(np.array([3]), four, four, eight)[0] == pytest.approx(17 / 70)


def test_many_tests_make_each_less_sure() -> None:
    p, q = (getattr(associate([4, 1, 1], [10, 10, 10], [20, 20, 10], 100), name) for name in "pq")
    assert q[0] == pytest.approx(min(1, 3 * p[0]))  # Benjamini-Hochberg: the smallest of three
    assert (q >= p).all()


def test_no_pairs_have_no_association() -> None:
    assert len(associate([], [], [], 10).q) == 0


@st.composite
def pair_counts(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n = draw(st.integers(1, 3000))
    a, b = draw(st.integers(1, n)), draw(st.integers(1, n))
    return draw(st.integers(max(0, a + b - n), min(a, b))), a, b, n


@given(pair_counts())
def test_the_tail_is_that_of_scipy(counts: tuple[int, int, int, int]) -> None:
    k, a, b, n = counts
    (tail,) = hypergeometric_tail(np.array([k]), np.array([a]), np.array([b]), n)
    assert tail == pytest.approx(hypergeom.sf(k - 1, n, a, b), rel=1e-6, abs=1e-12)
