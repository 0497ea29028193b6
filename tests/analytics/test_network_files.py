"""Networks are written so that other programs open them again, whole."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.analytics.network_files import strongest, write_network


@pytest.fixture
def network(network_of: Any) -> nx.Graph[str]:
    network: nx.Graph[str] = network_of("https://x/a-https://x/b 3,https://x/b-https://x/c 1")
    network.nodes["https://x/a"].update(label='Quote " & <tag> é', community=1, pagerank=0.1234567891234)
    network.nodes["https://x/b"].update(label="same", community=2)
    network.nodes["https://x/c"].update(label="same", community=2)
    return network


@pytest.fixture
def files(tmp_path: Path, network: nx.Graph[str]) -> dict[str, Path]:
    return {path.name.partition(".")[2]: path for path in write_network(tmp_path, "net", network, 0)}


def test_graphml_is_read_again_by_networkx(files: dict[str, Path], network: nx.Graph[str]) -> None:
    again = nx.read_graphml(files["graphml"])
    assert set(again) == set(network)
    assert again.nodes["https://x/a"]["label"] == 'Quote " & <tag> é'
    assert again.nodes["https://x/a"]["pagerank"] == 0.123456789
    assert again.edges["https://x/a", "https://x/b"] == {"weight": 3, "lift": 2.0, "npmi": 0.5, "q": 0.01}


def test_gexf_is_read_again_by_networkx_and_has_what_gephi_wants(
    files: dict[str, Path], network: nx.Graph[str]
) -> None:
    again = nx.read_gexf(files["gexf"])
    assert set(again) == set(network)
    assert again.edges["https://x/a", "https://x/b"]["weight"] == 3
    root = ET.parse(files["gexf"]).getroot()
    namespace = "{http://www.gexf.net/1.2draft}"
    assert (root.tag, root.attrib["version"]) == (f"{namespace}gexf", "1.2")
    graph = root.find(f"{namespace}graph")
    assert graph is not None
    assert graph.attrib["defaultedgetype"] == "undirected"
    nodes = graph.findall(f"{namespace}nodes/{namespace}node")
    edges = graph.findall(f"{namespace}edges/{namespace}edge")
    assert all({"id", "label"} <= node.attrib.keys() for node in nodes)
    assert {(e.attrib["source"], e.attrib["target"]) for e in edges} <= {(a, b) for a in network for b in network}
    assert root.find(f"{namespace}meta") is None  # it would hold the date of writing


def test_pajek_is_read_again_by_networkx_and_no_two_vertices_share_a_name(files: dict[str, Path]) -> None:
    again = nx.read_pajek(files["net"])
    assert set(again) == {"Quote ' & <tag> é", "same", "https://x/c"}
    assert {frozenset(edge) for edge in again.edges()} == {
        frozenset({"Quote ' & <tag> é", "same"}),
        frozenset({"same", "https://x/c"}),
    }
    assert files["net"].read_text("utf-8").startswith("*Vertices 3\n1 ")


def test_vosviewer_json_has_items_and_links_of_its_schema(files: dict[str, Path]) -> None:
    data = json.loads(files["vosviewer.json"].read_text("utf-8"))["network"]
    assert data["items"][0] == {
        "id": 1,
        "label": 'Quote " & <tag> é',
        "weights": {"Papers": 1, "Links": 1},
        "url": "https://x/a",
        "description": "Method",
        "cluster": 1,
        "scores": {"PageRank": 0.123456789},
    }
    ids = {item["id"] for item in data["items"]}
    assert len(ids) == 3
    assert data["links"] == [
        {"source_id": 1, "target_id": 2, "strength": 3},
        {"source_id": 2, "target_id": 3, "strength": 1},
    ]


def test_a_directed_network_stays_directed(tmp_path: Path) -> None:
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_node("a", label="A", type="Method")
    network.add_node("b", label="B", type="Method")
    network.add_edge("a", "b", weight=2, relation="basedOn")
    write_network(tmp_path, "directed", network, 0)
    assert list(nx.read_graphml(tmp_path / "directed.graphml").edges()) == [("a", "b")]
    assert 'defaultedgetype="directed"' in (tmp_path / "directed.gexf").read_text("utf-8")
    assert "*Arcs\n1 2 2\n" in (tmp_path / "directed.net").read_text("utf-8")


def test_a_network_that_is_too_long_keeps_its_heaviest_edges_and_all_nodes(network: nx.Graph[str]) -> None:
    kept = strongest(network, 1)
    assert list(kept.edges()) == [("https://x/a", "https://x/b")]
    assert set(kept) == set(network)
    assert strongest(network, 0) is network


def test_an_empty_network_is_written_in_all_formats(tmp_path: Path) -> None:
    for path in write_network(tmp_path, "empty", nx.Graph(), 0):
        assert path.stat().st_size
    assert len(nx.read_graphml(tmp_path / "empty.graphml")) == 0
