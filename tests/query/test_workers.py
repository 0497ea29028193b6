"""Queries run in processes that can be killed, on the snapshot that is current when they are asked."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from kg.build import build_store
from kg.errors import (
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryWorkerError,
    StoreMissingError,
)
from kg.query.formats import GRAPHS, SOLUTIONS
from kg.query.workers import QueryWorkers
from kg.settings import Settings

#: A cross product that no machine finishes.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d && ?g != ?j) }"
PAPERS = "SELECT (COUNT(?p) AS ?n) { ?p a kg:Paper }"


def count(pool: QueryWorkers) -> int:
    answer = json.loads(pool.ask(PAPERS).read())
    return int(answer["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("format", "answer"),
    [
        ("csv", b"n\r\n4\r\n"),
        ("tsv", b"?n\n4\n"),
        ("json", b'"value":"4"'),
        ("xml", b"<literal datatype="),
    ],
)
def test_solutions_come_in_every_format(workers: QueryWorkers, format: str, answer: bytes) -> None:
    assert answer in workers.ask(PAPERS, solutions=SOLUTIONS[format]).read()


@pytest.mark.parametrize(
    ("format", "beginning"), [("ttl", b"@prefix"), ("nt", b"<http"), ("jsonld", b"["), ("rdf", b"<?xml")]
)
def test_graphs_come_in_every_format(workers: QueryWorkers, format: str, beginning: bytes) -> None:
    answer = workers.ask("CONSTRUCT { ?p a kg:Paper } { ?p a kg:Paper }", graph=GRAPHS[format])
    assert answer.kind == "graph"
    assert answer.read().startswith(beginning)


def test_ask_is_answered_with_a_boolean(workers: QueryWorkers) -> None:
    answer = workers.ask("ASK { ?p a kg:Paper }")
    assert (answer.kind, json.loads(answer.read())["boolean"]) == ("boolean", True)


def test_the_default_graph_is_the_union_unless_graphs_are_named(workers: QueryWorkers, store: Path) -> None:
    base = "https://w3id.org/abstracts-kg/id"
    only = workers.ask(PAPERS, solutions=SOLUTIONS["csv"], default_graphs=[f"{base}/paper/p1"])
    assert only.read() == b"n\r\n1\r\n"


def test_a_query_past_its_time_is_killed_and_the_next_one_is_answered(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1, query_seconds=0.7)) as pool:
        with pytest.raises(QueryTimeoutError, match=r"0\.7 seconds"):
            pool.ask(ENDLESS)
        assert count(pool) == 4


def test_the_time_limit_holds_while_the_answer_is_written(store: Path) -> None:
    rows = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with QueryWorkers(store, Settings(query_workers=1, query_seconds=1.5, max_rows=10**9)) as pool:
        answer = pool.ask(rows)
        with pytest.raises(QueryTimeoutError):
            for _ in answer.chunks:
                pass
        assert count(pool) == 4


def test_a_syntax_error_says_where_and_leaves_the_worker_alive(workers: QueryWorkers) -> None:
    with pytest.raises(QuerySyntaxError, match="1:"):
        workers.ask("SELECT ?x WHERE ?x")
    assert count(workers) == 4


def test_a_worker_that_dies_is_an_error_and_is_replaced(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1)) as pool:
        assert count(pool) == 4
        worker = pool._places.queue[0]
        assert worker is not None
        os.kill(worker._process.pid, signal.SIGSTOP)  # so that it dies in the middle of a question
        os.kill(worker._process.pid, signal.SIGKILL)
        try:
            assert count(pool) == 4
        except QueryWorkerError:
            assert count(pool) == 4


def test_a_query_that_wants_too_much_memory_dies_alone(store: Path) -> None:
    hungry = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with QueryWorkers(store, Settings(query_workers=1, query_memory_mb=200, query_seconds=60)) as pool:
        with pytest.raises(QueryError, match=r"memory|evaluated"):
            pool.ask(hungry)
        assert count(pool) == 4


def test_no_free_worker_is_an_error_after_the_wait(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1, queue_seconds=0.1, max_rows=10**9)) as pool:
        held = pool.ask("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }")
        with pytest.raises(QueryWorkerError, match="busy"):
            pool.ask(PAPERS)
        held.chunks.close()
        assert count(pool) == 4


def test_the_answer_has_no_more_rows_than_allowed(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1, max_rows=7)) as pool:
        answer = json.loads(pool.ask("SELECT * { ?s ?p ?o }").read())
    assert len(answer["results"]["bindings"]) == 7


def test_workers_move_on_when_a_snapshot_is_published(corpus: Path, tmp_path: Path) -> None:
    lines = corpus.read_text().splitlines()
    first, rest = tmp_path / "first.jsonl", tmp_path / "rest.jsonl"
    first.write_text(lines[0])
    rest.write_text("\n".join(lines[1:]))
    build_store([str(first)], tmp_path / "store", Settings(processes=1))
    with QueryWorkers(tmp_path / "store", Settings(query_workers=1)) as pool:
        assert count(pool) == 1
        build_store([str(rest)], tmp_path / "store", Settings(processes=1))
        assert count(pool) == 4


def test_a_store_that_is_gone_is_an_error(store: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(store, tmp_path / "copy")
    with QueryWorkers(copied, Settings(query_workers=1)) as pool:
        shutil.rmtree(copied)
        with pytest.raises(StoreMissingError, match="no store at"):
            pool.ask(PAPERS)
