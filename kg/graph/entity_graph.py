"""The graph of all entities: names, wider terms, links, and what is known of hardware and metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.iris import entity_iri, graph_iri
from kg.graph.nodes import A, Object, kg, std, typed
from kg.resolve.entities import Entity


def entity_quads(base: str, entity: Entity) -> Iterator[Quad]:
    """Yield the facts about one entity, in the graph of all entities."""
    name = NamedNode(graph_iri(base, "entities"))
    iri = NamedNode(entity_iri(base, entity.type, entity.slug))
    for predicate, value in _entity_statements(base, entity):
        yield Quad(iri, predicate, value, name)


def _entity_statements(base: str, entity: Entity) -> Iterator[tuple[NamedNode, Object]]:
    yield A, kg("Entity")
    yield A, kg(entity.type)
    yield std("skos:prefLabel"), Literal(entity.label)
    for alias in entity.aliases:
        yield std("skos:altLabel"), Literal(alias)
    for form in entity.hidden:
        yield std("skos:hiddenLabel"), Literal(form)
    for broader in entity.broader:
        yield std("skos:broader"), NamedNode(entity_iri(base, entity.type, broader))
    for link in entity.links:
        yield std("skos:exactMatch"), NamedNode(link)
    for link in entity.close_links:
        yield std("skos:closeMatch"), NamedNode(link)
    for note in entity.notes:
        yield std("skos:changeNote"), Literal(note)
    yield from _attributes(entity.attributes)


def _attributes(attributes: Mapping[str, str]) -> Iterator[tuple[NamedNode, Object]]:
    if vendor := attributes.get("vendor"):
        yield kg("vendor"), Literal(vendor)
    if kind := attributes.get("class"):
        yield kg("hardwareClass"), Literal(kind)
    if memory := attributes.get("memory_gb"):
        yield kg("memoryGB"), typed(memory, "integer")
    if better := attributes.get("better"):
        yield kg("higherIsBetter"), Literal(better == "higher")
