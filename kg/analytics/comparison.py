"""Two entities side by side: papers of each and both, over time, and what else these papers have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.analytics.links import Links
from kg.analytics.shares import Interval, Timeline, wilson
from kg.extract.record import EntityType


@dataclass(frozen=True, slots=True)
class SharedEntity:
    """An entity that papers with the first, with the second, or with both have; counts are papers."""

    entity: str
    label: str
    type: EntityType
    with_first: int
    with_second: int
    with_both: int
    share_first: Interval
    share_second: Interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """The papers of two entities, the papers per period of each, and what they go with, the most shared first."""

    first: frozenset[str]
    second: frozenset[str]
    first_by_period: tuple[int, ...]
    second_by_period: tuple[int, ...]
    entities: tuple[SharedEntity, ...]

    @property
    def both(self) -> frozenset[str]:
        """The papers that have both."""
        return self.first & self.second


def compare(links: Links, time: Timeline, first: str, second: str) -> Comparison:
    """Compare two entities over the papers of a selection."""
    papers = links.by_entity()
    of_first, of_second = papers.get(first, frozenset()), papers.get(second, frozenset())
    shared = []
    for entity, having in papers.items():
        counts = (len(having & of_first), len(having & of_second))
        if entity not in (first, second) and any(counts):
            named = links.entities[entity]
            shared.append(
                SharedEntity(
                    entity, named.label, named.type, *counts, len(having & of_first & of_second),
                    wilson(counts[0], len(of_first)), wilson(counts[1], len(of_second)),
                )
            )  # fmt: skip
    shared.sort(key=lambda s: (-min(s.with_first, s.with_second), -s.with_first - s.with_second, s.label, s.entity))
    return Comparison(of_first, of_second, _by_period(time, of_first), _by_period(time, of_second), tuple(shared))


def _by_period(time: Timeline, papers: frozenset[str]) -> tuple[int, ...]:
    counts = Counter(time.of_paper[paper] for paper in papers if paper in time.of_paper)
    return tuple(counts[i] for i in range(len(time.periods)))
