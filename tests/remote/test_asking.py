"""A server answers what the store answers that it mirrors: queries, pages and reports."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.cli import main
from kg.errors import ForbiddenQueryError, QueryTimeoutError, StoreMissingError, StoreServerError
from kg.opened import open_store
from kg.query.command import run_query
from kg.query.formats import SOLUTIONS
from kg.query.workers import QueryWorkers
from kg.remote.address import ServerAddress
from kg.remote.asking import open_lookup, open_workers, with_prologue
from kg.remote.mirror import mirror_store
from kg.settings import Settings
from kg.web.app import create_app
from tests.remote.conftest import oxigraph
from tests.remote.faulty import Faults, faulty

MENTIONED = "SELECT ?label (COUNT(?p) AS ?n) { ?p kg:mentions/skos:prefLabel ?label } GROUP BY ?label ORDER BY ?label"


@pytest.fixture
def server(built: Path, address: ServerAddress, settings: Settings) -> ServerAddress:
    """A server that holds the four papers."""
    mirror_store(built, address, settings)
    return address


def test_answers_are_those_of_the_store(built: Path, server: ServerAddress, settings: Settings) -> None:
    graph = "CONSTRUCT { ?e skos:prefLabel ?l } WHERE { ?e a kg:Hardware ; skos:prefLabel ?l }"
    with QueryWorkers(built, settings) as here, open_workers(server, settings) as there:
        for format in SOLUTIONS.values():
            for query in (MENTIONED, "SELECT ?x { ?x kg:nothing ?y }"):
                expected, answer = (workers.ask(query, solutions=format) for workers in (here, there))
                assert (answer.read(), answer.rows, answer.kind) == (expected.read(), expected.rows, expected.kind)
        assert there.ask("ASK { ?p a kg:Paper }").read() == here.ask("ASK { ?p a kg:Paper }").read()
        assert sorted(there.ask(graph).read().splitlines()) == sorted(here.ask(graph).read().splitlines())


def test_limits_hold(server: ServerAddress, settings: Settings) -> None:
    with open_workers(server, replace(settings, max_rows=3)) as workers:
        answer = workers.ask(MENTIONED)
        assert (answer.rows, answer.truncated) == (3, True)
        assert not workers.ask(f"{MENTIONED} LIMIT 2").truncated
        with pytest.raises(ForbiddenQueryError, match="SERVICE"):
            workers.ask("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")


def test_a_server_that_is_slow_is_not_waited_for(server: ServerAddress, settings: Settings) -> None:
    def sleep(_number: int, body: bytes) -> int:
        time.sleep(0.5 * (b"slow" in body))
        return 0

    hasty = replace(settings, query_seconds=0.2, server_retries=0)
    late = pytest.raises(QueryTimeoutError, match=r"within 0\.2 seconds")
    with faulty(server, Faults(sleep)) as slow, open_workers(slow, hasty) as workers, late:
        workers.ask("SELECT ?slow { ?slow a kg:Paper }")


def test_a_server_without_a_graph_of_ours_says_what_to_do(address: ServerAddress, settings: Settings) -> None:
    nothing = pytest.raises(StoreMissingError, match="kg build CORPUS --store http")
    with open_workers(address, settings) as workers, nothing:
        workers.ask(MENTIONED)


def test_a_server_that_does_not_ask_all_graphs_is_said_so(built: Path, settings: Settings) -> None:
    here = replace(settings, update_url="", graph_store_url="")
    one_graph = pytest.raises(StoreServerError, match="serve --union-default-graph")
    with oxigraph() as server, open_workers(server, here) as workers:
        mirror_store(built, server, here)
        with one_graph:
            workers.ask(MENTIONED)


def test_a_wrong_address_is_said_so(address: ServerAddress, settings: Settings) -> None:
    nowhere = ServerAddress(address.url.rpartition("/")[0] + "/nowhere/at/all")
    wrong = pytest.raises(StoreServerError, match="takes no query")
    with open_workers(nowhere, settings) as workers, wrong:
        workers.ask(MENTIONED)


def test_a_prologue_has_what_is_used_and_not_declared() -> None:
    query = "PREFIX kg: <http://example.org/> SELECT ?x { ?x a kg:Paper ; dcterms:title ?xkg }"
    assert with_prologue(query, "http://h/") == f"BASE <http://h/> PREFIX dcterms: <http://purl.org/dc/terms/> {query}"
    assert with_prologue("ASK {}", None) == "ASK {}"


@pytest.mark.parametrize(
    ("query", "parameters"),
    [("method_datasets", ["method=ColBERT"]), ("coverage", []), ("network_paper_entity", []), ("corpus_years", [])],
)
def test_saved_queries_answer_alike(
    built: Path, server: ServerAddress, settings: Settings, query: str, parameters: list[str]
) -> None:
    answers = []
    for store in (built, server):
        out = io.BytesIO()
        with open_lookup(store, settings) as lookup:
            run_query(lookup, query, parameters, (), "csv", out)
        answers.append(out.getvalue())
    assert answers[0] == answers[1]
    assert answers[0].count(b"\n") > 1


def test_reports_are_alike_and_their_scores_go_to_the_server(
    tmp_path: Path, built: Path, server: ServerAddress, settings: Settings
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    options = ["report", "centrality", "--min-papers", "1"]
    assert main([*options, "--store", str(built), "--out", str(here), "--read-only"]) == 0
    assert main([*options, "--store", str(server), "--out", str(there)]) == 0
    tables = sorted(path.name for path in here.glob("*.csv"))
    assert tables
    assert [(there / name).read_bytes() for name in tables] == [(here / name).read_bytes() for name in tables]
    with open_store(str(server), settings=settings) as graph:
        assert graph.query("ASK { GRAPH ?report { ?entity kg:pageRank ?score } }") is True


@pytest.fixture
def client(server: ServerAddress, settings: Settings) -> Iterator[FlaskClient]:
    """The site on the server."""
    app = create_app(server, settings, token="token")
    with app.test_client() as client:
        yield client
    app.extensions["kg"].close()


def test_pages_and_the_endpoint_work_on_a_server(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"papers": 4, "snapshot": "000001", "status": "ok"}
    assert client.get("/").status_code == 200
    assert "ColBERT" in client.get("/id/method/colbert", follow_redirects=True).get_data(as_text=True)
    answer = client.get("/sparql", query_string={"query": "ASK { ?p a kg:Paper }", "format": "json"}).get_json()
    assert answer["boolean"] is True
    assert b"kg_papers 4.0" in client.get("/metrics").data


def test_a_site_on_a_server_writes_nothing(client: FlaskClient) -> None:
    writing = client.post("/update", data={"update": "DROP ALL"}, headers={"Authorization": "Bearer token"})
    assert writing.status_code == 403
    assert "write to that server itself" in writing.get_data(as_text=True)


def test_the_command_builds_on_a_server_and_asks_it(
    tmp_path: Path,
    corpus: Path,
    address: ServerAddress,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", str(corpus), "--model", "rules", "--processes", "1", "--store", str(address)]) == 0
    assert "written, 0 removed, 0 unchanged" in capsys.readouterr().out
    assert address.local_folder.is_dir()
    assert main(["build", "--store", str(address)]) == 0
    assert ": 0 graphs and entities written" in capsys.readouterr().out
    assert main(["query", "method_datasets", "method=ColBERT", "--store", str(address)]) == 0
    assert "MS MARCO" in capsys.readouterr().out


def test_a_verb_that_needs_a_folder_says_which(address: ServerAddress, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--store", str(address)])
    assert f"unless told otherwise, {address.local_folder}" in " ".join(capsys.readouterr().err.split())
