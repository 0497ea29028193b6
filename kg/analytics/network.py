"""Co-use networks: entities joined where the same paper introduces, uses or compares with both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations

import networkx as nx

from kg.analytics.links import Link
from kg.extract.record import EntityType

#: What a centrality report is about unless told otherwise. Metrics are left out: nearly every paper has accuracy.
CO_USE_TYPES: tuple[EntityType, ...] = ("Method", "Dataset", "Task", "Hardware")


def co_use_network(links: Iterable[Link], types: Collection[EntityType] = CO_USE_TYPES) -> nx.Graph[str]:
    """Return the co-use network of the entities of some types.

    Nodes are entity IRIs with `label`, `type` and `papers` (the number of papers that have it); edges have `weight`,
    the number of distinct papers that have both ends. Nodes and edges come in sorted order, whatever that of the links.
    """
    by_paper: defaultdict[str, set[str]] = defaultdict(set)
    about: dict[str, Link] = {}
    for link in links:
        if link.type in types:
            by_paper[link.paper].add(link.entity)
            about[link.entity] = min(link, about.get(link.entity, link))
    papers = Counter(entity for entities in by_paper.values() for entity in entities)
    pairs = Counter(pair for entities in by_paper.values() for pair in combinations(sorted(entities), 2))

    network: nx.Graph[str] = nx.Graph()
    for entity in sorted(about):
        network.add_node(entity, label=about[entity].label, type=about[entity].type, papers=papers[entity])
    network.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(pairs.items()))
    return network
