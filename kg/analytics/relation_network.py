"""Directed networks of what sentences state: comparedWith, basedOn, partOf, usedFor and the like."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from kg.analytics.selection import Selection
from kg.analytics.store_rows import StoreRows
from kg.errors import UsageError
from kg.graph.vocabulary import RELATION_PROPERTIES

#: The saved query that yields the stated relations.
RELATIONS_QUERY = "network_relations"


def read_relations(store: StoreRows, selection: Selection, *relations: str) -> list[tuple[str, ...]]:
    """Return (paper, head, label, type, relation, tail, label, type) for each paper that states one of some relations.

    Raises UsageError when there is no such relation.
    """
    for relation in relations:
        if relation not in RELATION_PROPERTIES:
            raise UsageError(f"no relation {relation!r}; the relations are {', '.join(RELATION_PROPERTIES)}")
    given = {**selection.of_papers, "relation": relations, "confidence": [f"{selection.confidence:f}"]}
    return sorted(store.rows(RELATIONS_QUERY, given))


def relation_network(rows: Iterable[tuple[str, ...]], min_pair_papers: int = 1) -> nx.DiGraph[str]:
    """Return the network of one relation, from heads to tails.

    Nodes are entity IRIs with `label` and `type`; edges have `weight`, the number of papers that state it, and
    `relation`. Edges of fewer papers are left out, and so are entities without an edge.
    """
    papers: dict[tuple[str, str], set[str]] = {}
    about: dict[str, tuple[str, str]] = {}
    relations: dict[tuple[str, str], str] = {}
    for paper, head, head_label, head_type, relation, tail, tail_label, tail_type in sorted(rows):
        papers.setdefault((head, tail), set()).add(paper)
        relations[head, tail] = relation
        about.setdefault(head, (head_label, head_type))
        about.setdefault(tail, (tail_label, tail_type))
    edges = {pair: len(stating) for pair, stating in papers.items() if len(stating) >= min_pair_papers}
    network: nx.DiGraph[str] = nx.DiGraph()
    for node in sorted({end for pair in edges for end in pair}):
        network.add_node(node, label=about[node][0], type=about[node][1])
    for head, tail in sorted(edges):
        network.add_edge(head, tail, weight=edges[head, tail], relation=relations[head, tail])
    return network
