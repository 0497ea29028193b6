"""Updates and writes to graphs: who may make them, what they do, and that what goes wrong changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.graph.store import StoreFolder
from kg.settings import Settings
from kg.web.app import create_app

TOKEN = "a-token-that-nobody-guesses"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
GRAPH = "https://example.org/mine"
INSERT = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <https://example.org/a> <https://example.org/b> 'c\u00e9' }} }}"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"


@pytest.fixture(scope="module")
def writable(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of an application on a copy of the small store, to which who has the token may write."""
    copy = tmp_path_factory.mktemp("writable") / "store"
    shutil.copytree(store, copy)
    app = create_app(copy, Settings(query_workers=1, query_seconds=5, max_upload_bytes=50_000), token=TOKEN)
    with app.extensions["kg"]:
        yield app.test_client()


@pytest.fixture(autouse=True)
def without_my_graph(request: pytest.FixtureRequest) -> None:
    if "writable" in request.fixturenames:
        request.getfixturevalue("writable").delete("/data", query_string={"graph": GRAPH}, headers=BEARER)


def count(client: FlaskClient) -> int:
    answer = client.get("/sparql", query_string={"query": COUNT, "format": "csv"})
    return int(answer.text.split()[1])


def snapshot(client: FlaskClient) -> str:
    return StoreFolder.open(client.application.extensions["kg"].store).current().name


def test_an_update_is_seen_by_the_next_query(writable: FlaskClient) -> None:
    assert count(writable) == 0
    done = writable.post("/update", data={"update": INSERT}, headers=BEARER)
    assert (done.status_code, done.json["snapshot"]) == (200, snapshot(writable))
    assert count(writable) == 1
    direct = INSERT.replace("/a>", "/a2>")
    kind = "application/sparql-update; charset=utf-8"
    assert writable.post("/update", data=direct, content_type=kind, headers=BEARER).status_code == 200
    assert count(writable) == 2


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nobody_writes_where_no_token_is_configured(client: FlaskClient, method: str) -> None:
    response = getattr(client, method)("/data", query_string={"graph": GRAPH}, headers=BEARER)
    assert (response.status_code, "KG_TOKEN" in response.json["message"]) == (403, True)
    assert client.post("/update", data={"update": INSERT}, headers=BEARER).status_code == 403


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": TOKEN}]
)
def test_nobody_writes_without_the_right_token(writable: FlaskClient, header: dict[str, str]) -> None:
    before = snapshot(writable)
    for response in (
        writable.post("/update", data={"update": INSERT}, headers=header),
        writable.put("/data", query_string={"graph": GRAPH}, data="", headers=header),
        writable.post("/data", data="", headers=header),
        writable.delete("/data", query_string={"graph": GRAPH}, headers=header),
    ):
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="kg"')
        assert TOKEN not in response.text
    assert snapshot(writable) == before


def test_an_update_is_posted_and_not_got(writable: FlaskClient) -> None:
    response = writable.get("/update", query_string={"update": INSERT}, headers=BEARER)
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, {"OPTIONS", "POST"})


