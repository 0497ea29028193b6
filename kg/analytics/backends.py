"""Who measures a network: networkx, one of its backends, or igraph; the same answers, at different speeds."""

from __future__ import annotations

import importlib.util
from typing import Protocol

import networkx as nx

from kg.analytics.networkx_measures import NetworkxMeasures
from kg.errors import UsageError

Values = dict[str, float]


class Measures(Protocol):
    """The measures of one undirected network without self-loops, each a value per node."""

    @property
    def name(self) -> str:
        """The backend, with its version."""

    def pagerank(self) -> Values:
        """Return PageRank with damping 0.85, weighted; sums to 1 (Page et al. 1999)."""

    def betweenness(self, sources: int | None, seed: int) -> Values:
        """Return the share of shortest paths through each node (Brandes 2001), unweighted, from 0 to 1.

        With fewer sources than nodes it is an estimate from that many drawn by the seed (Brandes and Pich 2007).
        """

    def harmonic(self, sources: int | None, seed: int) -> Values:
        """Return the mean of 1 / distance to all other nodes (Marchiori and Latora 2000), from 0 to 1, unweighted.

        With fewer sources than nodes it is an estimate from the distances to these.
        """

    def eigenvector(self) -> Values:
        """Return eigenvector centrality, weighted, of unit length; 0 outside of the largest component."""

    def core(self) -> dict[str, int]:
        """Return the largest k for which a node is in the k-core (Seidman 1983)."""

    def clustering(self) -> Values:
        """Return the share of a node's neighbours' pairs that are joined, 0 with fewer than two neighbours."""

    def communities(self, resolution: float, seed: int) -> list[set[str]]:
        """Return a partition by the Louvain method (Blondel et al. 2008), weighted."""


def measures_of(network: nx.Graph[str], backend: str) -> Measures:
    """Return the measures of a network by a backend: networkx, igraph, auto, or one that networkx dispatches to.

    auto is igraph where it is installed, else networkx. Raises UsageError for a backend that is not there.
    """
    if backend == "auto":
        backend = "igraph" if importlib.util.find_spec("igraph") else "networkx"
    if backend == "networkx":
        return NetworkxMeasures(network)
    if backend == "igraph":
        if not importlib.util.find_spec("igraph"):
            raise UsageError("the backend igraph is not installed: pip install 'abstracts-kg[fast]' adds it")
        from kg.analytics.igraph_measures import IgraphMeasures

        return IgraphMeasures(network)
    if backend not in dispatched_backends():
        known = ", ".join(["auto", "networkx", "igraph", *dispatched_backends()])
        raise UsageError(f"no backend {backend!r} here; there is: {known}")
    return NetworkxMeasures(network, backend)


def dispatched_backends() -> list[str]:
    """Return the installed backends that networkx can hand its algorithms to."""
    return sorted(str(name) for name in nx.config.backends)
