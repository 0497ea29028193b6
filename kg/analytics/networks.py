"""Every network that can be read from a store, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import networkx as nx

from kg.analytics.links import LINKS_QUERY, read_links
from kg.analytics.network import CO_USE_TYPES, NO_THRESHOLDS, Thresholds, co_use_network
from kg.analytics.paper_networks import bipartite_network, paper_network, shared_paper_network
from kg.analytics.relation_network import RELATIONS_QUERY, read_relations, relation_network
from kg.analytics.selection import EVERYTHING, Selection
from kg.analytics.store_rows import StoreRows, open_rows
from kg.errors import NotFoundError
from kg.extract.record import EntityType
from kg.remote.address import ServerAddress, store_at

Read = Callable[[StoreRows, Selection, Thresholds], "nx.Graph[str]"]


def read_network(
    store: str | Path | ServerAddress,
    name: str,
    selection: Selection = EVERYTHING,
    thresholds: Thresholds = NO_THRESHOLDS,
) -> nx.Graph[str]:
    """Return a network of a store by its name in NETWORKS; the function behind it documents the attributes.

    Raises NotFoundError when there is no network of that name, NetworkTooLargeError, StoreError.
    """
    if name not in NETWORKS:
        raise NotFoundError(f"there is no network {name!r}; there is: {', '.join(sorted(NETWORKS))}")
    return NETWORKS[name](open_rows(store_at(str(store))), selection, thresholds)


def query_behind(name: str) -> str:
    """Return the saved query whose rows a network is made of."""
    special = {"authors": "network_authors", "categories": "network_categories"}
    return special.get(name, RELATIONS_QUERY if name in _RELATIONS else LINKS_QUERY)


def _co_use(
    types: tuple[EntityType, ...], store: StoreRows, selection: Selection, thresholds: Thresholds
) -> nx.Graph[str]:
    """Pairs within one type or, of two types, between them; of more types, all pairs."""
    return co_use_network(read_links(store, selection), types, thresholds, across=len(types) == 2)


def _bipartite(store: StoreRows, selection: Selection, thresholds: Thresholds) -> nx.Graph[str]:
    return bipartite_network(read_links(store, selection), CO_USE_TYPES, thresholds.min_papers)


def _papers(store: StoreRows, selection: Selection, thresholds: Thresholds) -> nx.Graph[str]:
    return paper_network(read_links(store, selection), CO_USE_TYPES, thresholds)


def _shared(kind: str, query: str, store: StoreRows, selection: Selection, thresholds: Thresholds) -> nx.Graph[str]:
    papers = sum(1 for _ in store.rows("network_papers", selection.of_papers))
    pairs = [(paper, name) for paper, name in store.rows(query, selection.of_papers)]
    return shared_paper_network(pairs, kind, papers, thresholds)


def _relation(name: str, store: StoreRows, selection: Selection, thresholds: Thresholds) -> nx.Graph[str]:
    return relation_network(read_relations(store, selection, name), thresholds.min_pair_papers)


_RELATIONS = ("comparedWith", "basedOn", "partOf", "usedFor", "evaluatedOn", "trainedOn", "benchmarkFor", "runsOn")

NETWORKS: Mapping[str, Read] = {
    "co-use": partial(_co_use, CO_USE_TYPES),
    "methods": partial(_co_use, ("Method",)),
    "datasets": partial(_co_use, ("Dataset",)),
    "tasks": partial(_co_use, ("Task",)),
    "hardware": partial(_co_use, ("Hardware",)),
    "metrics": partial(_co_use, ("Metric",)),
    "method-dataset": partial(_co_use, ("Method", "Dataset")),
    "method-hardware": partial(_co_use, ("Method", "Hardware")),
    "method-task": partial(_co_use, ("Method", "Task")),
    "method-metric": partial(_co_use, ("Method", "Metric")),
    "dataset-task": partial(_co_use, ("Dataset", "Task")),
    "dataset-metric": partial(_co_use, ("Dataset", "Metric")),
    "task-metric": partial(_co_use, ("Task", "Metric")),
    "paper-entity": _bipartite,
    "papers": _papers,
    "authors": partial(_shared, "Author", "network_authors"),
    "categories": partial(_shared, "Category", "network_categories"),
    **{name: partial(_relation, name) for name in _RELATIONS},
}
