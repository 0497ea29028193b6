"""Networks of papers, authors and categories: the bipartite graph, its projections, who writes with whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import networkx as nx

from kg.analytics.incidence import Incidence, incidence, pairs_within
from kg.analytics.links import Links
from kg.analytics.network import CO_USE_TYPES, NO_THRESHOLDS, Thresholds, joined
from kg.extract.record import EntityType


def bipartite_network(links: Links, types: Collection[EntityType] = CO_USE_TYPES, min_papers: int = 1) -> nx.Graph[str]:
    """Return the graph of papers and the entities that they have.

    Nodes have `label`, `type` ("Paper" or an entity type), `bipartite` (0 for papers, 1 for entities) and, for
    entities, `papers`; edges have `role`. Papers without any entity are lonely nodes.
    """
    counts = {entity: len(papers) for entity, papers in links.by_entity().items()}
    kept = {e for e, named in links.entities.items() if named.type in types and counts.get(e, 0) >= min_papers}
    network: nx.Graph[str] = nx.Graph()
    for paper, facts in links.papers.items():
        network.add_node(paper, label=facts.title, type="Paper", bipartite=0)
    for entity in sorted(kept):
        named = links.entities[entity]
        network.add_node(entity, label=named.label, type=named.type, papers=counts[entity], bipartite=1)
    network.add_edges_from((k.paper, k.entity, {"role": k.role}) for k in links.links if k.entity in kept)
    return network


def paper_network(
    links: Links,
    types: Collection[EntityType] = CO_USE_TYPES,
    thresholds: Thresholds = NO_THRESHOLDS,
) -> nx.Graph[str]:
    """Return the projection on papers: two are joined where they have entities in common.

    Nodes have `label` and `entities`; edges have `weight` (common entities), `lift`, `npmi` and `q` over all entities.
    """
    wanted = [(k.entity, k.paper) for k in links.links if links.entities[k.entity].type in types]
    matrix = incidence(wanted, 1)
    entities = Incidence(matrix.things, matrix.papers, matrix.matrix.T.tocsr())
    kept = {
        entity
        for entity, count in zip(entities.things, entities.counts.tolist(), strict=True)
        if count >= thresholds.min_papers
    }
    matrix = incidence((pair for pair in wanted if pair[0] in kept), 1)
    network: nx.Graph[str] = nx.Graph()
    for paper, count in zip(matrix.things, matrix.counts.tolist(), strict=True):
        network.add_node(paper, label=links.papers[paper].title, type="Paper", entities=count)
    return joined(
        network, matrix, pairs_within(matrix, thresholds.memory_mb), len(kept), max(thresholds.min_pair_papers, 2)
    )


def shared_paper_network(pairs: Iterable[tuple[str, str]], kind: str, papers: int, at: Thresholds) -> nx.Graph[str]:
    """Return the network of authors, or of categories, from (paper, name) pairs: joined where they share papers.

    Nodes are the names, with `label`, `type` (the kind) and `papers`; edges are as those of a co-use network.
    """
    matrix = incidence(pairs, at.min_papers)
    network: nx.Graph[str] = nx.Graph()
    for name, count in zip(matrix.things, matrix.counts.tolist(), strict=True):
        network.add_node(name, label=name, type=kind, papers=count)
    return joined(network, matrix, pairs_within(matrix, at.memory_mb), papers, at.min_pair_papers)
