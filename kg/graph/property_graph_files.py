"""Nodes and edges as files for other programs, written piece by piece: GraphML, GEXF (Gephi), CSV tables."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree
from pyoxigraph import Store

from kg.graph.property_graph import Edge, Node, read_edges, read_nodes
from kg.output import output

# An element without a namespace of its own is written without one, and so is read in that of the document.
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"
_NODE_KINDS: Mapping[str, str] = {
    "label": "string", "type": "string", "papers": "int", "year": "int", "identifier": "string", "wikidata": "string",
}  # fmt: skip
_EDGE_KINDS: Mapping[str, str] = {"relation": "string", "papers": "int", "mentions": "int", "confidence": "double"}
#: What XML 1.0 has no way to write.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Archives carry a time; this one, the first that ZIP knows, so that the same graph gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_graphml(graph: Store, out: BinaryIO) -> None:
    """Write GraphML 1.0, directed; attribute names are those of Node and Edge."""
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{_GRAPHML}}}graphml", nsmap={None: _GRAPHML}):
            for owner, kinds in (("node", _NODE_KINDS), ("edge", _EDGE_KINDS)):
                for name, kind in kinds.items():
                    facts = {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": kind}
                    xml.write(etree.Element("key", facts), "\n")
            with xml.element(f"{{{_GRAPHML}}}graph", {"edgedefault": "directed"}):
                for node in read_nodes(graph):
                    xml.write(_graphml("node", {"id": node.id}, node, _NODE_KINDS), "\n")
                for edge in read_edges(graph):
                    ends = {"source": edge.source, "target": edge.target}
                    xml.write(_graphml("edge", ends, edge, _EDGE_KINDS), "\n")


def write_gexf(graph: Store, out: BinaryIO) -> None:
    """Write GEXF 1.3, directed; the weight of an edge is its number of papers."""
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with (
            xml.element(f"{{{_GEXF}}}gexf", {"version": "1.3"}, nsmap={None: _GEXF}),
            xml.element(f"{{{_GEXF}}}graph", {"defaultedgetype": "directed"}),
        ):
            for owner, kinds in (("node", _NODE_KINDS), ("edge", _EDGE_KINDS)):
                xml.write(_gexf_attributes(owner, kinds), "\n")
            with xml.element(f"{{{_GEXF}}}nodes"):
                for node in read_nodes(graph):
                    xml.write(_gexf("node", {"id": node.id, "label": _text(node.label)}, node, _NODE_KINDS), "\n")
            with xml.element(f"{{{_GEXF}}}edges"):
                for number, edge in enumerate(read_edges(graph)):
                    ends = {"id": str(number), "source": edge.source, "target": edge.target, "label": edge.relation}
                    xml.write(_gexf("edge", ends | {"weight": str(edge.papers or 1)}, edge, _EDGE_KINDS), "\n")


def write_tables(graph: Store, out: Path) -> None:
    """Write `nodes.csv` and `edges.csv` into a new or empty folder, or into a ZIP archive when the name says so.

    The headings are those that Gephi, networkx and igraph look for: id and label; source and target.
    """
    with ExitStack() as files:
        place = _places(out, files)
        for name, kind, rows in (("nodes", Node, read_nodes(graph)), ("edges", Edge, read_edges(graph))):
            with place(f"{name}.csv") as file:
                _write_csv(file, [f.name for f in fields(kind)], rows)


def _write_csv(file: BinaryIO, names: list[str], rows: Iterable[Node | Edge]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(row, name) for name in names] for row in rows)
    text.flush()
    text.detach()


def _places(out: Path, files: ExitStack) -> Callable[[str], Any]:
    """Return how to open a file of the result, which takes its name when it is whole."""
    if out.suffix != ".zip":
        out.mkdir(parents=True, exist_ok=True)
        return lambda name: output(out / name)
    archive = files.enter_context(zipfile.ZipFile(files.enter_context(output(out)), "w"))
    return lambda name: archive.open(_member(name), "w", force_zip64=True)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def _graphml(tag: str, facts: dict[str, str], thing: Node | Edge, kinds: Mapping[str, str]) -> Any:
    element = etree.Element(tag, facts)
    for name, value in _values(thing, kinds):
        etree.SubElement(element, "data", {"key": f"{tag}_{name}"}).text = value
    return element


def _gexf(tag: str, facts: dict[str, str], thing: Node | Edge, kinds: Mapping[str, str]) -> Any:
    element = etree.Element(tag, facts)
    values = etree.SubElement(element, "attvalues")
    for name, value in _values(thing, kinds):
        etree.SubElement(values, "attvalue", {"for": name, "value": value})
    return element


def _gexf_attributes(owner: str, kinds: Mapping[str, str]) -> Any:
    element = etree.Element("attributes", {"class": owner})
    for name, kind in kinds.items():
        gexf_kind = "integer" if kind == "int" else kind
        etree.SubElement(element, "attribute", {"id": name, "title": name, "type": gexf_kind})
    return element


def _values(thing: Node | Edge, kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in kinds:
        value = getattr(thing, name)
        if value is not None:
            yield name, _text(str(value))


def _text(value: str) -> str:
    return _NO_XML.sub("\ufffd", value)
