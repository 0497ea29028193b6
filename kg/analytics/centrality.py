"""How central each entity of a network is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import networkx as nx
from scipy.stats import spearmanr

from kg.analytics.backends import Measures, Values, measures_of
from kg.extract.record import EntityType
from kg.settings import Settings

#: The probability with which the error bound of a sampled measure holds for one entity.
CONFIDENCE = 0.95

#: The entities by whose order the two halves of a sample are compared.
_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Score:
    """The measures of one entity.

    `degree` counts neighbours, `strength` adds up the papers of the pairs; `pagerank` sums to 1 over the network;
    `betweenness` is the share of shortest paths through the entity, `harmonic` the mean of 1 / distance to the others,
    `clustering` the share of its neighbours' pairs that are joined, all from 0 to 1; `core` is the k of its k-core.
    """

    entity: str
    label: str
    type: EntityType
    papers: int
    degree: int
    strength: int
    pagerank: float
    betweenness: float
    harmonic: float
    eigenvector: float
    core: int
    clustering: float


@dataclass(frozen=True, slots=True)
class Centrality:
    """The scores of a network, most central first, and how they were computed.

    `agreement` is the rank correlation (Spearman) of betweenness between the two halves of a sample, over the hundred
    entities of highest strength; None where betweenness is exact.
    """

    scores: tuple[Score, ...]
    edges: int
    seed: int
    betweenness_sources: int
    backend: str
    components: int
    self_loops: int
    agreement: float | None = None

    @property
    def exact(self) -> bool:
        """Whether betweenness was computed from every node rather than from a sample."""
        return self.betweenness_sources == len(self.scores)

    @property
    def error_bound(self) -> float:
        """How far a sampled betweenness is from the exact one at most, with a probability of 95 % (Hoeffding 1963)."""
        if self.exact or not self.betweenness_sources:
            return 0.0
        return math.sqrt(math.log(2 / (1 - CONFIDENCE)) / (2 * self.betweenness_sources))


def measure(
    network: nx.Graph[str], *, seed: int = 0, betweenness_samples: int = 500, backend: str = "auto"
) -> Centrality:
    """Measure every entity of a network.

    Betweenness and harmonic centrality are exact for up to `betweenness_samples` nodes, else estimated from that many
    sources drawn by `seed`. Self-loops take no part. Raises UsageError for a backend that is not there.
    """
    loops = nx.number_of_selfloops(network)
    if loops:
        network = network.copy()
        network.remove_edges_from(list(nx.selfloop_edges(network)))
    sources = min(len(network), betweenness_samples)
    measures = measures_of(network, backend)
    between, agreement = _betweenness(measures, network, sources, seed)
    scores = _scores(network, measures, between, sources if sources < len(network) else None, seed)
    return Centrality(
        scores=scores,
        edges=network.number_of_edges(),
        seed=seed,
        betweenness_sources=sources,
        backend=measures.name,
        components=nx.number_connected_components(network) if len(network) else 0,
        self_loops=loops,
        agreement=agreement,
    )


def measure_by(network: nx.Graph[str], settings: Settings) -> Centrality:
    """Measure a network with the seed, samples and backend of the settings."""
    return measure(
        network, seed=settings.seed, betweenness_samples=settings.betweenness_samples, backend=settings.backend
    )


def _betweenness(measures: Measures, network: nx.Graph[str], sources: int, seed: int) -> tuple[Values, float | None]:
    """Return betweenness, exact or as the mean of two samples, and how well these agree."""
    if not sources:
        return dict.fromkeys(network, 0.0), None
    if sources == len(network):
        return measures.betweenness(None, seed), None
    half = max(sources // 2, 1)
    first, second = measures.betweenness(half, 2 * seed), measures.betweenness(half, 2 * seed + 1)
    top = sorted(network, key=lambda node: (-network.degree(node, weight="weight"), node))[:_COMPARED]
    agreement = float(spearmanr([first[n] for n in top], [second[n] for n in top]).statistic)
    return {node: (first[node] + second[node]) / 2 for node in network}, agreement


def _scores(
    network: nx.Graph[str], measures: Measures, between: Values, sources: int | None, seed: int
) -> tuple[Score, ...]:
    if not len(network):
        return ()
    pagerank, harmonic, eigenvector = measures.pagerank(), measures.harmonic(sources, seed), measures.eigenvector()
    core, clustering = measures.core(), measures.clustering()
    scores = [
        Score(
            entity=entity,
            label=data["label"],
            type=data["type"],
            papers=data["papers"],
            degree=network.degree(entity),
            strength=network.degree(entity, weight="weight"),
            pagerank=pagerank[entity],
            betweenness=between[entity],
            harmonic=harmonic[entity],
            eigenvector=eigenvector[entity],
            core=core[entity],
            clustering=clustering[entity],
        )
        for entity, data in network.nodes(data=True)
    ]
    # Rounded, since the last digits of a float differ between machines and must not decide the order.
    return tuple(sorted(scores, key=lambda s: (-round(s.pagerank, 9), s.label, s.entity)))
