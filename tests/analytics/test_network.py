"""Co-use networks count papers, not mentions."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.links import Link
from kg.analytics.network import co_use_network

BERT = ("id/method/bert", "BERT", "Method")
SQUAD = ("id/dataset/squad", "SQuAD", "Dataset")
GPU = ("id/hardware/gpu", "GPU", "Hardware")
F1 = ("id/metric/f1", "F1", "Metric")


def links(*papers: tuple[str, list[tuple[str, str, str]]]) -> list[Link]:
    return [Link(paper, *entity) for paper, entities in papers for entity in entities]  # type: ignore[arg-type]


def test_an_edge_weighs_as_many_papers_as_have_both_ends() -> None:
    network = co_use_network(links(("p1", [BERT, SQUAD]), ("p2", [BERT, SQUAD, GPU]), ("p3", [GPU])))
    assert sorted(network.edges(data="weight")) == [
        ("id/dataset/squad", "id/hardware/gpu", 1),
        ("id/dataset/squad", "id/method/bert", 2),
        ("id/hardware/gpu", "id/method/bert", 1),
    ]
    assert network.nodes["id/hardware/gpu"] == {"label": "GPU", "type": "Hardware", "papers": 2}


def test_a_repeated_link_counts_once() -> None:
    network = co_use_network(links(("p1", [BERT, SQUAD, BERT, SQUAD])))
    assert network.edges["id/dataset/squad", "id/method/bert"]["weight"] == 1
    assert network.nodes["id/method/bert"]["papers"] == 1


def test_types_that_were_not_asked_for_stay_out() -> None:
    assert set(co_use_network(links(("p1", [BERT, F1])))) == {"id/method/bert"}
    assert set(co_use_network(links(("p1", [BERT, F1])), types=["Metric"])) == {"id/metric/f1"}


def test_no_links_make_an_empty_network() -> None:
    assert len(co_use_network([])) == 0


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_links_changes_nothing(shuffler: random.Random) -> None:
    ordered = links(("p1", [BERT, SQUAD]), ("p2", [BERT, SQUAD, GPU]), ("p3", [GPU, BERT]))
    shuffled = list(ordered)
    shuffler.shuffle(shuffled)
    first, second = co_use_network(ordered), co_use_network(shuffled)
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(data=True)) == list(second.edges(data=True))
