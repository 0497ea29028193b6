"""How central each entity of a network is."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from kg.extract.record import EntityType


@dataclass(frozen=True, slots=True)
class Score:
    """The measures of one entity.

    `degree` counts neighbours; `pagerank` is weighted by papers and sums to 1 over the network; `betweenness` is the
    share of shortest paths through the entity (0 to 1, unweighted).
    """

    entity: str
    label: str
    type: EntityType
    papers: int
    degree: int
    pagerank: float
    betweenness: float


@dataclass(frozen=True, slots=True)
class Centrality:
    """The scores of a network, most central first, and how they were computed."""

    scores: tuple[Score, ...]
    edges: int
    seed: int
    betweenness_sources: int

    @property
    def exact(self) -> bool:
        """Whether betweenness was computed from every node rather than from a sample."""
        return self.betweenness_sources == len(self.scores)


def measure(network: nx.Graph[str], *, seed: int, betweenness_samples: int) -> Centrality:
    """Return degree, PageRank (Page et al. 1999) and betweenness (Brandes 2001; sampled: Brandes and Pich 2007).

    Betweenness is exact for up to `betweenness_samples` nodes, else estimated from that many sources drawn by `seed`.
    """
    sources = min(len(network), betweenness_samples)
    sample = None if sources == len(network) else sources
    pagerank = nx.pagerank(network, weight="weight") if len(network) else {}
    betweenness = nx.betweenness_centrality(network, k=sample, normalized=True, seed=seed) if sources else {}
    scores = [
        Score(
            entity=entity,
            label=data["label"],
            type=data["type"],
            papers=data["papers"],
            degree=network.degree(entity),
            pagerank=pagerank[entity],
            betweenness=betweenness.get(entity, 0.0),
        )
        for entity, data in network.nodes(data=True)
    ]
    # Rounded, since the last digits of a float differ between machines and must not decide the order.
    scores.sort(key=lambda s: (-round(s.pagerank, 12), s.label, s.entity))
    return Centrality(tuple(scores), network.number_of_edges(), seed, sources)
