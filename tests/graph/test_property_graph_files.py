"""Networks as files: networkx, pandas' csv and XML parsers read what was written, and it is what the graph holds."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree
from pyoxigraph import Literal, NamedNode, Quad, Store

import kg.graph.sorting
from kg.graph.export import export_store, export_tables
from kg.graph.nodes import A, std
from kg.graph.nodes import kg as own
from kg.graph.property_graph import Edge, read_edges, read_nodes
from kg.graph.property_graph_files import write_graphml
from kg.graph.store import StoreFolder

BASE = "https://w3id.org/abstracts-kg/id"
P1, COLBERT, MS_MARCO = f"{BASE}/paper/p1", f"{BASE}/method/colbert", f"{BASE}/dataset/ms-marco"


@pytest.fixture(scope="module")
def published(store: Path) -> Store:
    return Store.read_only(str(StoreFolder.open(store).current().graph))


def network(store: Path, format: str) -> nx.DiGraph:  # type: ignore[type-arg]
    out = io.BytesIO()
    export_store(store, out, format)
    out.seek(0)
    return nx.read_graphml(out) if format == "graphml" else nx.read_gexf(out, version="1.3")


def test_nodes_are_entities_then_papers_each_sorted_by_iri(published: Store) -> None:
    nodes = list(read_nodes(published))
    papers = [node.type == "Paper" for node in nodes]
    assert papers == sorted(papers)
    assert sum(papers) == 4
    for kind in (True, False):
        ids = [node.id for node in nodes if (node.type == "Paper") is kind]
        assert ids == sorted(ids)
    by_id = {node.id: node for node in nodes}
    assert (by_id[COLBERT].label, by_id[COLBERT].type, by_id[COLBERT].papers) == ("ColBERT", "Method", 2)
    assert (by_id[P1].year, by_id[P1].identifier) == (2022, "p1")


def test_a_role_is_one_edge_with_the_most_specific_role_and_its_mentions(published: Store) -> None:
    edges = {(e.source, e.target): e for e in read_edges(published) if e.source == P1}
    assert edges[P1, f"{BASE}/method/quillrank"].relation == "introduces"
    dataset = edges[P1, MS_MARCO]
    assert (dataset.relation, dataset.papers, dataset.mentions) == ("usesDataset", 1, 1)
    assert 0 < (dataset.confidence or 0) <= 1
    named = {q.object.value for q in published.quads_for_pattern(NamedNode(P1), own("mentions"), None, None)}  # type: ignore[union-attr]
    assert {target for _, target in edges} == named


def test_relations_and_wider_terms_are_edges_between_entities(published: Store) -> None:
    edges = [e for e in read_edges(published) if not e.source.startswith(f"{BASE}/paper/")]
    claims = {
        q.object.value.rpartition("#")[2] for q in published.quads_for_pattern(None, own("predicate"), None, None)
    }  # type: ignore[union-attr]
    assert {e.relation for e in edges} == claims | {"broader"}
    assert all(e.papers and e.confidence for e in edges if e.relation != "broader")
    assert edges == sorted(edges, key=lambda e: (e.source, e.target, e.relation))


def test_a_relation_that_two_papers_state_is_one_edge_that_counts_them() -> None:
    graph = Store()
    a, b = NamedNode(f"{BASE}/method/a"), NamedNode(f"{BASE}/method/b")
    for number, confidence in (("1", "0.4"), ("2", "0.7")):
        paper, claim = NamedNode(f"{BASE}/paper/{number}"), NamedNode(f"{BASE}/paper/{number}#relation-1")
        for predicate, value in (
            (A, own("Claim")), (own("subject"), a), (own("predicate"), own("basedOn")), (own("object"), b),
            (own("confidence"), Literal(confidence)),
        ):  # fmt: skip
            graph.add(Quad(claim, predicate, value, paper))
    assert list(read_edges(graph)) == [Edge(a.value, b.value, "basedOn", 2, confidence=0.7)]


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_networkx_reads_a_network_as_the_graph_holds_it(store: Path, published: Store, format: str) -> None:
    read = network(store, format)
    nodes = {node.id: node for node in read_nodes(published)}
    assert set(read) == set(nodes)
    assert read.is_directed()
    assert read.nodes[COLBERT] | {"label": "ColBERT", "type": "Method", "papers": 2} == read.nodes[COLBERT]
    assert read.nodes[P1]["year"] == 2022
    edges = {(e.source, e.target, e.relation): e for e in read_edges(published)}
    assert read.number_of_edges() == len(edges)
    (found,) = (data for source, target, data in read.edges(data=True) if (source, target) == (P1, MS_MARCO))
    assert edges[P1, MS_MARCO, found["relation"]].confidence == found["confidence"]


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_a_network_gives_the_same_bytes_twice_and_sorted_on_disk(
    store: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    export_store(store, first, format)
    monkeypatch.setattr(kg.graph.sorting, "_CHUNK", 7)
    export_store(store, second, format)
    assert first.getvalue() == second.getvalue()


def test_characters_that_xml_has_no_way_to_write_are_replaced() -> None:
    graph = Store()
    paper = NamedNode(f"{BASE}/paper/1")
    for predicate, value in (
        (A, own("Paper")),
        (std("dcterms:title"), Literal("A\x0b<b> & title")),
        (std("dcterms:identifier"), Literal("1")),
    ):  # fmt: skip
        graph.add(Quad(paper, predicate, value, paper))
    out = io.BytesIO()
    write_graphml(graph, out)
    tree = etree.fromstring(out.getvalue())
    assert tree.xpath("//*[@key='node_label']/text()") == ["A\ufffd<b> & title"]


def test_tables_in_a_folder_and_in_an_archive_are_the_same(store: Path, published: Store, tmp_path: Path) -> None:
    export_tables(store, tmp_path / "network")
    export_tables(store, tmp_path / "network.zip")
    with zipfile.ZipFile(tmp_path / "network.zip") as archive:
        assert archive.namelist() == ["nodes.csv", "edges.csv"]
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "network" / name).read_bytes()
    nodes, edges = (
        list(csv.DictReader((tmp_path / "network" / name).read_text(encoding="utf-8").splitlines()))
        for name in ("nodes.csv", "edges.csv")
    )
    assert [row["id"] for row in nodes] == [node.id for node in read_nodes(published)]
    assert {"source", "target", "relation", "papers", "mentions", "confidence"} == set(edges[0])
    assert len(edges) == len(list(read_edges(published)))
    assert not list(tmp_path.rglob("*unfinished*"))


def test_an_archive_gives_the_same_bytes_twice(store: Path, tmp_path: Path) -> None:
    export_tables(store, tmp_path / "one.zip")
    export_tables(store, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
