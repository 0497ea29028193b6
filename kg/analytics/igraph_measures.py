"""Measures by igraph, whose C core serves networks of some hundred thousand nodes and millions of edges."""

from __future__ import annotations

import random
from collections.abc import Iterable

import igraph
import networkx as nx
import numpy as np

from kg.analytics.networkx_measures import draw_sources, leading_eigenvector

#: Sources whose distances are kept in memory at a time.
_CHUNK = 16


class IgraphMeasures:
    """The measures of one undirected network without self-loops."""

    def __init__(self, network: nx.Graph[str]) -> None:
        self._network = network
        self._nodes = list(network)
        self._position = {node: i for i, node in enumerate(self._nodes)}
        position = self._position
        self._graph = igraph.Graph(
            n=len(self._nodes),
            edges=[(position[a], position[b]) for a, b in network.edges()],
        )
        self._weights = [float(weight) for _, _, weight in network.edges(data="weight", default=1)]

    @property
    def name(self) -> str:
        """The backend, with its version."""
        return f"igraph {igraph.__version__}"

    def pagerank(self) -> dict[str, float]:
        """Return PageRank."""
        return self._named(self._graph.pagerank(weights=self._weights, damping=0.85))

    def betweenness(self, sources: int | None, seed: int) -> dict[str, float]:
        """Return betweenness, from all or from some sources."""
        n = len(self._nodes)
        if n < 3:
            return dict.fromkeys(self._nodes, 0.0)
        chosen = self._positions(sources, seed)
        # igraph halves what the sources see, since from all of them each undirected pair is seen twice.
        seen = 2 * np.asarray(self._graph.betweenness(directed=False, sources=chosen))
        others = np.full(n, float(len(chosen)))
        others[chosen] -= 1  # a node is on no path from itself
        estimate = np.divide(seen, others, out=np.zeros(n), where=others > 0)
        return self._named((estimate / (n - 2)).tolist())

    def harmonic(self, sources: int | None, seed: int) -> dict[str, float]:
        """Return harmonic centrality, from all or from some sources."""
        chosen = self._positions(sources, seed)
        sums = np.zeros(len(self._nodes))
        for start in range(0, len(chosen), _CHUNK):
            distances = np.asarray(self._graph.distances(source=chosen[start : start + _CHUNK]), dtype=float)
            sums += np.divide(1, distances, out=np.zeros_like(distances), where=distances > 0).sum(axis=0)
        others = np.full(len(self._nodes), float(len(chosen)))
        others[chosen] -= 1
        return self._named(np.divide(sums, others, out=np.zeros_like(sums), where=others > 0).tolist())

    def eigenvector(self) -> dict[str, float]:
        """Return eigenvector centrality of the largest component."""
        # By scipy: igraph starts at a random vector, so that the last digits differ between two runs.
        return leading_eigenvector(self._network)

    def core(self) -> dict[str, int]:
        """Return core numbers."""
        return dict(zip(self._nodes, self._graph.coreness(), strict=True))

    def clustering(self) -> dict[str, float]:
        """Return clustering coefficients."""
        return self._named(self._graph.transitivity_local_undirected(mode="zero"))

    def communities(self, resolution: float, seed: int) -> list[set[str]]:
        """Return a partition by the Louvain method."""
        igraph.set_random_number_generator(random.Random(seed))
        found = self._graph.community_multilevel(weights=self._weights, resolution=resolution)
        return [{self._nodes[i] for i in community} for community in found]

    def _positions(self, sources: int | None, seed: int) -> list[int]:
        return [self._position[node] for node in draw_sources(self._network, sources, seed)]

    def _named(self, values: Iterable[float]) -> dict[str, float]:
        return dict(zip(self._nodes, values, strict=True))
