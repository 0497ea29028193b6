"""Pictures of networks: what is in them, that labels keep apart, and that they are the same every time."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET
from typing import Any

import networkx as nx
import pytest

from kg.analytics.canvas import as_svg
from kg.analytics.drawing import Look, draw_network, layout, strongest_pairs

SVG = "{http://www.w3.org/2000/svg}"


def looks(network: nx.Graph[str]) -> dict[str, Look]:
    return {node: Look(0.5, "#1d4ed8", "Method") for node in network}


def texts(svg: str | None) -> list[str]:
    assert svg is not None
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_every_label_and_the_legend_are_text_in_the_picture(network_of: Any) -> None:
    found = texts(draw_network(network_of("a-b 3,b-c"), looks(network_of("a-b,b-c")), "small"))
    assert {"A", "B", "C", "Method"} <= set(found)


def test_the_same_network_gives_the_same_bytes(network_of: Any) -> None:
    pairs = "a-b 3,b-c,c-d,d-a 2,x-y"
    shuffled = ",".join(reversed(pairs.split(",")))
    first, second = (draw_network(network_of(pairs), looks(network_of(pairs)), "same") for _ in range(2))
    assert first == second
    assert sorted(texts(first)) == sorted(texts(draw_network(network_of(shuffled), looks(network_of(pairs)), "same")))


def test_labels_are_escaped(network_of: Any) -> None:
    network = network_of("a-b")
    network.nodes["a"]["label"] = "<script>alert('$x_1$')</script>"
    svg = draw_network(network, looks(network), "escaped")
    assert svg is not None
    assert "<script" not in svg
    assert any("alert" in text for text in texts(svg))


def test_long_labels_are_cut_into_two_lines(network_of: Any) -> None:
    network = network_of("a-b")
    network.nodes["a"]["label"] = "retrieval-augmented generation with knowledge graphs"
    found = texts(draw_network(network, looks(network), "long"))
    assert "retrieval-augmented" in " ".join(found)
    assert max(map(len, found)) < 32


@pytest.mark.parametrize(
    "edges", ["a-b", "a-b,b-c", "a-b,c-d,e-f,g-h", ",".join(f"n{i}-n{(i * 7 + 1) % 40}" for i in range(40))]
)
def test_circles_do_not_lie_on_each_other(network_of: Any, edges: str) -> None:
    network = network_of(edges, alone="alone")
    network.remove_edges_from(list(nx.selfloop_edges(network)))
    places = layout(network)
    assert set(places) == set(network)
    distances = [
        ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 for (x1, y1), (x2, y2) in itertools.combinations(places.values(), 2)
    ]
    assert min(distances) > 0.25


def test_an_empty_network_has_no_picture() -> None:
    assert draw_network(nx.Graph(), {}, "empty") is None


def test_the_heaviest_pairs_of_each_entity_stay(network_of: Any) -> None:
    star = network_of("hub-a 5,hub-b 4,hub-c 3,hub-d 2,a-b 1,a-c 1")
    kept = strongest_pairs(star, per_node=2)
    assert {frozenset(edge) for edge in kept.edges()} == {
        frozenset(pair) for pair in (("hub", "a"), ("hub", "b"), ("hub", "c"), ("hub", "d"), ("a", "b"), ("a", "c"))
    }
    assert {frozenset(edge) for edge in strongest_pairs(star, per_node=1).edges()} == {
        frozenset(pair) for pair in (("hub", "a"), ("hub", "b"), ("hub", "c"), ("hub", "d"))
    }


def test_without_matplotlib_there_is_no_picture_and_no_error(network_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert draw_network(network_of("a-b"), looks(network_of("a-b")), "none") is None


def test_two_pictures_on_one_page_share_no_id() -> None:
    def ids(name: str) -> set[str]:
        svg = as_svg(name, 3, 2, lambda figure: figure.add_subplot().plot([1, 2], marker="o"))
        assert svg is not None
        root = ET.fromstring(svg)
        found = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        used = {value.removeprefix("#") for e in root.iter() for key, value in e.attrib.items() if key.endswith("href")}
        assert used <= found
        return found

    assert ids("one") & ids("two") == set()
