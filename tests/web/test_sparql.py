"""The SPARQL 1.1 Protocol: forms of requests, formats of answers, status codes."""

from __future__ import annotations

import html
import json

import pytest
from flask.testing import FlaskClient

COUNT = "SELECT (COUNT(?p) AS ?n) WHERE { ?p a kg:Paper }"
GRAPH = "CONSTRUCT { ?p a kg:Paper } WHERE { ?p a kg:Paper }"
#: A cross product that no machine finishes.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d && ?g != ?j) }"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("accept", "content_type", "beginning"),
    [
        ("*/*", "application/sparql-results+json", b'{"head"'),
        ("application/json", "application/sparql-results+json", b'{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv", "text/csv; charset=utf-8", b"n\r\n4"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?n\n4"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml", b"<?xml"),
    ],
)
def test_select_answers_in_the_format_that_is_accepted(
    client: FlaskClient, accept: str, content_type: str, beginning: bytes
) -> None:
    response = client.get("/sparql", query_string={"query": COUNT}, headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (200, content_type)
    assert response.data.startswith(beginning)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_construct_answers_in_the_format_that_is_accepted(client: FlaskClient, accept: str, content_type: str) -> None:
    response = client.get("/sparql", query_string={"query": GRAPH}, headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (200, content_type)


@pytest.mark.parametrize(
    ("suffix", "query", "content_type"),
    [
        ("csv", COUNT, "text/csv; charset=utf-8"),
        ("json", COUNT, "application/sparql-results+json"),
        ("nt", GRAPH, "application/n-triples"),
        ("html", COUNT, "text/html; charset=utf-8"),
        ("ttl", "", "text/turtle; charset=utf-8"),
    ],
)
def test_a_suffix_names_the_format_whatever_is_accepted(
    client: FlaskClient, suffix: str, query: str, content_type: str
) -> None:
    asked = {"query": query} if query else {}
    response = client.get(f"/sparql.{suffix}", query_string=asked, headers={"Accept": "image/png"})
    assert (response.status_code, response.content_type) == (200, content_type)


def test_a_suffix_that_names_no_format_is_not_found(client: FlaskClient) -> None:
    response = client.get("/sparql.pdf", query_string={"query": COUNT})
    assert response.status_code == 404
    assert ".csv" in response.get_json()["message"]
    assert client.get("/sparql.ttl", query_string={"query": COUNT}).status_code == 406


def test_the_description_by_suffix_is_of_the_same_endpoint(client: FlaskClient) -> None:
    by_suffix = client.get("/sparql.nt").get_data(as_text=True)
    assert by_suffix == client.get("/sparql", headers={"Accept": "application/n-triples"}).get_data(as_text=True)


def test_ask_answers_with_a_boolean(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": "ASK { ?p a kg:Paper }"})
    assert json.loads(response.data)["boolean"] is True


@pytest.mark.parametrize("accept", ["image/png", "text/turtle"])
def test_a_format_that_does_not_fit_the_answer_is_not_acceptable(client: FlaskClient, accept: str) -> None:
    response = client.get("/sparql", query_string={"query": COUNT}, headers={"Accept": accept})
    assert response.status_code == 406


def test_a_query_is_posted_as_a_form_or_as_itself(client: FlaskClient) -> None:
    form = client.post("/sparql", data={"query": COUNT}, headers={"Accept": "text/csv"})
    body = client.post("/sparql", data=COUNT, content_type="application/sparql-query", headers={"Accept": "text/csv"})
    assert form.data == body.data == b"n\r\n4\r\n"


def test_the_graphs_to_ask_can_be_named(client: FlaskClient) -> None:
    one = {"query": COUNT, "default-graph-uri": "https://w3id.org/abstracts-kg/id/paper/p1"}
    assert client.get("/sparql", query_string=one, headers={"Accept": "text/csv"}).data == b"n\r\n1\r\n"


def test_head_has_the_headers_and_no_body(client: FlaskClient) -> None:
    response = client.head("/sparql", query_string={"query": "SELECT * { ?s ?p ?o }"})
    assert (response.status_code, response.data) == (200, b"")
    assert response.content_type == "application/sparql-results+json"
    assert client.get("/sparql", query_string={"query": COUNT}).status_code == 200, "its worker is free again"


def test_options_and_answers_let_other_origins_ask(client: FlaskClient) -> None:
    assert client.options("/sparql").headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS, POST"
    assert client.get("/sparql", query_string={"query": COUNT}).headers["Access-Control-Allow-Origin"] == "*"


def test_without_a_query_a_program_gets_the_service_description_and_a_person_a_form(client: FlaskClient) -> None:
    described = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert b"sd:UnionDefaultGraph" in described.data
    assert b"<textarea" in client.get("/sparql", headers=HTML).data


def test_a_browser_sees_the_answer_as_a_table_with_links_to_pages(client: FlaskClient) -> None:
    query = "SELECT ?m WHERE { ?m a kg:Method ; skos:prefLabel 'ColBERT' }"
    page = client.get("/sparql", query_string={"query": query}, headers=HTML).get_data(as_text=True)
    assert '<a class="entity Method" href="/id/method/colbert">method/colbert</a>' in page


def test_a_page_shows_the_beginning_of_a_long_answer(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.sparql._PAGE_ROWS", 20)
    monkeypatch.setattr("kg.web.sparql._PAGE_BYTES", 3000)
    rows = {"query": "SELECT ?a { ?a ?b ?c }"}
    assert client.get("/sparql", query_string=rows, headers=HTML).text.count("<tr") == 21
    graph = {"query": "CONSTRUCT WHERE { ?a ?b ?c }"}
    page = client.get("/sparql", query_string=graph, headers=HTML).text
    shown = html.unescape(page.partition("<pre")[2].partition(">")[2].partition("</pre>")[0])
    assert len(shown.encode()) == 3000


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("SELECT WHERE", 400, "not SPARQL"),
        ("", 400, "no query"),
        ("SELECT * { SERVICE <http://elsewhere.org/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("INSERT DATA { <a:b> <a:b> 1 }", 403, "/update"),
        (ENDLESS, 504, "2 seconds"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_has_its_status_and_a_message(
    client: FlaskClient, query: str, status: int, message: str
) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": "application/json"})
    assert response.status_code == status
    assert message in response.get_json()["message"]


def test_an_update_is_refused_in_every_form(client: FlaskClient) -> None:
    update = "DELETE WHERE { ?s ?p ?o }"
    assert client.post("/sparql", data={"update": update}).status_code == 403
    assert client.post("/sparql", data=update, content_type="application/sparql-update").status_code == 403
    assert client.get("/sparql", query_string={"update": update}).status_code == 403


def test_other_bodies_are_refused(client: FlaskClient) -> None:
    assert client.post("/sparql", data="{}", content_type="application/json").status_code == 415
    assert client.post("/sparql", data={"query": "#" * 30_000}).status_code == 413
    assert client.post("/sparql", data={"query": [COUNT, COUNT]}).status_code == 400
    assert client.put("/sparql", data=COUNT).status_code == 405
