"""Measures against hand-computed values on small networks, and what happens to odd ones."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx
import pytest

from kg.analytics.centrality import Centrality, measure

BACKENDS = pytest.mark.parametrize("backend", ["networkx", "igraph"])


def by_name(centrality: Centrality, measure_name: str) -> dict[str, float]:
    return {s.entity: getattr(s, measure_name) for s in centrality.scores}


@BACKENDS
def test_a_path_of_three_has_its_middle_as_the_only_bridge(network_of: Any, backend: str) -> None:
    centrality = measure(network_of("a-b,b-c"), backend=backend)
    assert by_name(centrality, "degree") == {"a": 1, "b": 2, "c": 1}
    assert by_name(centrality, "betweenness") == {"a": 0.0, "b": 1.0, "c": 0.0}
    assert by_name(centrality, "harmonic") == {"a": 0.75, "b": 1.0, "c": 0.75}
    # PageRank by hand, damping 0.85: b = 0.05 + 0.85 (a + c), a = c = 0.05 + 0.85 b / 2, a + b + c = 1.
    b = (0.05 + 0.85 * 0.1) / (1 - 0.85 * 0.85)
    assert by_name(centrality, "pagerank") == pytest.approx({"b": b, "a": (1 - b) / 2, "c": (1 - b) / 2}, abs=1e-8)
    # The eigenvector of the largest eigenvalue, √2, is (1, √2, 1) / 2.
    assert by_name(centrality, "eigenvector") == pytest.approx({"a": 0.5, "b": 0.5**0.5, "c": 0.5})
    assert [s.entity for s in centrality.scores] == ["b", "a", "c"]


@BACKENDS
def test_a_triangle_with_a_tail_by_hand(network_of: Any, backend: str) -> None:
    centrality = measure(network_of("a-b 2,a-c 3,b-c 4,c-d 1"), backend=backend)
    assert by_name(centrality, "strength") == {"a": 5, "b": 6, "c": 8, "d": 1}
    assert by_name(centrality, "core") == {"a": 2, "b": 2, "c": 2, "d": 1}
    assert by_name(centrality, "clustering") == pytest.approx({"a": 1.0, "b": 1.0, "c": 1 / 3, "d": 0.0})
    # Of the three pairs of others, the paths a-d and b-d run through c.
    assert by_name(centrality, "betweenness") == pytest.approx({"a": 0, "b": 0, "c": 2 / 3, "d": 0})


@BACKENDS
def test_pagerank_follows_the_weights(network_of: Any, backend: str) -> None:
    scores = by_name(measure(network_of("a-b 9,a-c 1"), backend=backend), "pagerank")
    assert scores["b"] > scores["c"]
    assert sum(scores.values()) == pytest.approx(1.0)


@BACKENDS
def test_the_order_of_nodes_and_edges_changes_nothing_but_the_last_digits(network_of: Any, backend: str) -> None:
    edges = "a-b 2,b-c 1,c-d 4,d-a 1,d-e 2,e-f 1"
    shuffled = edges.split(",")
    random.Random(4).shuffle(shuffled)
    one, other = (measure(network_of(text), backend=backend) for text in (edges, ",".join(shuffled)))
    assert [s.entity for s in one.scores] == [s.entity for s in other.scores]
    for name in ("pagerank", "betweenness", "harmonic", "eigenvector", "core", "clustering"):
        assert by_name(one, name) == pytest.approx(by_name(other, name), abs=1e-9)


def test_small_networks_are_measured_exactly_and_say_so(network_of: Any) -> None:
    found = measure(network_of("a-b"), betweenness_samples=2)
    assert (found.exact, found.error_bound, found.agreement) == (True, 0.0, None)


@BACKENDS
def test_large_networks_are_sampled_with_the_seed_and_tell_their_error(network_of: Any, backend: str) -> None:
    ring = network_of(",".join(f"n{i:02}-n{(i + 1) % 30:02}" for i in range(30)) + ",n00-n09,n03-n21")
    first = measure(ring, seed=7, betweenness_samples=10, backend=backend)
    assert (first.exact, first.betweenness_sources, first.seed) == (False, 10, 7)
    assert first.error_bound == pytest.approx(0.4295, abs=1e-4)  # √(ln 40 / 20)
    assert first.agreement is not None
    assert -1 <= first.agreement <= 1
    assert first == measure(ring, seed=7, betweenness_samples=10, backend=backend)
    assert by_name(first, "betweenness") != by_name(
        measure(ring, seed=8, betweenness_samples=10, backend=backend), "betweenness"
    )
    exact = by_name(measure(ring, betweenness_samples=32, backend=backend), "betweenness")
    assert all(abs(exact[n] - value) < first.error_bound for n, value in by_name(first, "betweenness").items())


def test_an_empty_network_has_no_scores() -> None:
    found = measure(nx.Graph())
    assert (found.scores, found.edges, found.components) == ((), 0, 0)


@BACKENDS
def test_a_lonely_entity_has_a_score_of_its_own(network_of: Any, backend: str) -> None:
    (score,) = measure(network_of("", alone="a"), backend=backend).scores
    assert (score.degree, score.betweenness, score.harmonic, score.eigenvector) == (0, 0.0, 0.0, 1.0)
    assert score.pagerank == pytest.approx(1.0)


@BACKENDS
def test_parts_that_are_not_joined_are_measured_together(network_of: Any, backend: str) -> None:
    found = measure(network_of("a-b,b-c,x-y", alone="z"), backend=backend)
    assert found.components == 3
    assert by_name(found, "harmonic") == pytest.approx({"a": 0.3, "b": 0.4, "c": 0.3, "x": 0.2, "y": 0.2, "z": 0.0})
    assert by_name(found, "eigenvector")["x"] == 0.0  # not in the largest part


@BACKENDS
def test_a_pair_of_an_entity_with_itself_takes_no_part_and_is_told(network_of: Any, backend: str) -> None:
    network = network_of("a-b,b-c")
    network.add_edge("b", "b", weight=5)
    found = measure(network, backend=backend)
    assert found.self_loops == 1
    assert found.scores == measure(network_of("a-b,b-c"), backend=backend).scores
    assert network.has_edge("b", "b")  # the caller's network is left alone


def test_no_samples_leave_betweenness_at_zero(network_of: Any) -> None:
    assert set(by_name(measure(network_of("a-b"), betweenness_samples=0), "betweenness").values()) == {0.0}
