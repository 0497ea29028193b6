"""A built graph keeps the shapes; one that was meddled with is told what is wrong with it, node by node."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.cli import main
from kg.graph.editing import editing
from kg.graph.nodes import A, kg, std, typed
from kg.graph.store import StoreFolder
from kg.graph.validation import validate_store

BASE = "https://w3id.org/abstracts-kg/id"
PAPER = NamedNode(f"{BASE}/paper/p1")
ENTITIES = NamedNode(f"{BASE}/graph/entities")
COLBERT = NamedNode(f"{BASE}/method/colbert")
CONFIDENCE, LABEL = kg("confidence"), std("skos:prefLabel")


def first_mention(graph: Store) -> NamedNode:
    found = [quad.subject for quad in graph.quads_for_pattern(None, A, kg("Mention"), PAPER)]
    return min((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)


def replace(
    graph: Store, subject: NamedNode, predicate: NamedNode, name: NamedNode, *values: NamedNode | Literal
) -> None:
    for quad in list(graph.quads_for_pattern(subject, predicate, None, name)):
        graph.remove(quad)
    graph.extend(Quad(subject, predicate, value, name) for value in values)


def too_sure(graph: Store) -> None:
    replace(graph, first_mention(graph), CONFIDENCE, PAPER, typed("1.5", "decimal"))


def backwards(graph: Store) -> None:
    replace(graph, first_mention(graph), std("nif:endIndex"), PAPER, Literal(0))


def of_a_stranger(graph: Store) -> None:
    replace(graph, first_mention(graph), kg("refersTo"), PAPER, NamedNode(f"{BASE}/method/nobody"))


def of_two_labels(graph: Store) -> None:
    replace(graph, COLBERT, LABEL, ENTITIES, Literal("ColBERT"), Literal("Colbert"))


def of_two_classes(graph: Store) -> None:
    graph.add(Quad(COLBERT, A, kg("Dataset"), ENTITIES))


def without_a_title(graph: Store) -> None:
    replace(graph, PAPER, std("dcterms:title"), PAPER)


def test_a_built_graph_keeps_the_shapes(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert list(validate_store(store)) == []
    assert main(["validate", "--store", str(store)]) == 0
    assert capsys.readouterr().out == "The graph keeps all shapes of ontology/shapes.ttl.\n"


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (too_sure, "evidence has one kg:confidence, a decimal from 0 to 1"),
        (backwards, "a mention has one nif:beginIndex, which lies before its nif:endIndex"),
        (of_a_stranger, "a mention has one kg:refersTo, an entity"),
        (of_two_labels, "an entity has one skos:prefLabel that is not empty"),
        (of_two_classes, "an entity has one of the classes kg:Method, kg:Dataset, kg:Hardware, kg:Metric and kg:Task"),
        (without_a_title, "a paper has one dcterms:title that is not empty"),
    ],
)
def test_what_breaks_a_shape_is_told_in_words(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], break_it: Callable[[Store], None], message: str
) -> None:
    shutil.copytree(store, tmp_path / "store")
    with editing(StoreFolder.open(tmp_path / "store")) as graph:
        break_it(graph)
    assert message in {violation.message for violation in validate_store(tmp_path / "store")}
    assert main(["validate", "--store", str(tmp_path / "store")]) == 10
    assert message in capsys.readouterr().out