@pytest.mark.parametrize(
    ("update", "status", "message"),
    [
        ("INSERT DATA { <a> <b> }", 400, "line 1, column 23"),
        (f"{INSERT} ; NONSENSE", 400, "not SPARQL 1.1"),
        ("LOAD <http://elsewhere.example/>", 403, "LOAD"),
        ("PREFIX e: <http://e.example/>\nLOAD SILENT e:x", 403, "LOAD"),
        (f"{INSERT} ; loadsilent<http://elsewhere.example/>", 403, "LOAD"),
        ("PREFIX : <http://e.example/> LOAD:x", 403, "LOAD"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://e.example/> { ?s ?p ?o } }", 403, "SERVICE"),
        (f"{INSERT} ; CLEAR GRAPH <urn:none>", 400, "does not exist"),
    ],
)
def test_an_update_that_cannot_be_made_changes_nothing(
    writable: FlaskClient, update: str, status: int, message: str
) -> None:
    before = snapshot(writable)
    response = writable.post("/update", data={"update": update}, headers=BEARER)
    assert (response.status_code, message in response.json["message"]) == (status, True), response.json
    assert snapshot(writable) == before


@pytest.mark.parametrize(
    "update",
    [
        "PREFIX load: <http://e.example/> INSERT DATA { GRAPH <%s> { load:LOAD load:x 'LOAD <a:b>' } }",
        "INSERT DATA { GRAPH <%s> { <http://e.example/LOAD> <urn:SERVICE> 1 } } # LOAD <a:b>",
        "BASE <http://load.example/> INSERT DATA { GRAPH <%s> { <load> <b> 1 } }",
    ],
)
def test_the_word_load_elsewhere_does_no_harm(writable: FlaskClient, update: str) -> None:
    assert writable.post("/update", data={"update": update % GRAPH}, headers=BEARER).status_code == 200
    assert count(writable) == 1


def test_an_update_past_its_time_is_ended_and_changes_nothing(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store, tmp_path / "store")
    app = create_app(tmp_path / "store", Settings(query_workers=1, query_seconds=1), token=TOKEN)
    client = app.test_client()
    before = snapshot(client)
    pattern = "GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i }"
    endless = f"INSERT {{ <a:a> <a:b> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {pattern} }} }}"
    response = client.post("/update", data={"update": endless}, headers=BEARER)
    assert (response.status_code, "1 seconds" in response.json["message"]) == (504, True)
    assert snapshot(client) == before


def test_an_update_that_is_nested_too_deeply_harms_nobody(writable: FlaskClient) -> None:
    deep = f"INSERT {{ <a:a> <a:b> 1 }} WHERE {{ FILTER({'(' * 9000}1{')' * 9000}) }}"
    assert writable.post("/update", data={"update": deep}, headers=BEARER).status_code in (400, 500)
    assert count(writable) == 0


def test_too_long_a_body_is_refused(writable: FlaskClient) -> None:
    long = INSERT + "#" * 60_000
    kind = "application/sparql-update"
    assert writable.post("/update", data=long, content_type=kind, headers=BEARER).status_code == 413
    assert writable.put("/data", query_string={"graph": GRAPH}, data="#" * 60_000, headers=BEARER).status_code == 413


def test_a_malformed_body_leaves_the_graph_as_it_was_and_says_where(writable: FlaskClient) -> None:
    turtle = {"query_string": {"graph": GRAPH}, "content_type": "text/turtle", "headers": BEARER}
    assert writable.put("/data", data="<a:a> <a:b> 1, 2 .", **turtle).status_code == 201
    response = writable.put("/data", data="<a:a> <a:b> 3 .\n<a:a> <a:b> 4 ; oops", **turtle)
    assert (response.status_code, response.json["line"]) == (400, 2)
    assert count(writable) == 2


def test_blank_nodes_of_two_bodies_stay_apart(writable: FlaskClient) -> None:
    turtle = {"query_string": {"graph": GRAPH}, "content_type": "text/turtle", "headers": BEARER}
    for _ in range(2):
        writable.post("/data", data="_:x <a:b> 1 .", **turtle)
    assert count(writable) == 2


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/turtle", "<a:a> <a:b> 'x' ."),
        ("application/n-triples", '<a:a> <a:b> "x" .'),
        ("application/trig", "<a:a> <a:b> 'x' ."),
        ("application/n-quads", '<a:a> <a:b> "x" .'),
        ("application/ld+json", '{"@id": "a:a", "a:b": "x"}'),
        (
            "application/rdf+xml",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
            '<rdf:Description rdf:about="a:a"><a:b>x</a:b></rdf:Description></rdf:RDF>',
        ),
    ],
)
def test_a_graph_is_put_in_every_format_and_comes_back(writable: FlaskClient, kind: str, body: str) -> None:
    assert (
        writable.put("/data", query_string={"graph": GRAPH}, data=body, content_type=kind, headers=BEARER).status_code
        == 201
    )
    got = writable.get("/data", query_string={"graph": GRAPH}, headers={"Accept": "application/n-triples"})
    assert (got.text, got.content_type) == ('<a:a> <a:b> "x" .\n', "application/n-triples")
    assert writable.get("/data", query_string={"graph": GRAPH}, headers={"Accept": kind}).content_type.startswith(kind)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({}, 400),
        ({"graph": "relative"}, 400),
        ({"graph": ["a:a", "a:b"]}, 400),
        ({"graph": "a:a", "default": ""}, 400),
        ({"graph": "a:nowhere"}, 404),
        ({"default": ""}, 200),
        ({"default": "", "format": "csv"}, 400),
        ({"default": "", "format": "png"}, 400),
    ],
)
def test_a_graph_is_named_once_and_by_an_absolute_iri(
    writable: FlaskClient, arguments: dict[str, str], status: int
) -> None:
    assert writable.get("/data", query_string=arguments).status_code == status


def test_a_body_of_another_kind_is_not_taken(writable: FlaskClient) -> None:
    for kind in ("application/json", "text/turtle; charset=utf-16"):
        response = writable.put("/data", query_string={"graph": GRAPH}, data="{}", content_type=kind, headers=BEARER)
        assert response.status_code == 415


def test_a_paper_can_be_read_as_a_graph_by_anyone(client: FlaskClient) -> None:
    paper = "https://w3id.org/abstracts-kg/id/paper/p1"
    response = client.get("/data", query_string={"graph": paper}, headers={"Accept": "application/n-triples"})
    assert f'<{paper}> <http://purl.org/dc/terms/identifier> "p1" .\n' in response.text
    assert client.head("/data", query_string={"graph": paper}).data == b""
