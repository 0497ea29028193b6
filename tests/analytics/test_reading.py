"""A reading list begins with the papers that have the entity and most of what goes with it."""

from __future__ import annotations

from typing import Any

import pytest

from kg.analytics.paper_networks import bipartite_network
from kg.analytics.reading import reading_list

PAPERS = {
    "core": ["method/x", "dataset/d", "task/t"],
    "also": ["method/x", "dataset/d"],
    "only": ["method/x", "method/odd"],
    "near": ["dataset/d", "task/t"],
    "far": ["method/far"],
}


def test_papers_with_it_come_first_then_those_near_it_and_never_those_out_of_reach(links_of: Any) -> None:
    found = reading_list(bipartite_network(links_of(PAPERS), min_papers=2), "method/x", {})
    assert [r.paper for r in found] == ["core", "also", "only", "near"]
    assert [r.has_entity for r in found] == [True, True, True, False]
    assert found[0].title == "On core"
    assert sum(r.score for r in found) < 1


def test_reasons_are_the_most_central_of_what_a_paper_touches(links_of: Any) -> None:
    found = reading_list(bipartite_network(links_of(PAPERS)), "method/x", {"task/t": 0.5, "dataset/d": 0.2})
    assert found[0].because == ("T", "D")


def test_the_walk_is_that_of_the_definition(links_of: Any) -> None:
    # One paper p with x alone: visits of x = 0.3 + 0.7 p, of p = 0.7 x.
    (only,) = reading_list(bipartite_network(links_of({"p": ["method/x"]})), "method/x", {})
    assert only.score == pytest.approx(0.7 * 0.3 / (1 - 0.49), abs=1e-6)


def test_what_no_paper_has_has_no_reading_list(links_of: Any) -> None:
    network = bipartite_network(links_of(PAPERS))
    network.add_node("method/unread", label="U", type="Method")
    assert reading_list(network, "method/unread", {}) == []
    assert reading_list(network, "method/unheard", {}) == []
