"""Shares over time, their intervals, and what rises and falls."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analytics.shares import certain, changes, difference, halving, timeline, wilson
from kg.extract.record import ENTITY_TYPES


def test_the_wilson_interval_is_that_of_the_textbook() -> None:
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
    found = wilson(81, 263)
    assert (found.value, found.low, found.high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)
    assert (wilson(0, 20).low, wilson(0, 20).high) == pytest.approx((0, 0.1611), abs=5e-5)
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)


def test_the_interval_of_a_difference_is_that_of_the_textbook() -> None:
    # Newcombe 1998 (differences), table II, method 10: 56/70 - 48/80 gives 0.0524 to 0.3339.
    found = difference(48, 80, 56, 70)
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


@given(st.integers(0, 50), st.integers(1, 50))
def test_an_interval_holds_its_share_and_stays_between_0_and_1(part: int, whole: int) -> None:
    found = wilson(min(part, whole), whole)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


def dated(links_of: Any, *dates: str) -> Any:
    return links_of({f"p{i}": [] for i in range(len(dates))}, {f"p{i}": d for i, d in enumerate(dates) if d})


def test_years_are_periods_where_there_are_four_or_more_and_gaps_count(links_of: Any) -> None:
    time = timeline(dated(links_of, "2019", "2021-05", "2021-05-09", "2022", "2023", ""))
    assert (time.kind, time.periods) == ("year", ("2019", "2020", "2021", "2022", "2023"))
    assert (time.papers, time.undated) == ((1, 0, 2, 1, 1), 1)


def test_months_are_periods_of_a_short_corpus_if_they_are_known(links_of: Any) -> None:
    assert timeline(dated(links_of, "2024-11-02", "2025-01")).periods == ("2024-11", "2024-12", "2025-01")
    assert timeline(dated(links_of, "2024", "2025-01")).periods == ("2024", "2025")


def test_a_period_that_is_asked_for_is_used_and_papers_without_one_are_undated(links_of: Any) -> None:
    time = timeline(dated(links_of, "2020-03", "2020-04-01", "2021"), "quarter")
    assert (time.periods, time.papers, time.undated) == (("2020-Q1", "2020-Q2"), (1, 1), 1)


def test_without_dates_there_are_no_periods(links_of: Any) -> None:
    time = timeline(dated(links_of, "", ""))
    assert (time.periods, time.undated) == ((), 2)
    assert changes(dated(links_of, "", ""), time, ENTITY_TYPES, 1) == []


@pytest.mark.parametrize(("papers", "split"), [((5, 5), 1), ((1, 1, 1, 9), 3), ((9, 1, 1), 1), ((), 0)])
def test_the_papers_are_halved_as_well_as_periods_allow(papers: tuple[int, ...], split: int) -> None:
    assert halving(papers) == split


def test_what_rises_comes_first_and_what_falls_last(links_of: Any) -> None:
    papers: dict[str, list[str]] = {f"old{i}": ["method/same"] for i in range(20)}
    papers |= {f"new{i}": ["method/same"] for i in range(20)}
    dates = {paper: "2019" if paper.startswith("old") else "2023" for paper in papers}
    for i in range(10):
        papers[f"new{i}"] += ["method/rising"]
        papers[f"old{i}"] += ["dataset/falling"]
    papers["new19"] += ["task/rare"]
    links = links_of(papers, dates)
    found = changes(links, timeline(links), ENTITY_TYPES, 2)
    assert [c.entity for c in found] == ["method/rising", "method/same", "dataset/falling"]
    rising, same, falling = found
    assert (rising.papers_before, rising.papers_after, rising.counts) == (0, 10, (0, 0, 0, 0, 10))
    assert rising.change.value == 0.5
    assert rising.change.low > 0 > falling.change.high
    assert same.change.value == certain(same.change) == 0
    assert certain(falling.change) == pytest.approx(-certain(rising.change))
