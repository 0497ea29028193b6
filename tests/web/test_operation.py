"""Running the service: health, figures, the log, headers, answers that clients may keep, and doors that stay shut."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.errors import UsageError
from kg.settings import Settings
from kg.web.app import create_app
from kg.web.authorization import refuse_open_doors, write_token

COUNT = "SELECT (COUNT(?p) AS ?n) WHERE { ?p a kg:Paper }"
HTML = {"Accept": "text/html"}


def figure(client: FlaskClient, name: str) -> float:
    lines = client.get("/metrics").text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))


def test_health_and_readiness_name_the_snapshot(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok", "snapshot": "000001", "papers": 4}
    assert client.get("/readyz").json == {"status": "ready", "snapshot": "000001", "papers": 4}


def test_a_service_without_a_store_lives_but_has_nothing_to_serve(tmp_path: Path) -> None:
    app = create_app(tmp_path, Settings(query_workers=1)).test_client()
    assert (app.get("/healthz").status_code, app.get("/readyz").status_code) == (503, 503)
    assert app.get("/metrics").status_code == 200


def test_the_figures_count_answers_from_the_cache(client: FlaskClient) -> None:
    query = {"query": f"{COUNT} # of the figures"}
    client.get("/sparql", query_string=query)
    hits = figure(client, "kg_answer_cache_hits_total")
    client.get("/sparql", query_string=query)
    assert figure(client, "kg_answer_cache_hits_total") == hits + 1
    assert figure(client, "kg_papers") == 4
    assert 'kg_http_requests_total{method="GET",route="/sparql",status="200"}' in client.get("/metrics").text


def test_the_log_has_a_line_a_request_without_the_query_and_the_token(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    query = f"{COUNT} # secret"
    with caplog.at_level(logging.INFO, "kg.access"):
        for _ in range(2):
            client.get("/sparql", query_string={"query": query}, headers={"Authorization": "Bearer secret"})
        client.get("/sparql", query_string={"query": "SELECT"})
    first, again, wrong = (json.loads(record.message) for record in caplog.records)
    assert "secret" not in caplog.text
    assert (first["status"], first["rows"], first["outcome"], first["cached"], again["cached"]) == (
        200, 1, "ok", False, True
    )  # fmt: skip
    assert len(first["query"]) == 16
    assert first["query"] == again["query"]
    assert (wrong["status"], wrong["outcome"]) == (400, "QuerySyntaxError")


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK{}", "/nowhere", "/metrics", "/data?graph=a:b"])
def test_every_response_has_the_headers_that_keep_browsers_safe(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in headers["Vary"]


def test_a_preflight_is_told_what_may_be_sent(client: FlaskClient) -> None:
    asked = {"Origin": "https://e.example", "Access-Control-Request-Method": "PUT"}
    headers = client.options("/data", headers=asked).headers
    assert headers["Access-Control-Allow-Methods"] == "DELETE, GET, HEAD, OPTIONS, POST, PUT"
    assert {"Authorization", "Content-Type"} <= set(headers["Access-Control-Allow-Headers"].split(", "))


def test_an_answer_can_be_kept_until_the_graph_changes(client: FlaskClient) -> None:
    query = {"query_string": {"query": COUNT}}
    first = client.get("/sparql", **query)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get("/sparql", headers={"If-None-Match": first.headers["ETag"]}, **query)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    other = client.get("/sparql", headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"}, **query)
    assert (other.status_code, other.data) == (200, b"n\r\n4\r\n")


@pytest.mark.parametrize("query", ["SELECT (NOW() AS ?t) {}", "SELECT"])
def test_what_may_change_by_itself_is_not_to_be_kept(client: FlaskClient, query: str) -> None:
    headers = client.get("/sparql", query_string={"query": query}).headers
    assert (headers["Cache-Control"], headers.get("ETag")) == ("no-store", None)


def test_an_answer_that_was_cut_says_so(store: Path) -> None:
    app = create_app(store, Settings(query_workers=1, max_rows=3))
    with app.extensions["kg"]:
        client = app.test_client()
        cut = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o }", "format": "csv"})
        whole = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o } LIMIT 3", "format": "csv"})
    assert (cut.headers["X-KG-Truncated"], cut.data.count(b"\r\n")) == ("max_rows=3", 4)
    assert "X-KG-Truncated" not in whole.headers


def test_a_full_queue_says_when_to_come_again(store: Path) -> None:
    app = create_app(store, Settings(query_workers=1, queue_length=0))
    with app.extensions["kg"] as site:
        workers = site.workers
        place = workers._places.get()
        response = app.test_client().get("/sparql", query_string={"query": COUNT})
        workers._places.put(place)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")


def test_a_wrong_query_says_where_to_programs_and_to_people(client: FlaskClient) -> None:
    query = {"query": "SELECT ?x WHERE {\n  ?x foo:bar ?y }"}
    error = client.get("/sparql", query_string=query).json
    assert (error["status"], error["error"], error["line"], error["column"]) == (400, "Bad Request", 2, 13)
    assert error["message"] == ("the query is not SPARQL 1.1: line 2, column 13, near '?y }': prefix not found")
    page = client.get("/sparql", query_string=query, headers=HTML)
    assert (page.status_code, page.mimetype) == (400, "text/html")
    assert "line 2, column 13" in page.text


def test_an_unexpected_error_shows_no_trace(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(store, Settings(query_workers=1))
    monkeypatch.setattr("kg.web.health.site", lambda: 1 / 0)
    response = app.test_client().get("/readyz")
    assert (response.status_code, "Traceback" in response.text, "ZeroDivision" in response.text) == (500, False, False)


def test_a_form_value_is_decoded_once(client: FlaskClient) -> None:
    query = "SELECT ?x { VALUES ?x { <http://ex/a%20b> <http://ex/%2B+> } }"
    for response in (
        client.get("/sparql", query_string={"query": query, "format": "csv"}),
        client.post("/sparql", data={"query": query, "format": "csv"}),
    ):
        assert response.text == "x\r\nhttp://ex/a%20b\r\nhttp://ex/%2B+\r\n"


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("csv", 'x\r\n"a""b,\n"\r\nd\r\n1\r\nhttp://e/é\r\n\r\n\r\n'),
        ("tsv", '?x\n"a\\"b,\\n"\n"d"@de\n1\n<http://e/é>\n""\n\n'),
    ],
)
def test_quoting_is_right_to_the_letter(client: FlaskClient, format: str, expected: str) -> None:
    query = """SELECT ?x { VALUES ?x { "a\\"b,\\n" "d"@de 1 <http://e/é> "" UNDEF } }"""
    assert client.get("/sparql", query_string={"query": query, "format": format}).get_data().decode() == expected


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_an_open_address_with_a_token_that_is_easily_guessed_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="too few to let others"):
        refuse_open_doors(Settings(host=host), "secret")
    refuse_open_doors(Settings(host=host), None)
    refuse_open_doors(Settings(host=host), "0123456789abcdef")


def test_on_loopback_any_token_will_do_but_an_empty_one() -> None:
    refuse_open_doors(Settings(host="127.0.0.1"), "x")
    assert write_token({}) is None
    assert write_token({"KG_TOKEN": "x"}) == "x"
    with pytest.raises(UsageError, match="set but empty"):
        write_token({"KG_TOKEN": ""})
