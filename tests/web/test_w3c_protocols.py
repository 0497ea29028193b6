"""The W3C tests of the SPARQL Protocol and the Graph Store Protocol, replayed against the application."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from kg.graph.paper_table import open_papers
from kg.graph.store import Snapshot, StoreFolder
from kg.settings import Settings
from kg.web.app import create_app
from tests.w3c.compare import same_quads
from tests.w3c.manifest import MF, UT, unpack

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
GRAPH_STORE = ("graph-store-protocol/manifest-indirect.ttl", "graph-store-protocol/manifest-direct.ttl")
MANIFESTS = ("protocol/manifest.ttl", *GRAPH_STORE)
STATUS = {"OK": "200", "Created": "201", "NoContent": "204", "BadRequest": "400", "NotFound": "404"}
TOKEN = "the-token-of-these-tests"
#: Media types that the tests accept, by the kind of result that they expect.
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle; charset=utf-8", "application/rdf+xml", "application/n-triples"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and what has to come back: the first digits of the status, a kind of result, its truth, its graph."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    kind: str | None
    truth: bool | None
    graph: str | None


@dataclass(slots=True)
class Session:
    """The exchanges of one test, and data to be there before."""

    name: str
    exchanges: list[Exchange] = field(default_factory=list)
    data: list[tuple[str, Path]] = field(default_factory=list)


def sessions(manifest: Path) -> Iterator[Session]:
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    for entry in graph.items(next(graph.objects(None, MF.entries))):
        session = Session(str(entry).rpartition("#")[2])
        requests = graph.value(graph.value(entry, MF.action), HT.requests)
        session.exchanges = [exchange(graph, request) for request in Collection(graph, requests)]
        for data in graph.objects(entry, UT.graphData):
            file = str(graph.value(data, UT.graph)).removeprefix("file://")
            session.data.append((str(graph.value(data, RDFS.label)), Path(file)))
        yield session


def exchange(graph: Graph, node: Node) -> Exchange:
    response = graph.value(node, HT.resp)
    truth = graph.value(response, MF.expectedBoolean)
    kind, expected = graph.value(response, MF.expectedFormat), graph.value(response, HT.body)
    names = [str(o).rpartition("#")[2] for o in graph.objects(response, MF.expectedStatus)]
    return Exchange(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)),
        headers=headers(graph, node),
        body=body(graph, graph.value(node, HT.body)),
        statuses=tuple(STATUS.get(name) or name.removeprefix("StatusCode")[0] for name in names),
        kind=str(kind) if kind else None,
        truth=bool(truth) if truth is not None else None,
        graph=str(graph.value(expected, CNT.chars)) if expected and kind is None else None,
    )


def headers(graph: Graph, node: Node) -> dict[str, str]:
    given = graph.value(node, HT.headers)
    pairs = Collection(graph, given) if given else []
    return {str(graph.value(p, HT.fieldName)): str(graph.value(p, HT.fieldValue)) for p in pairs}


def body(graph: Graph, node: Node | None) -> bytes | None:
    if node is None:
        return None
    encoding = str(graph.value(node, CNT.characterEncoding) or "utf-8")
    return str(graph.value(node, CNT.chars)).encode(encoding)


@pytest.fixture(scope="module")
def suites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Session]]:
    root = unpack(tmp_path_factory.mktemp("w3c")) / "sparql11"
    return {name: list(sessions(root / name)) for name in MANIFESTS}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, suites: dict[str, list[Session]]) -> Path:
    """A store without papers, with the data that the tests of the Protocol ask for."""
    folder = StoreFolder.create(tmp_path_factory.mktemp("template") / "store", "https://example.org/id")
    building = folder.begin()
    graphs = ox.Store(str(building / "graph"))
    for name, file in sorted({data for session in suites["protocol/manifest.ttl"] for data in session.data}):
        graphs.load(path=str(file), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    graphs.flush()
    with open_papers(building / "papers.sqlite"):
        pass
    folder.publish(building, Snapshot(building, 0, len(graphs), 0, "", "none"))
    return folder.path


@contextmanager
def served(template: Path, store: Path) -> Iterator[FlaskClient]:
    """Serve a copy of the template, to which who has the token may write."""
    shutil.copytree(template, store)
    app = create_app(store, Settings(query_workers=1), token=TOKEN)
    with app.extensions["kg"]:
        yield app.test_client()


def test_the_protocol_goes_as_its_w3c_tests_say(
    suites: dict[str, list[Session]], template: Path, tmp_path: Path
) -> None:
    with served(template, tmp_path / "store") as client:
        assert [p for session in suites["protocol/manifest.ttl"] for p in problems(client, session)] == []


@pytest.mark.parametrize("suite", GRAPH_STORE)
def test_the_graph_store_protocol_goes_as_its_w3c_tests_say(
    suites: dict[str, list[Session]], suite: str, template: Path, tmp_path: Path
) -> None:
    for number, session in enumerate(suites[suite]):
        with served(template, tmp_path / str(number)) as client:
            assert list(problems(client, session)) == []


def problems(client: FlaskClient, session: Session) -> Iterator[str]:
    """Yield what is not as it should be."""
    location = ""
    for number, asked in enumerate(session.exchanges, start=1):
        path, _, query = url(asked, session.name, location).partition("?")
        response = client.open(
            path,
            query_string=query,  # apart, or the client of these tests would encode it once more
            method=asked.method,
            data=asked.body,
            headers={**asked.headers, "Authorization": f"Bearer {TOKEN}"},
        )
        location = response.headers.get("Location", location)
        where = f"{session.name}, request {number}"
        if not str(response.status_code).startswith(asked.statuses):
            yield f"{where}: {response.status_code} {response.text[:200]}"
            return
        if asked.kind and response.content_type not in FORMATS[asked.kind]:
            yield f"{where}: {response.content_type}"
        if asked.truth is not None and response.get_json(force=True).get("boolean") is not asked.truth:
            yield f"{where}: {response.text}"
        if asked.graph and not same_quads(turtle(response.text), turtle(asked.graph)):
            yield f"{where}: {response.text}"


def turtle(text: str) -> ox.QuadParser:
    return ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri="http://localhost/")


def url(asked: Exchange, name: str, location: str) -> str:
    """Return the address here: updates have one of their own."""
    is_update = "update" in name and b"ASK" not in (asked.body or b"")
    path = asked.path.replace("/sparql/", "/update" if is_update else "/sparql", 1)
    path = path.replace("/gsp", "/data", 1) if path.startswith("/gsp") else path
    return path.replace("$LOCATION$", location)
