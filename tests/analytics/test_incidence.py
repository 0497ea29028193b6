"""Papers and things as a matrix: pairs are counted by papers, and what is too large is refused before it is made."""

from __future__ import annotations

import re

import pytest

from kg.analytics.incidence import at_least, incidence, network_megabytes, pairs_within
from kg.errors import NetworkTooLargeError

PAIRS = [("p1", "a"), ("p1", "b"), ("p1", "c"), ("p2", "a"), ("p2", "b"), ("p2", "a")]


def test_pairs_are_counted_by_papers() -> None:
    matrix = incidence(PAIRS)
    pairs = pairs_within(matrix, 0)
    named = {
        (matrix.things[a], matrix.things[b]): n
        for a, b, n in zip(*map(list, (pairs.first, pairs.second, pairs.papers)), strict=True)
    }
    assert named == {("a", "b"): 2, ("a", "c"): 1, ("b", "c"): 1}
    assert dict(zip(matrix.things, matrix.counts.tolist(), strict=True)) == {"a": 2, "b": 2, "c": 1}


def test_things_of_few_papers_are_left_out() -> None:
    assert incidence(PAIRS, 2).things == ("a", "b")
    assert at_least(incidence(PAIRS), 3).things == ()


def test_nothing_makes_no_pairs() -> None:
    assert len(pairs_within(incidence([]), 1).first) == 0


def test_a_network_that_does_not_fit_is_refused_with_the_filter_that_makes_it_fit() -> None:
    often = [(f"paper{i}", f"often{j}") for i in range(3) for j in range(10)]
    once = [("paper0", f"once{j}") for j in range(80)]
    assert network_megabytes(90 * 89 // 2, 90) > 3
    with pytest.raises(NetworkTooLargeError) as refused:
        pairs_within(incidence(often + once), 1)
    assert re.search(
        r"90 nodes needs about 5 MB and may take 1 MB .*; with --min-papers 2 it has 10 nodes", str(refused.value)
    )
    assert len(pairs_within(incidence(often + once, 2), 1).first) == 45


def test_a_network_that_no_threshold_makes_fit_is_refused_with_other_advice() -> None:
    with pytest.raises(NetworkTooLargeError, match="choose fewer papers with --since, --until or --category"):
        pairs_within(incidence([(f"paper{i}", f"thing{j}") for i in range(2) for j in range(90)]), 1)
