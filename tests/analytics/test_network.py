"""Co-use networks count papers, not mentions, and know what goes together by more than chance."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.analytics.links import Links
from kg.analytics.network import Thresholds, backbone, co_use_network, part_of

PAPERS = {
    "p1": ["method/bert", "dataset/squad"],
    "p2": ["method/bert", "dataset/squad", "hardware/gpu", "metric/f1"],
    "p3": ["hardware/gpu"],
    "p4": [],
}


def test_an_edge_weighs_as_many_papers_as_have_both_ends(links_of: Any) -> None:
    network = co_use_network(links_of(PAPERS))
    assert sorted(network.edges(data="weight")) == [
        ("dataset/squad", "hardware/gpu", 1),
        ("dataset/squad", "method/bert", 2),
        ("hardware/gpu", "method/bert", 1),
    ]
    assert network.nodes["hardware/gpu"] == {"label": "GPU", "type": "Hardware", "papers": 2}


def test_association_is_over_all_papers_also_those_without_entities(links_of: Any) -> None:
    edge = co_use_network(links_of(PAPERS)).edges["dataset/squad", "method/bert"]
    assert edge["lift"] == pytest.approx(2 * 4 / (2 * 2))
    assert edge["npmi"] == pytest.approx(1.0)


def test_types_that_were_not_asked_for_stay_out(links_of: Any) -> None:
    assert "metric/f1" not in co_use_network(links_of(PAPERS))
    assert set(co_use_network(links_of(PAPERS), types=["Metric"])) == {"metric/f1"}


def test_pairs_across_two_types_leave_those_within_one_out(links_of: Any) -> None:
    links = links_of({"p1": ["method/a", "method/b", "dataset/x"], "p2": ["method/a", "method/b"]})
    assert set(co_use_network(links, ("Method", "Dataset"), across=True).edges()) == {
        ("dataset/x", "method/a"),
        ("dataset/x", "method/b"),
    }


def test_entities_and_pairs_of_few_papers_stay_out(links_of: Any) -> None:
    network = co_use_network(links_of(PAPERS), thresholds=Thresholds(min_papers=2, min_pair_papers=2))
    assert set(network) == {"method/bert", "dataset/squad", "hardware/gpu"}
    assert list(network.edges()) == [("dataset/squad", "method/bert")]


def test_no_links_make_an_empty_network(links_of: Any) -> None:
    assert len(co_use_network(links_of({}))) == 0
    assert len(backbone(co_use_network(links_of({"p1": ["method/a"]})), 0.05)) == 0


def test_the_backbone_leaves_the_ubiquitous_out_and_keeps_what_goes_together(links_of: Any) -> None:
    # llm is in every paper; a and b are always together; c is with llm alone.
    papers = {f"p{i}": ["method/llm"] for i in range(30)}
    for i in range(5):
        papers[f"p{i}"] += ["method/a", "dataset/b"]
        papers[f"p{i + 10}"] += ["method/c"]
    network = co_use_network(links_of(papers))
    assert network.edges["method/c", "method/llm"]["weight"] == 5
    kept = backbone(network, 0.05)
    assert list(kept.edges()) == [("dataset/b", "method/a")]
    assert set(kept) == {"dataset/b", "method/a"}


def test_two_names_that_occur_once_and_together_are_no_backbone(links_of: Any) -> None:
    papers = {f"p{i}": ["method/llm"] for i in range(90)} | {"rare": ["method/x", "method/y"]}
    network = co_use_network(links_of(papers))
    assert network.edges["method/x", "method/y"]["q"] < 0.05
    assert len(backbone(network, 0.05)) == 0


def test_a_part_comes_in_sorted_order_with_its_attributes(network_of: Any) -> None:
    part = part_of(network_of("c-a 2,b-c 3,c-d"), ["c", "b", "a"])
    assert list(part) == ["a", "b", "c"]
    assert list(part.edges(data="weight")) == [("a", "c", 2), ("b", "c", 3)]


@given(shuffler=st.randoms(use_true_random=False))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_the_links_changes_nothing(links_of: Any, shuffler: random.Random) -> None:
    ordered: Links = links_of(PAPERS)
    shuffled = list(ordered.links)
    shuffler.shuffle(shuffled)
    first, second = co_use_network(ordered), co_use_network(Links(ordered.papers, ordered.entities, tuple(shuffled)))
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(data=True)) == list(second.edges(data=True))
