"""The graph of all entities: names, wider terms, links and attributes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.graph.entity_graph import entity_quads
from kg.graph.nodes import A, kg, std, typed
from kg.graph.store import StoreFolder
from kg.resolve.entities import Entity

BASE = "https://example.org/id"
STORE_BASE = "https://w3id.org/abstracts-kg/id"


def statements(entity: Entity) -> set[tuple[str, str]]:
    return {(str(quad.predicate), str(quad.object)) for quad in entity_quads(BASE, entity)}


def test_an_entity_has_its_type_and_its_names() -> None:
    entity = Entity("Method", "zorbnet", "Zorbnet", ("ZN", "Zorbnets"), ("zn", "zorbnet"))
    assert [(quad.predicate, quad.object) for quad in entity_quads(BASE, entity)] == [
        (A, kg("Entity")),
        (A, kg("Method")),
        (std("skos:prefLabel"), Literal("Zorbnet")),
        (std("skos:altLabel"), Literal("ZN")),
        (std("skos:altLabel"), Literal("Zorbnets")),
        (std("skos:hiddenLabel"), Literal("zn")),
        (std("skos:hiddenLabel"), Literal("zorbnet")),
    ]


def test_all_entities_stand_in_one_graph() -> None:
    quads = list(entity_quads(BASE, Entity("Dataset", "fooset", "Fooset")))
    assert {quad.graph_name for quad in quads} == {NamedNode(f"{BASE}/graph/entities")}
    assert {quad.subject for quad in quads} == {NamedNode(f"{BASE}/dataset/fooset")}


def test_a_wider_term_is_of_the_same_type() -> None:
    quads = entity_quads(BASE, Entity("Hardware", "glim-9", "Glim 9", broader=("glim",)))
    assert [q.object for q in quads if q.predicate == std("skos:broader")] == [NamedNode(f"{BASE}/hardware/glim")]


def test_the_same_thing_elsewhere_is_an_exact_match_and_the_nearest_a_close_one() -> None:
    entity = Entity("Task", "bog", "bog", links=("https://e.org/bog",), close_links=("https://e.org/fen",))
    matches = {(str(p), o) for p, o in statements(entity) if "Match" in p}
    assert matches == {
        (str(std("skos:exactMatch")), "<https://e.org/bog>"),
        (str(std("skos:closeMatch")), "<https://e.org/fen>"),
    }


def test_hardware_has_vendor_class_and_memory() -> None:
    attributes = {"vendor": "Glim", "class": "consumer GPU", "memory_gb": "24"}
    quads = list(entity_quads(BASE, Entity("Hardware", "glim-9", "Glim 9", attributes=attributes)))
    assert [(quad.predicate, quad.object) for quad in quads[3:]] == [
        (kg("vendor"), Literal("Glim")),
        (kg("hardwareClass"), Literal("consumer GPU")),
        (kg("memoryGB"), typed("24", "integer")),
    ]


@pytest.mark.parametrize(("better", "expected"), [("higher", True), ("lower", False)])
def test_a_metric_says_which_way_is_better(better: str, expected: bool) -> None:
    quads = entity_quads(BASE, Entity("Metric", "shine", "shine", attributes={"better": better}))
    assert [q.object for q in quads if q.predicate == kg("higherIsBetter")] == [Literal(expected)]


def test_attributes_that_are_empty_are_left_out() -> None:
    plain = statements(Entity("Hardware", "glim", "Glim"))
    assert statements(Entity("Hardware", "glim", "Glim", attributes={"vendor": "", "memory_gb": ""})) == plain


# What holds of every entity of a store


@pytest.fixture(scope="module")
def published(store: Path) -> Store:
    return Store.read_only(str(StoreFolder.open(store).current().graph))


def test_everything_that_a_paper_mentions_has_one_preferred_label_in_the_entities_graph(published: Store) -> None:
    mentioned = {quad.object for quad in published.quads_for_pattern(None, kg("mentions"), None, None)}
    entities = NamedNode(f"{STORE_BASE}/graph/entities")
    labels = Counter(quad.subject for quad in published.quads_for_pattern(None, std("skos:prefLabel"), None, entities))
    assert len(mentioned) > 20
    assert {entity: labels[entity] for entity in mentioned} == dict.fromkeys(mentioned, 1)


def test_every_entity_is_mentioned_or_wider_than_one_that_is(published: Store) -> None:
    reached = {quad.object for quad in published.quads_for_pattern(None, kg("mentions"), None, None)}
    open_nodes = list(reached)
    while open_nodes:
        node = open_nodes.pop()
        assert isinstance(node, NamedNode)
        wider = {quad.object for quad in published.quads_for_pattern(node, std("skos:broader"), None, None)} - reached
        reached |= wider
        open_nodes += wider
    assert {quad.subject for quad in published.quads_for_pattern(None, A, kg("Entity"), None)} == reached


def test_one_short_form_is_two_entities_in_two_papers_that_mean_different_things(published: Store) -> None:
    meant = {
        (str(quad.subject).partition("#")[0].rpartition("/")[2], str(entity.object).rpartition("/")[2].rstrip(">"))
        for quad in published.quads_for_pattern(None, std("oa:exact"), Literal("RAG"), None)
        for entity in published.quads_for_pattern(quad.subject, kg("refersTo"), None, None)
    }
    assert meant == {("p2", "retrieval-augmented-generation"), ("p3", "region-adjacency-graph")}
