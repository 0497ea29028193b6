"""What the benchmark of the service asks of what: a generated graph, and twelve kinds of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

import pyoxigraph as ox

from kg.graph.vocabulary import PREFIXES

BASE = "https://example.org/id"
KG, SKOS, TERMS = PREFIXES["kg"], PREFIXES["skos"], PREFIXES["dcterms"]
_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_INTEGER = ox.NamedNode(f"{PREFIXES['xsd']}integer")
_ENTITIES = 2_000
_SENTENCE = "We compare the model with what was there before and find that it is better on the whole."


def quads(size: int) -> Iterator[ox.Quad]:
    """Yield about so many quads: papers, a graph each, that use methods with labels, wider terms and mentions."""
    random, count, number = Random(0), 0, 0
    entities = ox.NamedNode(f"{BASE}/graph/entities")
    for entity in range(_ENTITIES):
        for predicate, value in _entity(entity):
            yield ox.Quad(_method(entity), predicate, value, entities)
            count += 1
    while count < size:
        paper = ox.NamedNode(f"{BASE}/paper/{number}")
        for subject, predicate, value in _paper(paper, number, random):
            yield ox.Quad(subject, predicate, value, paper)
            count += 1
        number += 1


def _method(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}/method/m{number}")


def _entity(number: int) -> Iterator[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]]:
    yield _TYPE, ox.NamedNode(f"{KG}Method")
    yield ox.NamedNode(f"{SKOS}prefLabel"), ox.Literal(f"Method {number}")
    if number:
        yield ox.NamedNode(f"{SKOS}broader"), _method(number // 7)


def _paper(
    paper: ox.NamedNode, number: int, random: Random
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]:
    yield paper, _TYPE, ox.NamedNode(f"{KG}Paper")
    yield paper, ox.NamedNode(f"{TERMS}title"), ox.Literal(f"Paper {number} on method {number % 977}")
    yield paper, ox.NamedNode(f"{KG}year"), ox.Literal(str(2000 + number % 25), datatype=_INTEGER)
    if number % 3:
        yield paper, ox.NamedNode(f"{TERMS}subject"), ox.Literal(f"cs.{number % 11}")
    for place in range(5):
        method = _method(int(_ENTITIES * random.random() ** 3))
        mention = ox.NamedNode(f"{paper.value}#m{place}")
        yield paper, ox.NamedNode(f"{KG}usesMethod"), method
        yield mention, _TYPE, ox.NamedNode(f"{KG}Mention")
        yield mention, ox.NamedNode(f"{KG}refersTo"), method
        yield mention, ox.NamedNode(f"{KG}sentence"), ox.Literal(_SENTENCE)


#: One query of each kind.
QUERIES: Mapping[str, str] = {
    "look-up": f"SELECT ?p ?o {{ <{BASE}/method/m42> ?p ?o }}",
    "star": "SELECT ?t ?y ?s { ?p a kg:Paper ; dcterms:title ?t ; kg:year ?y ; dcterms:subject ?s } LIMIT 1000",
    "join": f"SELECT DISTINCT ?other {{ ?p kg:usesMethod <{BASE}/method/m900> , ?other . ?other skos:broader ?w }}",
    "path": f"SELECT (COUNT(DISTINCT ?m) AS ?n) {{ ?m skos:broader+ <{BASE}/method/m1> }}",
    "aggregate": "SELECT ?m (COUNT(?p) AS ?n) { ?p kg:usesMethod ?m } GROUP BY ?m ORDER BY DESC(?n) LIMIT 20",
    "optional": "SELECT ?p ?s { ?p kg:year 2003 OPTIONAL { ?p dcterms:subject ?s } }",
    "text filter": "SELECT ?p { ?p dcterms:title ?t FILTER(CONTAINS(LCASE(?t), 'method 97')) }",
    "order": "SELECT ?p ?t { ?p kg:year 2010 ; dcterms:title ?t } ORDER BY DESC(?t) LIMIT 100",
    "construct": f"CONSTRUCT {{ ?p kg:uses ?m }} WHERE {{ ?p kg:usesMethod ?m . ?m skos:broader <{BASE}/method/m60> }}",
    "describe": f"DESCRIBE <{BASE}/paper/77>",
    "count": "SELECT (COUNT(*) AS ?n) { ?m a kg:Mention }",
    "large result": "SELECT ?m ?method { ?m kg:refersTo ?method } LIMIT 100000",
}
#: The kinds in which a triple store's engine matters most.
JOINS_AND_AGGREGATES = ("star", "join", "path", "aggregate", "optional", "count")
#: Small queries, as pages and tools ask them, that all differ: number by number.
SMALL = (
    f"SELECT ?p ?o {{ <{BASE}/method/m%d> ?p ?o }}",
    f"ASK {{ <{BASE}/method/m%d> a kg:Method }}",
    f"SELECT ?p {{ ?p kg:usesMethod <{BASE}/method/m%d> }} LIMIT 10",
    f"SELECT ?w {{ <{BASE}/method/m%d> skos:broader ?w }}",
    f"SELECT ?t {{ <{BASE}/paper/%d> dcterms:title ?t }}",
)


def with_prefixes(query: str) -> str:
    """Return a query that runs where no prefixes are known."""
    used = [prefix for prefix in PREFIXES if f"{prefix}:" in query]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + query
