"""Time slices of a network, and how its communities flow from one slice into the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.analytics.communities import Communities, find_communities
from kg.analytics.links import Links
from kg.analytics.network import Thresholds, backbone, co_use_network
from kg.analytics.shares import Timeline
from kg.settings import Settings

#: Slices of about as many papers each; and entities that a community needs to be followed.
SLICES = 4
_LEAST_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class Slice:
    """Some periods of a corpus, the papers in them, and the communities of their co-use network."""

    first: str
    last: str
    papers: int
    communities: Communities


@dataclass(frozen=True, slots=True)
class Flow:
    """Entities that two communities of slices in turn have in common; `share` is their Jaccard index."""

    slice: int
    source: int
    target: int
    entities: int
    share: float


def slice_communities(links: Links, time: Timeline, settings: Settings, slices: int = SLICES) -> list[Slice]:
    """Return the communities of the backbones of up to so many slices of about as many papers each."""
    found = []
    for first, last in _cuts(time.papers, slices):
        inside = {paper for paper, period in time.of_paper.items() if first <= period <= last}
        part = replace(
            links,
            papers={paper: facts for paper, facts in links.papers.items() if paper in inside},
            links=tuple(link for link in links.links if link.paper in inside),
        )
        network = backbone(co_use_network(part, thresholds=Thresholds.of(settings)), settings.significance)
        communities = find_communities(
            network, seed=settings.seed, runs=1, resolution=settings.resolution, backend=settings.backend
        )
        kept = tuple(c for c in communities.communities if len(c.members) >= _LEAST_MEMBERS)
        found.append(
            Slice(time.periods[first], time.periods[last], len(inside), replace(communities, communities=kept))
        )
    return found


def flows(slices: Sequence[Slice]) -> list[Flow]:
    """Return the flows between slices in turn, with slice, source and target as positions and community numbers."""
    found = []
    for position, (before, after) in enumerate(pairwise(slices)):
        for source in before.communities.communities:
            for target in after.communities.communities:
                common = set(source.members) & set(target.members)
                if common:
                    either = len(set(source.members) | set(target.members))
                    found.append(Flow(position, source.number, target.number, len(common), len(common) / either))
    return found


def _cuts(papers: Sequence[int], slices: int) -> list[tuple[int, int]]:
    """Return the first and last period of each slice: a slice ends where it has its part of the papers."""
    cuts: list[tuple[int, int]] = []
    total, first, seen = sum(papers), 0, 0
    for period, count in enumerate(papers):
        seen += count
        full: bool = seen * slices >= total * (len(cuts) + 1)
        if full and any(papers[first : period + 1]):
            cuts.append((first, period))
            first = period + 1
    return cuts
