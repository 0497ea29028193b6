"""All backends give the same answers, which are also those of a third library."""

from __future__ import annotations

import random

import networkx as nx
import pytest
import rustworkx as rx

from kg.analytics.backends import Measures, dispatched_backends, measures_of
from kg.errors import UsageError

pytest.importorskip("igraph")


def random_network(seed: int, nodes: int = 60, edges: int = 130) -> nx.Graph[str]:
    """A weighted network in several parts, with lonely nodes."""
    plain = nx.gnm_random_graph(nodes, edges, seed=seed)
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(f"n{node:02}" for node in plain)
    draw = random.Random(seed)
    network.add_weighted_edges_from((f"n{a:02}", f"n{b:02}", draw.randint(1, 9)) for a, b in plain.edges())
    network.add_weighted_edges_from([("x", "y", 2), ("y", "z", 1)])
    network.add_node("alone")
    return network


NETWORKS = [random_network(seed) for seed in range(3)]


@pytest.fixture(params=range(3))
def pair(request: pytest.FixtureRequest) -> tuple[Measures, Measures, nx.Graph[str]]:
    network = NETWORKS[request.param]
    return measures_of(network, "networkx"), measures_of(network, "igraph"), network


@pytest.mark.parametrize("sources", [None, 20])
def test_betweenness_and_harmonic_centrality_agree_exact_and_sampled(
    pair: tuple[Measures, Measures, nx.Graph[str]], sources: int | None
) -> None:
    one, other, _ = pair
    assert one.betweenness(sources, 5) == pytest.approx(other.betweenness(sources, 5), abs=1e-12)
    assert one.harmonic(sources, 5) == pytest.approx(other.harmonic(sources, 5), abs=1e-12)


@pytest.mark.parametrize("measure", ["pagerank", "eigenvector", "core", "clustering"])
def test_measures_agree(pair: tuple[Measures, Measures, nx.Graph[str]], measure: str) -> None:
    one, other, _ = pair
    assert getattr(one, measure)() == pytest.approx(getattr(other, measure)(), abs=1e-8)


def test_communities_are_partitions_of_like_quality(pair: tuple[Measures, Measures, nx.Graph[str]]) -> None:
    one, other, network = pair
    qualities = []
    for measures in (one, other):
        found = measures.communities(1.0, 3)
        assert sorted(node for community in found for node in community) == sorted(network)
        assert measures.communities(1.0, 3) == found
        qualities.append(nx.community.modularity(network, found))
    assert qualities[0] == pytest.approx(qualities[1], abs=0.05)


def test_a_third_library_agrees(pair: tuple[Measures, Measures, nx.Graph[str]]) -> None:
    one, _, network = pair
    theirs = rx.networkx_converter(network)
    nodes = list(network)

    def named(values: object) -> dict[str, float]:
        return {nodes[i]: value for i, value in dict(values).items()}  # type: ignore[call-overload]

    assert one.betweenness(None, 0) == pytest.approx(named(rx.betweenness_centrality(theirs)), abs=1e-12)
    directed = theirs.to_directed()
    pagerank = rx.pagerank(directed, alpha=0.85, weight_fn=lambda edge: float(edge["weight"]), tol=1e-12, max_iter=1000)
    assert one.pagerank() == pytest.approx(named(pagerank), abs=1e-8)
    # Theirs gives up on parts that are not joined, so on the largest part alone.
    part = network.subgraph(max(nx.connected_components(network), key=len))
    within = list(part)
    eigenvector = rx.eigenvector_centrality(
        rx.networkx_converter(part), weight_fn=lambda edge: float(edge["weight"]), max_iter=5000, tol=1e-10
    )
    assert {node: one.eigenvector()[node] for node in within} == pytest.approx(
        {within[i]: value for i, value in dict(eigenvector).items()}, abs=1e-6
    )
    assert one.core() == named(rx.core_number(theirs))


@pytest.mark.parametrize("backend", ["networkx", "igraph"])
@pytest.mark.parametrize("edges", [[], [("a", "b")]], ids=["lonely", "pair"])
def test_the_smallest_networks_are_measured(backend: str, edges: list[tuple[str, str]]) -> None:
    network: nx.Graph[str] = nx.Graph(edges or None)
    network.add_node("a")
    nx.set_edge_attributes(network, 1, "weight")
    measures = measures_of(network, backend)
    n = len(network)
    assert measures.pagerank() == pytest.approx(dict.fromkeys(network, 1 / n))
    assert set(measures.betweenness(None, 0).values()) == {0.0}
    assert measures.harmonic(None, 0)["a"] == n - 1
    assert measures.eigenvector()["a"] == pytest.approx(n**-0.5)
    assert measures.core()["a"] == n - 1
    assert measures.clustering()["a"] == 0


def test_auto_takes_igraph_where_it_is_installed() -> None:
    assert measures_of(nx.Graph(), "auto").name.startswith("igraph ")


def test_a_missing_backend_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no backend 'abacus' here; there is: auto, networkx, igraph"):
        measures_of(nx.Graph(), "abacus")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'abstracts-kg\[fast\]'"):
        measures_of(nx.Graph(), "igraph")
    assert measures_of(nx.Graph(), "auto").name.startswith("networkx ")


def test_a_backend_of_networkx_is_handed_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def pagerank(network: object, *, backend: str | None = None, **_: object) -> dict[str, float]:
        asked.append(str(backend))
        return {"a": 1.0}

    monkeypatch.setattr("kg.analytics.backends.dispatched_backends", lambda: ["parallel"])
    monkeypatch.setattr(nx, "pagerank", pagerank)
    measures = measures_of(nx.Graph([("a", "b")]), "parallel")
    assert measures.pagerank() == {"a": 1.0}
    assert asked == ["parallel"]
    assert measures.name.endswith("through parallel")
    assert isinstance(dispatched_backends(), list)
