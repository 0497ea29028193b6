"""Communities over time: slices of about as many papers, and what they have in common."""

from __future__ import annotations

from typing import Any

from kg.analytics.flows import flows, slice_communities
from kg.analytics.shares import timeline
from kg.settings import Settings

VISION, TEXT = ["method/cnn", "dataset/coco", "task/detection"], ["method/bert", "dataset/squad", "task/qa"]
LATER_TEXT = ["method/gpt", "dataset/squad", "task/qa"]


def corpus(links_of: Any) -> Any:
    papers, dates = {}, {}
    for year, text in (("2018", TEXT), ("2019", TEXT), ("2021", LATER_TEXT), ("2022", LATER_TEXT)):
        for i in range(8):
            papers[f"v{year}{i}"], papers[f"t{year}{i}"] = VISION, text
            papers[f"x{year}{i}"] = [f"method/other{year}{i}"]
            dates |= {f"{kind}{year}{i}": year for kind in "vtx"}
    return links_of(papers, dates)


def test_each_slice_has_its_communities_and_papers(links_of: Any) -> None:
    links = corpus(links_of)
    found = slice_communities(links, timeline(links), Settings(), slices=2)
    assert [(s.first, s.last, s.papers) for s in found] == [("2018", "2019", 48), ("2020", "2022", 48)]
    assert [{frozenset(c.members) for c in s.communities.communities} for s in found] == [
        {frozenset(VISION), frozenset(TEXT)},
        {frozenset(VISION), frozenset(LATER_TEXT)},
    ]


def test_what_stays_together_flows_whole_and_what_changes_in_part(links_of: Any) -> None:
    links = corpus(links_of)
    between = flows(slice_communities(links, timeline(links), Settings(), slices=2))
    assert sorted((f.slice, f.entities, round(f.share, 3)) for f in between) == [(0, 2, 0.5), (0, 3, 1.0)]


def test_there_are_no_more_slices_than_periods_and_none_without_dates(links_of: Any) -> None:
    links = corpus(links_of)
    assert len(slice_communities(links, timeline(links), Settings(), slices=9)) == 4
    undated = links_of({"p1": VISION})
    assert slice_communities(undated, timeline(undated), Settings()) == []
    assert flows([]) == []
