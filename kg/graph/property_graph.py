"""The graph as nodes and edges with attributes, for programs that know no RDF: papers, entities, what joins them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.extract.record import ENTITY_TYPES
from kg.graph.nodes import A, kg, std
from kg.graph.sorting import sorted_rows
from kg.graph.vocabulary import PREFIXES, USES

#: What a paper does with an entity, the most specific first; one edge says the first that holds.
_ROLES = ("introduces", "comparesWith", *USES.values(), "mentions")
_MENTIONED = """SELECT ?paper ?entity ?confidence WHERE {
  GRAPH ?paper { ?mention a kg:Mention ; kg:refersTo ?entity ; kg:confidence ?confidence } }"""
_CLAIMED = """SELECT ?subject ?object ?relation ?paper ?confidence WHERE {
  GRAPH ?paper { ?claim a kg:Claim ; kg:subject ?subject ; kg:predicate ?relation ; kg:object ?object ;
    kg:confidence ?confidence } }"""


@dataclass(frozen=True, slots=True)
class Node:
    """A paper or an entity: its IRI, label, class, and what else is known (papers that name it, year, links)."""

    id: str
    label: str
    type: str
    papers: int | None = None
    year: int | None = None
    identifier: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """What joins two nodes: a role of an entity in a paper, a relation that sentences state, or a wider term.

    `papers` counts the papers that say so, `mentions` the mentions in a paper, `confidence` is the highest (0 to 1).
    """

    source: str
    target: str
    relation: str
    papers: int | None = None
    mentions: int | None = None
    confidence: float | None = None


def read_nodes(graph: Store) -> Iterator[Node]:
    """Yield entities, then papers, each sorted by IRI; memory holds their IRIs and counts."""
    papers = Counter(q.object.value for q in graph.quads_for_pattern(None, kg("mentions"), None, None))  # type: ignore[union-attr]
    for entity in _instances(graph, "Entity"):
        facts = _facts(graph, entity)
        items = (link for link in sorted(facts.get(_EXACT, ())) if link.startswith(PREFIXES["wd"]))
        yield Node(
            id=entity.value,
            label=min(facts[std("skos:prefLabel").value]),
            type=next(type for type in ENTITY_TYPES if kg(type).value in facts[A.value]),
            papers=papers[entity.value],
            wikidata=next((item.removeprefix(PREFIXES["wd"]) for item in items), None),
        )
    for paper in _instances(graph, "Paper"):
        facts = _facts(graph, paper)
        yield Node(
            id=paper.value,
            label=min(facts[std("dcterms:title").value]),
            type="Paper",
            year=next((int(year) for year in facts.get(kg("year").value, ())), None),
            identifier=min(facts[std("dcterms:identifier").value]),
        )


def read_edges(graph: Store) -> Iterator[Edge]:
    """Yield all edges, sorted by their ends; rows beyond memory are sorted on disk."""
    rows = sorted_rows(_rows(graph))
    for (source, target, kind), together in groupby(rows, key=lambda row: row[:3]):
        found = list(together)
        if kind:
            papers = {paper for *_, paper, _ in found if paper}
            confidence = max((sure for *_, sure in found if sure is not None), default=None)
            yield Edge(source, target, kind, len(papers) or None, confidence=confidence)
        else:
            yield _role_edge(source, target, found)


_EXACT = std("skos:exactMatch").value
Row = tuple[str, str, str, str, float | None]


def _rows(graph: Store) -> Iterator[Row]:
    """Yield source, target, relation (empty: a role, which the fourth says), paper or role, and confidence."""
    for role in _ROLES:
        for quad in graph.quads_for_pattern(None, kg(role), None, None):
            yield quad.subject.value, quad.object.value, "", role, None  # type: ignore[union-attr]
    for quad in graph.quads_for_pattern(None, std("skos:broader"), None, None):
        yield quad.subject.value, quad.object.value, "broader", "", None  # type: ignore[union-attr]
    for paper, entity, confidence in _solutions(graph, _MENTIONED):
        yield paper, entity, "", "", float(confidence)
    for head, tail, relation, paper, confidence in _solutions(graph, _CLAIMED):
        yield head, tail, relation.rpartition("#")[2], paper, float(confidence)


def _role_edge(paper: str, entity: str, rows: list[tuple[str, str, str, str, float | None]]) -> Edge:
    roles = {role for *_, role, _ in rows if role}
    sure = [confidence for *_, confidence in rows if confidence is not None]
    role = next(role for role in _ROLES if role in roles)
    return Edge(paper, entity, role, 1, len(sure), max(sure, default=None))


def _solutions(graph: Store, query: str) -> Iterator[tuple[str, ...]]:
    solutions = graph.query(query, prefixes=dict(PREFIXES))
    assert isinstance(solutions, QuerySolutions)
    for solution in solutions:
        yield tuple(term.value for term in solution)


def _instances(graph: Store, kind: str) -> list[NamedNode]:
    subjects = {quad.subject for quad in graph.quads_for_pattern(None, A, kg(kind), None)}
    return sorted((s for s in subjects if isinstance(s, NamedNode)), key=lambda node: node.value)


def _facts(graph: Store, node: NamedNode) -> Mapping[str, set[str]]:
    facts: dict[str, set[str]] = {}
    for quad in graph.quads_for_pattern(node, None, None, None):
        if isinstance(quad.object, NamedNode | Literal):
            facts.setdefault(quad.predicate.value, set()).add(quad.object.value)
    return facts
