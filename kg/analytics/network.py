"""Co-use networks: entities joined where the same papers have both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from kg.analytics.association import associate
from kg.analytics.incidence import Incidence, Pairs, incidence, pairs_within
from kg.analytics.links import Links
from kg.extract.record import EntityType
from kg.settings import Settings

#: What a report is about unless told otherwise. Metrics are left out: nearly every paper has accuracy.
CO_USE_TYPES: tuple[EntityType, ...] = ("Method", "Dataset", "Task", "Hardware")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What stays out of a network: things and pairs of few papers; and how much memory the network may take."""

    min_papers: int = 1
    min_pair_papers: int = 1
    memory_mb: int = 0

    @classmethod
    def of(cls, settings: Settings) -> Thresholds:
        """Return the thresholds of the settings."""
        return cls(settings.min_papers, settings.min_pair_papers, settings.network_memory_mb)


NO_THRESHOLDS = Thresholds()


def co_use_network(
    links: Links,
    types: Collection[EntityType] = CO_USE_TYPES,
    thresholds: Thresholds = NO_THRESHOLDS,
    across: bool = False,
) -> nx.Graph[str]:
    """Return the co-use network of the entities of some types; `across` keeps only pairs of two different types.

    Nodes are entity IRIs with `label`, `type` and `papers` (the number of papers that have it). Edges have `weight`
    (distinct papers that have both ends), `lift`, `npmi` (-1 to 1) and `q` (chance of as many common papers,
    corrected for the number of pairs), all over the papers of the selection. Nodes and edges come in sorted order.
    Raises NetworkTooLargeError.
    """
    wanted = ((link.paper, link.entity) for link in links.links if links.entities[link.entity].type in types)
    matrix = incidence(wanted, thresholds.min_papers)
    pairs = pairs_within(matrix, thresholds.memory_mb)
    if across:
        pairs = _across(pairs, [links.entities[entity].type for entity in matrix.things])
    network: nx.Graph[str] = nx.Graph()
    for entity, papers in zip(matrix.things, matrix.counts.tolist(), strict=True):
        named = links.entities[entity]
        network.add_node(entity, label=named.label, type=named.type, papers=papers)
    return joined(network, matrix, pairs, len(links.papers), thresholds.min_pair_papers)


def joined(network: nx.Graph[str], matrix: Incidence, pairs: Pairs, papers: int, min_pair_papers: int) -> nx.Graph[str]:
    """Add the pairs to a network of their ends, with their association over so many papers; return it."""
    counts = matrix.counts
    measured = associate(pairs.papers, counts[pairs.first], counts[pairs.second], papers)
    kept = np.flatnonzero(pairs.papers >= min_pair_papers)
    columns = (pairs.first, pairs.second, pairs.papers, measured.lift, measured.npmi, measured.q)
    network.add_edges_from(
        (matrix.things[a], matrix.things[b], {"weight": weight, "lift": lift, "npmi": npmi, "q": q})
        for a, b, weight, lift, npmi, q in zip(*(column[kept].tolist() for column in columns), strict=True)
    )
    return network


def backbone(network: nx.Graph[str], significance: float, min_pair_papers: int = 2) -> nx.Graph[str]:
    """Return the pairs that chance does not explain, in at least so many papers, and the entities that they join.

    Chance is the hypergeometric test of `associate`. A pair of a single paper is left out however rare its ends are:
    two names that occur once, and together, say nothing about others.
    """
    kept: nx.Graph[str] = nx.Graph()
    edges = [
        (a, b, data)
        for a, b, data in network.edges(data=True)
        if data["q"] <= significance and data["weight"] >= min_pair_papers
    ]
    ends = sorted({end for a, b, _ in edges for end in (a, b)})
    kept.add_nodes_from((end, network.nodes[end]) for end in ends)
    kept.add_edges_from(edges)
    return kept


def part_of(network: nx.Graph[str], nodes: Collection[str]) -> nx.Graph[str]:
    """Return the network between some nodes as a copy in sorted order: a subgraph view iterates as a set does."""
    within = network.subgraph(nodes)
    part: nx.Graph[str] = nx.Graph()
    part.add_nodes_from(sorted(within.nodes(data=True), key=lambda node: node[0]))
    edges = {(min(a, b), max(a, b)): data for a, b, data in within.edges(data=True)}
    part.add_edges_from((a, b, edges[a, b]) for a, b in sorted(edges))
    return part


def _across(pairs: Pairs, types: Sequence[EntityType]) -> Pairs:
    of = np.asarray(types, dtype=object)
    kept = np.flatnonzero(of[pairs.first] != of[pairs.second]) if len(pairs.first) else pairs.first
    return Pairs(pairs.first[kept], pairs.second[kept], pairs.papers[kept])
