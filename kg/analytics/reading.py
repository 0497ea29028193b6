"""What to read on an entity: papers near it in the bipartite graph of papers and entities."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

#: Chance of going on from node to node; else the walk starts again at the entity. Short walks stay near it.
DAMPING = 0.7


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper worth reading on an entity: its share of a random walk's visits, and why: entities that lead to it."""

    paper: str
    title: str
    score: float
    has_entity: bool
    because: tuple[str, ...]


def reading_list(bipartite: nx.Graph[str], entity: str, scores: dict[str, float]) -> list[Reading]:
    """Return all papers that a walk from an entity reaches, the most visited first.

    Personalised PageRank (Haveliwala 2002) on the graph of papers and entities: a paper comes first when it has the
    entity and much else of what papers on it have. Entities of a single paper are best left out of the graph, for a
    walk has no way from them but back. `scores` ranks the entities that are named as reasons. Empty
    when the graph lacks the entity or no paper has it.
    """
    if entity not in bipartite or not bipartite.degree(entity):
        return []
    near = nx.node_connected_component(bipartite, entity)
    part = bipartite.subgraph(near)
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in part.edges()))
    visits = nx.pagerank(ordered, alpha=DAMPING, personalization={entity: 1}, max_iter=1000, tol=1e-12)
    papers = [node for node in ordered if bipartite.nodes[node]["type"] == "Paper"]
    papers.sort(key=lambda paper: (-round(visits[paper], 10), paper))
    return [
        Reading(
            paper=paper,
            title=bipartite.nodes[paper]["label"],
            score=visits[paper],
            has_entity=bipartite.has_edge(paper, entity),
            because=_because(bipartite, paper, entity, scores),
        )
        for paper in papers
    ]


def _because(
    bipartite: nx.Graph[str], paper: str, entity: str, scores: dict[str, float], most: int = 5
) -> tuple[str, ...]:
    others = sorted(
        (node for node in bipartite[paper] if node != entity),
        key=lambda node: (-round(scores.get(node, 0.0), 9), bipartite.nodes[node]["label"]),
    )
    return tuple(bipartite.nodes[node]["label"] for node in others[:most])
