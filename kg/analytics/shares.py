"""Shares of papers over time with their confidence intervals, and what rises and falls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.stats import norm

from kg.analytics.links import Links
from kg.extract.record import EntityType

Period = Literal["year", "quarter", "month"]
PERIODS: tuple[Period, ...] = ("year", "quarter", "month")

#: The confidence of all intervals.
CONFIDENCE = 0.95
#: The standard normal quantile that belongs to it.
_Z = float(norm.ppf((1 + CONFIDENCE) / 2))

#: With so many years or more, years are fine enough.
_MANY_YEARS = 4


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with the bounds of its confidence interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods of a corpus in order, the papers in each, and the period of each dated paper."""

    kind: Period
    periods: tuple[str, ...]
    papers: tuple[int, ...]
    of_paper: Mapping[str, int]
    undated: int


@dataclass(frozen=True, slots=True)
class Change:
    """How the share of papers with an entity changed from the earlier to the later periods.

    `counts` are the papers per period; shares are of all dated papers; `change` is the difference of the two shares.
    """

    entity: str
    label: str
    type: EntityType
    counts: tuple[int, ...]
    papers_before: int
    papers_after: int
    before: Interval
    after: Interval
    change: Interval


def timeline(links: Links, period: Period | None = None) -> Timeline:
    """Return the periods between the first and the last dated paper, empty ones included.

    Without a period asked for, it is years where the corpus spans four or more, else months where nine in ten papers
    have one, else years.
    """
    dates = {paper: facts.issued for paper, facts in links.papers.items() if facts.issued}
    kind = period or _fitting(list(dates.values()))
    named = {paper: name for paper, date in dates.items() if (name := _period(date, kind))}
    periods = _between(min(named.values()), max(named.values()), kind) if named else []
    position = {name: i for i, name in enumerate(periods)}
    of_paper = {paper: position[name] for paper, name in named.items()}
    counts = Counter(of_paper.values())
    return Timeline(
        kind, tuple(periods), tuple(counts[i] for i in range(len(periods))), of_paper, len(links.papers) - len(of_paper)
    )


def changes(links: Links, time: Timeline, types: Collection[EntityType], min_papers: int) -> list[Change]:
    """Return the change of every entity of some types with at least so many dated papers, the surest rise first.

    Before and after are divided where the dated papers are halved. The order is by the bound of the interval that is
    nearer to zero, so that a rise from one paper to three does not come before one from a hundred to two hundred.
    """
    split = halving(time.papers)
    totals = (sum(time.papers[:split]), sum(time.papers[split:]))
    if not all(totals):
        return []
    found = []
    for entity, papers in links.by_entity().items():
        named = links.entities[entity]
        counts = Counter(time.of_paper[paper] for paper in papers if paper in time.of_paper)
        if named.type not in types or sum(counts.values()) < min_papers:
            continue
        by_period = tuple(counts[i] for i in range(len(time.periods)))
        parts = (sum(by_period[:split]), sum(by_period[split:]))
        found.append(
            Change(
                entity, named.label, named.type, by_period, *parts,
                before=wilson(parts[0], totals[0]),
                after=wilson(parts[1], totals[1]),
                change=difference(parts[0], totals[0], parts[1], totals[1]),
            )
        )  # fmt: skip
    return sorted(found, key=lambda c: (-round(certain(c.change), 12), -c.change.value, c.label, c.entity))


def certain(change: Interval) -> float:
    """Return the part of a change that its interval leaves no doubt about; 0 where it may be none at all."""
    return max(change.low, 0.0) + min(change.high, 0.0)


def halving(papers: Sequence[int]) -> int:
    """Return the first of the later periods, such that the earlier and the later have papers as alike as can be."""
    total = sum(papers)
    return min(range(len(papers) + 1), key=lambda i: (abs(2 * sum(papers[:i]) - total), i), default=0)


def wilson(part: int, whole: int) -> Interval:
    """Return a share with its score interval (Wilson 1927)."""
    if not whole:
        return Interval(0.0, 0.0, 1.0)
    z = _Z
    share = part / whole
    centre = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    reach = z * (share * (1 - share) / whole + z * z / (4 * whole * whole)) ** 0.5 / (1 + z * z / whole)
    # At 0 and 1 one of the bounds is the share itself, which the last digit of a float must not cross.
    return Interval(share, min(max(centre - reach, 0.0), share), max(min(centre + reach, 1.0), share))


def difference(part_1: int, whole_1: int, part_2: int, whole_2: int) -> Interval:
    """Return the second share minus the first, with its interval (Newcombe 1998, method 10)."""
    first, second = wilson(part_1, whole_1), wilson(part_2, whole_2)
    value = second.value - first.value
    low = value - ((second.value - second.low) ** 2 + (first.high - first.value) ** 2) ** 0.5
    high = value + ((second.high - second.value) ** 2 + (first.value - first.low) ** 2) ** 0.5
    return Interval(value, low, high)


def _fitting(dates: Sequence[str]) -> Period:
    years = {date[:4] for date in dates}
    months = sum(len(date) >= 7 for date in dates)
    return "month" if 0 < len(years) < _MANY_YEARS and months >= 0.9 * len(dates) else "year"


def _period(date: str, kind: Period) -> str | None:
    if kind == "year":
        return date[:4]
    if len(date) < 7:
        return None
    return date[:7] if kind == "month" else f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}"


def _between(first: str, last: str, kind: Period) -> list[str]:
    years = range(int(first[:4]), int(last[:4]) + 1)
    if kind == "year":
        return [f"{year:04}" for year in years]
    parts = [f"Q{q}" for q in range(1, 5)] if kind == "quarter" else [f"{month:02}" for month in range(1, 13)]
    return [name for year in years for part in parts if first <= (name := f"{year:04}-{part}") <= last]
