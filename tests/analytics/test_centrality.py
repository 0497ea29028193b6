"""Measures against hand-computed values on small networks."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.analytics.centrality import Centrality, measure


def network(*edges: tuple[str, str, int], alone: tuple[str, ...] = ()) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from(edges)
    graph.add_nodes_from(alone)
    for node in graph:
        graph.nodes[node].update(label=node.upper(), type="Method", papers=1)
    return graph


def by_name(centrality: Centrality, measure_name: str) -> dict[str, float]:
    return {s.entity: getattr(s, measure_name) for s in centrality.scores}


def test_a_path_of_three_has_its_middle_as_the_only_bridge() -> None:
    centrality = measure(network(("a", "b", 1), ("b", "c", 1)), seed=0, betweenness_samples=100)
    assert by_name(centrality, "degree") == {"a": 1, "b": 2, "c": 1}
    assert by_name(centrality, "betweenness") == {"a": 0.0, "b": 1.0, "c": 0.0}
    # PageRank by hand, damping 0.85: b = 0.05 + 0.85 (a + c), a = c = 0.05 + 0.85 b / 2, a + b + c = 1.
    b = (0.05 + 0.85 * 0.1) / (1 - 0.85 * 0.85)
    assert by_name(centrality, "pagerank") == pytest.approx({"b": b, "a": (1 - b) / 2, "c": (1 - b) / 2}, abs=1e-5)
    assert [s.entity for s in centrality.scores] == ["b", "a", "c"]


def test_pagerank_follows_the_weights() -> None:
    scores = by_name(measure(network(("a", "b", 9), ("a", "c", 1)), seed=0, betweenness_samples=9), "pagerank")
    assert scores["b"] > scores["c"]
    assert sum(scores.values()) == pytest.approx(1.0)


def test_small_networks_are_measured_exactly_and_say_so() -> None:
    assert measure(network(("a", "b", 1)), seed=0, betweenness_samples=2).exact


def test_large_networks_are_sampled_with_the_seed_and_say_so() -> None:
    ring = network(*((f"n{i}", f"n{(i + 1) % 30}", 1) for i in range(30)))
    first = measure(ring, seed=7, betweenness_samples=5)
    assert (first.exact, first.betweenness_sources, first.seed) == (False, 5, 7)
    assert first == measure(ring, seed=7, betweenness_samples=5)
    assert by_name(first, "betweenness") != by_name(measure(ring, seed=8, betweenness_samples=5), "betweenness")


def test_an_empty_network_has_no_scores() -> None:
    assert measure(nx.Graph(), seed=0, betweenness_samples=10).scores == ()


def test_a_lonely_entity_has_a_score_of_its_own() -> None:
    (score,) = measure(network(alone=("a",)), seed=0, betweenness_samples=10).scores
    assert (score.degree, score.pagerank, score.betweenness) == (0, 1.0, 0.0)


def test_no_samples_leave_betweenness_at_zero() -> None:
    assert set(by_name(measure(network(("a", "b", 1)), seed=0, betweenness_samples=0), "betweenness").values()) == {0.0}
