"""Every network can be read from a store, with the attributes that are promised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.analytics.network import Thresholds
from kg.analytics.networks import NETWORKS, query_behind, read_network
from kg.analytics.paper_networks import bipartite_network, paper_network
from kg.analytics.relation_network import relation_network
from kg.analytics.selection import Selection
from kg.errors import NotFoundError
from kg.resources import queries_dir
from kg.settings import Settings

BASE = Settings().base


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_a_network_is_read_with_its_attributes_and_has_a_query_behind_it(sample_store: Path, name: str) -> None:
    network = read_network(sample_store, name)
    assert all(data["label"] and data["type"] for _, data in network.nodes(data=True))
    assert nx.number_of_selfloops(network) == 0
    if network.number_of_edges():
        _, _, edge = next(iter(network.edges(data=True)))
        assert "role" in edge if name == "paper-entity" else edge["weight"] >= 1
    assert (queries_dir() / f"{query_behind(name)}.rq").is_file()


def test_the_networks_of_the_sample_are_not_empty(sample_store: Path) -> None:
    empty = {name for name in NETWORKS if not read_network(sample_store, name).number_of_edges()}
    assert empty <= {"partOf", "trainedOn", "benchmarkFor"}


def test_filters_and_thresholds_make_a_network_smaller(sample_store: Path) -> None:
    whole = read_network(sample_store, "co-use")
    later = read_network(sample_store, "co-use", Selection(since=2023))
    frequent = read_network(sample_store, "co-use", thresholds=Thresholds(min_papers=3))
    assert set(later) < set(whole)
    assert set(frequent) == {node for node, papers in whole.nodes(data="papers") if papers >= 3}


def test_methods_meet_datasets_alone_in_the_network_of_both(sample_store: Path) -> None:
    network = read_network(sample_store, "method-dataset")
    types = {frozenset((network.nodes[a]["type"], network.nodes[b]["type"])) for a, b in network.edges()}
    assert types == {frozenset({"Method", "Dataset"})}


def test_an_unknown_network_is_not_found_and_the_known_ones_are_told(sample_store: Path) -> None:
    with pytest.raises(NotFoundError, match="no network 'friends'; there is: authors"):
        read_network(sample_store, "friends")


def test_the_bipartite_graph_has_papers_on_one_side(links_of: Any) -> None:
    network = bipartite_network(links_of({"p1": ["method/a", "dataset/b"], "p2": ["method/a"], "p3": []}))
    assert nx.bipartite.is_bipartite(network)
    assert {n for n, side in network.nodes(data="bipartite") if side == 0} == {"p1", "p2", "p3"}
    assert network.nodes["method/a"] == {"label": "A", "type": "Method", "papers": 2, "bipartite": 1}
    assert network.edges["p1", "method/a"] == {"role": "uses"}
    assert network.degree("p3") == 0


def test_papers_are_joined_by_two_entities_or_more_in_common(links_of: Any) -> None:
    links = links_of(
        {"p1": ["method/a", "dataset/b", "task/c"], "p2": ["method/a", "dataset/b"], "p3": ["task/c"], "p4": ["task/d"]}
    )
    network = paper_network(links)
    assert list(network.edges(data="weight")) == [("p1", "p2", 2)]
    assert network.nodes["p1"] == {"label": "On p1", "type": "Paper", "entities": 3}


def test_authors_and_categories_are_joined_by_common_papers(store: Path) -> None:
    authors = read_network(store, "authors")
    assert list(authors.edges(data="weight")) == [("A. Inventor", "B. Author", 1)]
    categories = read_network(store, "categories")
    assert dict(categories.nodes(data="papers")) == {"cs.CL": 1, "cs.CV": 1, "cs.IR": 2}
    assert list(categories.edges(data="weight")) == [("cs.CL", "cs.IR", 1)]


def test_relations_are_directed_and_weigh_the_papers_that_state_them() -> None:
    def row(paper: str, head: str, tail: str) -> tuple[str, ...]:
        return (paper, head, head.upper(), "Method", "basedOn", tail, tail.upper(), "Method")

    rows = [row("p1", "x", "y"), row("p2", "x", "y"), row("p2", "x", "y"), row("p1", "y", "z")]
    network = relation_network(rows)
    assert network.is_directed()
    assert list(network.edges(data=True)) == [
        ("x", "y", {"weight": 2, "relation": "basedOn"}),
        ("y", "z", {"weight": 1, "relation": "basedOn"}),
    ]
    assert list(relation_network(rows, min_pair_papers=2)) == ["x", "y"]
    assert len(relation_network([])) == 0


def test_what_a_paper_compares_is_in_the_network_of_comparisons(store: Path) -> None:
    edges = {(a.removeprefix(BASE), b.removeprefix(BASE)) for a, b in read_network(store, "comparedWith").edges()}
    assert ("/method/quillrank", "/method/bm25") in edges
