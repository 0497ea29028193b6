"""Two entities are compared by papers, over time and by what they go with."""

from __future__ import annotations

from typing import Any

from kg.analytics.comparison import compare
from kg.analytics.shares import timeline


def test_papers_of_each_and_of_both_and_what_they_share(links_of: Any) -> None:
    links = links_of(
        {
            "p1": ["method/a", "dataset/x", "task/t"],
            "p2": ["method/a", "method/b", "dataset/x"],
            "p3": ["method/b", "dataset/x", "dataset/y"],
            "p4": ["dataset/z"],
        },
        {"p1": "2019", "p2": "2020", "p3": "2020", "p4": "2023"},
    )
    found = compare(links, timeline(links), "method/a", "method/b")
    assert (found.first, found.second, found.both) == ({"p1", "p2"}, {"p2", "p3"}, {"p2"})
    assert (found.first_by_period, found.second_by_period) == ((1, 1, 0, 0, 0), (0, 2, 0, 0, 0))
    rows = [(s.entity, s.with_first, s.with_second, s.with_both) for s in found.entities]
    assert rows == [("dataset/x", 2, 2, 1), ("task/t", 1, 0, 0), ("dataset/y", 0, 1, 0)]
    assert found.entities[1].share_first.value == 0.5


def test_something_that_no_paper_has_shares_nothing(links_of: Any) -> None:
    links = links_of({"p1": ["method/a"]})
    found = compare(links, timeline(links), "method/unheard", "method/unread")
    assert (found.both, found.entities) == (frozenset(), ())
