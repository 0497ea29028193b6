"""Measures by networkx, in plain Python or by one of the backends that it dispatches to."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse.linalg import eigsh

#: PageRank ends when all its values together change by less than this per node.
_TOLERANCE = 1e-13


class NetworkxMeasures:
    """The measures of one undirected network without self-loops."""

    def __init__(self, network: nx.Graph[str], dispatch: str | None = None) -> None:
        self._network = network
        self._dispatch: dict[str, Any] = {"backend": dispatch} if dispatch else {}

    @property
    def name(self) -> str:
        """The backend, with its version."""
        through = self._dispatch.get("backend")
        return f"networkx {nx.__version__}" + (f" through {through}" if through else "")

    def pagerank(self) -> dict[str, float]:
        """Return PageRank."""
        return dict(nx.pagerank(self._network, weight="weight", tol=_TOLERANCE, max_iter=1000, **self._dispatch))

    def betweenness(self, sources: int | None, seed: int) -> dict[str, float]:
        """Return betweenness, from all or from some sources."""
        return dict(nx.betweenness_centrality(self._network, k=sources, normalized=True, seed=seed, **self._dispatch))

    def harmonic(self, sources: int | None, seed: int) -> dict[str, float]:
        """Return harmonic centrality, from all or from some sources."""
        chosen = draw_sources(self._network, sources, seed)
        sums = nx.harmonic_centrality(self._network, sources=chosen, **self._dispatch)
        return share_of_others(dict(sums), chosen)

    def eigenvector(self) -> dict[str, float]:
        """Return eigenvector centrality of the largest component."""
        return leading_eigenvector(self._network)

    def core(self) -> dict[str, int]:
        """Return core numbers."""
        return dict(nx.core_number(self._network, **self._dispatch))

    def clustering(self) -> dict[str, float]:
        """Return clustering coefficients."""
        return {node: float(value) for node, value in _as_dict(nx.clustering(self._network, **self._dispatch)).items()}

    def communities(self, resolution: float, seed: int) -> list[set[str]]:
        """Return a partition by the Louvain method."""
        found = nx.community.louvain_communities(
            self._network, weight="weight", resolution=resolution, seed=seed, **self._dispatch
        )
        return [set(community) for community in found]


def _as_dict(values: Any) -> dict[str, Any]:
    """Return what networkx gives for all nodes; its type says that it could be the value of a single one."""
    return dict(values)


def draw_sources(network: nx.Graph[str], sources: int | None, seed: int) -> list[str]:
    """Return the nodes that networkx draws with a seed for `betweenness_centrality(k=sources)`, or all nodes."""
    nodes = list(network)
    return nodes if sources is None else random.Random(seed).sample(nodes, sources)


def share_of_others(sums: Mapping[str, float], sources: list[str]) -> dict[str, float]:
    """Turn sums of 1 / distance to the sources into means over the sources other than the node itself."""
    drawn = set(sources)
    return {node: value / others if (others := len(drawn) - (node in drawn)) else 0.0 for node, value in sums.items()}


def leading_eigenvector(network: nx.Graph[str]) -> dict[str, float]:
    """Return the eigenvector of the largest eigenvalue of the largest component, of unit length; 0 for other nodes."""
    nodes = largest_component(network)
    values = dict.fromkeys(network, 0.0)
    if len(nodes) < 3:  # too few for the sparse solver, and symmetric: all are equal
        return values | dict.fromkeys(nodes, len(nodes) ** -0.5 if nodes else 0.0)
    matrix = nx.to_scipy_sparse_array(network, nodelist=nodes, weight="weight", dtype=np.dtype(float))
    _, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(len(nodes)))
    return values | dict(zip(nodes, np.abs(vectors[:, 0]).tolist(), strict=True))


def largest_component(network: nx.Graph[str]) -> list[str]:
    """Return the nodes of the largest component in the order of the network; of two equal ones, the first."""
    order = {node: i for i, node in enumerate(network)}
    components = [sorted(c, key=order.__getitem__) for c in nx.connected_components(network)]
    return min(components, key=lambda c: (-len(c), order[c[0]]), default=[])
