"""Communities of a network, how stable they are, what they are about, and who bridges them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import networkx as nx
import numpy as np

from kg.analytics.backends import measures_of
from kg.extract.record import EntityType

#: Central members that name a community.
_NAMING = 3


@dataclass(frozen=True, slots=True)
class Community:
    """A group of entities that go together more than with others.

    `label` names its most central members; `density` is the share of its pairs that are joined; `stability` (0 to 1)
    is how much of it, on average, the best matching community of a run with another seed shares (Jaccard; Hennig
    2007): below 0.5 it is better not to be believed in.
    """

    number: int
    label: str
    members: tuple[str, ...]
    density: float
    stability: float


@dataclass(frozen=True, slots=True)
class Communities:
    """A partition of a network, largest community first.

    `agreement` is the mean adjusted Rand index (Hubert and Arabie 1985) between this partition and those of other
    seeds: 1 is the same, 0 what chance gives.
    """

    communities: tuple[Community, ...]
    modularity: float
    agreement: float
    runs: int
    backend: str

    def of_entity(self) -> dict[str, int]:
        """Return the number of the community of each entity."""
        return {member: community.number for community in self.communities for member in community.members}


@dataclass(frozen=True, slots=True)
class Bridge:
    """An entity that joins communities.

    `participation` (Guimerà and Amaral 2005) is 0 when all its papers are with its own community, and near 1 when they
    spread over many; `betweenness` is the share of shortest paths through it.
    """

    entity: str
    label: str
    type: EntityType
    papers: int
    community: int
    other_community: int
    participation: float
    betweenness: float


def find_communities(
    network: nx.Graph[str], *, seed: int = 0, runs: int = 10, resolution: float = 1.0, backend: str = "auto"
) -> Communities:
    """Return the best partition, by modularity, of Louvain runs (Blondel et al. 2008) with seeds from `seed` on."""
    measures = measures_of(network, backend)
    if not network.number_of_edges():
        lonely = tuple(
            Community(number, network.nodes[node]["label"], (node,), 0.0, 1.0)
            for number, node in enumerate(sorted(network), start=1)
        )
        return Communities(lonely, 0.0, 1.0, 0, measures.name)
    partitions = [_ordered(measures.communities(resolution, seed + run)) for run in range(max(runs, 1))]
    qualities = [round(nx.community.modularity(network, p, resolution=resolution), 9) for p in partitions]
    best = partitions[qualities.index(max(qualities))]
    others = [p for i, p in enumerate(partitions) if i != qualities.index(max(qualities))]
    return Communities(
        communities=tuple(
            Community(
                number=number,
                label=_label(network, members),
                members=tuple(sorted(members, key=lambda n: (-_strength_within(network, n, members), n))),
                density=nx.density(network.subgraph(members)) if len(members) > 1 else 0.0,
                stability=_stability(members, others),
            )
            for number, members in enumerate(best, start=1)
        ),
        modularity=max(qualities),
        agreement=fmean(adjusted_rand(best, other) for other in others) if others else 1.0,
        runs=len(partitions),
        backend=measures.name,
    )


def bridges(network: nx.Graph[str], communities: Communities, betweenness: Mapping[str, float]) -> list[Bridge]:
    """Return the entities with pairs in other communities than their own, those on most shortest paths first."""
    of = communities.of_entity()
    found = []
    for node, data in network.nodes(data=True):
        strength = Counter[int]()
        for neighbour, edge in network[node].items():
            strength[of[neighbour]] += edge["weight"]
        outside = {number: weight for number, weight in strength.items() if number != of[node]}
        if outside:
            total = sum(strength.values())
            found.append(
                Bridge(
                    entity=node,
                    label=data["label"],
                    type=data["type"],
                    papers=data["papers"],
                    community=of[node],
                    other_community=min(outside, key=lambda number: (-outside[number], number)),
                    participation=1 - sum((weight / total) ** 2 for weight in strength.values()),
                    betweenness=betweenness[node],
                )
            )
    return sorted(found, key=lambda b: (-round(b.betweenness, 9), -round(b.participation, 9), b.label, b.entity))


def adjusted_rand(first: Sequence[set[str]], second: Sequence[set[str]]) -> float:
    """Return the adjusted Rand index of two partitions of the same nodes (Hubert and Arabie 1985)."""
    in_second = {node: i for i, group in enumerate(second) for node in group}
    both = Counter((i, in_second[node]) for i, group in enumerate(first) for node in group)
    n = len(in_second)

    def pairs(counts: Sequence[int]) -> float:
        sizes = np.asarray(counts, dtype=float)
        return float((sizes * (sizes - 1) / 2).sum())

    together = pairs(list(both.values()))
    a, b = pairs([len(group) for group in first]), pairs([len(group) for group in second])
    expected = a * b / max(n * (n - 1) / 2, 1)
    highest = (a + b) / 2
    return (together - expected) / (highest - expected) if highest != expected else 1.0


def _ordered(partition: list[set[str]]) -> list[set[str]]:
    """Return the communities, largest first: neither the backend nor a set decides their order."""
    return sorted(partition, key=lambda members: (-len(members), min(members)))


def _strength_within(network: nx.Graph[str], node: str, members: set[str]) -> int:
    return sum(edge["weight"] for neighbour, edge in network[node].items() if neighbour in members)


def _label(network: nx.Graph[str], members: set[str]) -> str:
    ranked = sorted(members, key=lambda n: (-_strength_within(network, n, members), network.nodes[n]["label"], n))
    return ", ".join(network.nodes[node]["label"] for node in ranked[:_NAMING])


def _stability(members: set[str], partitions: Sequence[Sequence[set[str]]]) -> float:
    if not partitions:
        return 1.0
    return fmean(max(len(members & other) / len(members | other) for other in p) for p in partitions)
