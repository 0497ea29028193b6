"""Read the manifests of the W3C tests: what is asked of which data, and what has to come out."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from rdflib import RDF, RDFS, Graph, Namespace
from rdflib.term import Node

ARCHIVE = Path(__file__).with_name("rdf-tests-sparql.tar.gz")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")


@dataclass(frozen=True, slots=True)
class Data:
    """Files to load into the unnamed graph, and into named ones: pairs of name and file."""

    default: tuple[str, ...]
    named: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One test: its kind (the local name of its class), the file with the query or update, data and expected result."""

    name: str
    kind: str
    request: str
    data: Data
    result: str | None
    result_data: Data


def unpack(folder: Path) -> Path:
    """Unpack the tests and return their folder."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "sparql"


def folders() -> list[str]:
    """Return the folders that have a manifest of tests: `sparql11/aggregates` …"""
    with tarfile.open(ARCHIVE) as archive:
        names = [Path(name) for name in archive.getnames()]
    return sorted({f"{n.parts[1]}/{n.parts[2]}" for n in names if len(n.parts) == 4 and n.name == "manifest.ttl"})


def path_of(iri: str) -> Path:
    """Return the file that an IRI names."""
    return Path(unquote(iri.removeprefix("file://")))


def read(manifest: Path) -> Iterator[Case]:
    """Yield the tests of a manifest, in its order."""
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    entries = next(graph.objects(None, MF.entries))
    for entry in graph.items(entries):
        yield _case(graph, entry)


def _case(graph: Graph, entry: Node) -> Case:
    action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
    request = graph.value(action, QT.query) or graph.value(action, UT.request) or action
    has_data = result is not None and any(graph.objects(result, UT.data | UT.graphData))
    kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
    return Case(
        name=str(entry).rpartition("#")[2],
        kind=kind,
        request=str(request),
        data=_data(graph, action),
        result=None if result is None or has_data else str(result),
        result_data=_data(graph, result),
    )


def _data(graph: Graph, node: Node | None) -> Data:
    if node is None:
        return Data((), ())
    default = [str(o) for p in (QT.data, UT.data) for o in graph.objects(node, p)]
    named = []
    for value in [o for p in (QT.graphData, UT.graphData) for o in graph.objects(node, p)]:
        file = graph.value(value, UT.graph) or value
        named.append((str(graph.value(value, RDFS.label) or file), str(file)))
    return Data(tuple(default), tuple(sorted(named)))
