"""Queries run in processes that can be killed, on the snapshot that is current when they are asked."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from rdflib import Literal

from kg.build import build_store
from kg.errors import (
    AnswerTooLongError,
    QueryError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryWorkerError,
    ServiceBusyError,
    StoreMissingError,
)
from kg.query.formats import GRAPHS, SOLUTIONS
from kg.query.workers import QueryWorkers
from kg.settings import Settings

#: A cross product that no machine finishes.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d && ?g != ?j) }"
PAPERS = "SELECT (COUNT(?p) AS ?n) { ?p a kg:Paper }"


def count(pool: QueryWorkers) -> int:
    return count_of(pool, PAPERS)


def ask_until_killed(pool: QueryWorkers) -> None:
    with pytest.raises(QueryTimeoutError):
        pool.ask(ENDLESS)


def count_of(pool: QueryWorkers, query: str, named: Sequence[str] = ()) -> int:
    answer = json.loads(pool.ask(query, named_graphs=named).read())
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
        with pytest.raises(QueryTimeoutError):
            pool.ask(rows)
        assert count(pool) == 4


def test_a_long_answer_is_kept_in_a_file_and_its_worker_is_free(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1)) as pool:
        answer = pool.ask("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 60000", solutions=SOLUTIONS["tsv"])
        assert (answer.file is not None, answer.body, answer.rows) == (True, b"", 60_000)
        assert count(pool) == 4
        assert answer.read().count(b"\n") == 60_001


def test_an_answer_with_too_many_bytes_is_an_error(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1, max_answer_mb=1)) as pool:
        with pytest.raises(AnswerTooLongError, match="more than 1 MB"):
            pool.ask("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 60000")
        assert count(pool) == 4


def test_a_syntax_error_says_where_and_leaves_the_worker_alive(workers: QueryWorkers) -> None:
    with pytest.raises(QuerySyntaxError, match="line 1, column 17, near"):
        workers.ask("SELECT ?x WHERE ?x")
    assert count(workers) == 4


def test_a_worker_that_dies_is_an_error_and_is_replaced(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1)) as pool:
        assert count(pool) == 4
        worker = pool._places.queue[0]
        assert worker is not None
        os.kill(worker.process.pid, signal.SIGSTOP)  # so that it dies in the middle of a question
        killing = threading.Timer(0.3, worker.process.kill)
        killing.start()
        with pytest.raises(QueryWorkerError, match="died"):
            pool.ask("ASK {}")
        killing.join()
        assert json.loads(pool.ask("ASK { ?s ?p ?o }").read())["boolean"] is True
        assert (pool.counts.started, pool.counts.died, pool.counts.busy) == (2, 1, 0)


def test_a_worker_that_answers_while_its_pool_is_closed_ends_with_its_answer(store: Path) -> None:
    pool = QueryWorkers(store, Settings(query_workers=1))
    assert count(pool) == 4
    worker = pool._take()
    assert worker is not None
    pool.close()
    assert worker.alive
    pool._give_back(worker)
    assert not worker.alive
    assert list(pool._places.queue) == [None]


@pytest.mark.parametrize("mark", ["(", "!", "{ "], ids=["parentheses", "negations", "groups"])
def test_a_query_that_is_nested_too_deeply_harms_nobody(store: Path, mark: str) -> None:
    end = {"(": ")", "!": "", "{ ": "}"}[mark]
    depth = 30_000
    inner = mark * depth + ("1" if mark != "{ " else "") + end * depth
    query = f"ASK {{ FILTER({inner}) }}" if mark != "{ " else f"ASK {{ {inner} }}"
    with QueryWorkers(store, Settings(query_workers=1, query_seconds=20)) as pool:
        with pytest.raises(QueryError):
            pool.ask(query)
        assert count(pool) == 4


def test_a_query_that_wants_too_much_memory_dies_alone(store: Path) -> None:
    hungry = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with QueryWorkers(store, Settings(query_workers=1, query_memory_mb=200, query_seconds=60)) as pool:
        with pytest.raises(QueryError, match=r"memory|evaluated"):
            pool.ask(hungry)
        assert count(pool) == 4


def test_no_free_worker_is_an_error_after_the_wait(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1, queue_seconds=0.1, query_seconds=3)) as pool:
        asking = threading.Thread(target=ask_until_killed, args=(pool,))
        asking.start()
        while not pool.counts.busy:
            time.sleep(0.01)
        with pytest.raises(ServiceBusyError, match="busy"):
            pool.ask(PAPERS)
        asking.join()
        assert count(pool) == 4


def test_no_more_queries_wait_than_the_queue_holds(store: Path) -> None:
    settings = Settings(query_workers=1, queue_seconds=30, queue_length=1, query_seconds=2)
    with QueryWorkers(store, settings) as pool:
        threads = [threading.Thread(target=ask_until_killed, args=(pool,))]
        threads[0].start()
        while not pool.counts.busy:
            time.sleep(0.01)
        threads.append(threading.Thread(target=lambda: pool.ask(PAPERS)))
        threads[1].start()
        while not pool.counts.waiting:
            time.sleep(0.01)
        with pytest.raises(ServiceBusyError, match="too many"):
            pool.ask("ASK {}")
        for thread in threads:
            thread.join()
        assert pool.counts.refused == 1


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "xml"])
@pytest.mark.parametrize(
    ("query", "rows", "truncated"),
    [
        ("SELECT * { ?s ?p ?o }", 7, True),
        ("SELECT * { ?s ?p ?o } LIMIT 9 OFFSET 3", 7, True),
        ("SELECT * { ?s ?p ?o } OFFSET 3", 7, True),
        ("SELECT * { ?s ?p ?o } LIMIT 7", 7, False),
        ("SELECT ?p { ?p a kg:Paper }", 4, False),
        ("SELECT * { VALUES ?x { 1 2 3 4 5 6 7 } }", 7, False),
        ("SELECT ?y { VALUES ?x { 1 2 3 4 5 6 7 8 } }", 7, True),
        ("SELECT * { VALUES ?x { 1 2 3 4 5 6 7 } } LIMIT 8", 7, False),
        ("SELECT * { VALUES ?x { 1 2 3 4 5 6 7 8 } } LIMIT 8", 7, True),
    ],
)
def test_the_answer_has_no_more_rows_than_allowed_and_says_when_it_was_cut(
    store: Path, query: str, rows: int, truncated: bool, format: str
) -> None:
    with QueryWorkers(store, Settings(query_workers=1, max_rows=7)) as pool:
        answer = pool.ask(query, solutions=SOLUTIONS[format])
    assert (answer.rows, answer.truncated) == (rows, truncated)


@pytest.mark.parametrize(("limit", "truncated"), [(3, True), (4, False)])
def test_a_graph_has_no_more_triples_than_rows_are_allowed(store: Path, limit: int, truncated: bool) -> None:
    with QueryWorkers(store, Settings(query_workers=1, max_rows=limit)) as pool:
        answer = pool.ask("CONSTRUCT { ?p a kg:Paper } { ?p a kg:Paper }", graph=GRAPHS["nt"])
    assert (answer.rows, answer.truncated, answer.read().count(b"\n")) == (limit, truncated, limit)


@pytest.mark.parametrize(
    "text", ['"', "},{", '[{"x":{', "{}", ",{},", "\r\n", "a\nb", "\t", "<result>", '"},{"y":{', "\\"]
)
@pytest.mark.parametrize("format", ["json", "csv", "tsv", "xml"])
def test_rows_are_counted_whatever_the_text_in_them(workers: QueryWorkers, text: str, format: str) -> None:
    literal = Literal(text).n3()
    query = (
        f"SELECT ?x ?y ?z {{ VALUES (?x ?y) {{ ({literal} 1) (UNDEF {literal}) (UNDEF UNDEF) ({literal} UNDEF) }} }}"
    )
    assert workers.ask(query, solutions=SOLUTIONS[format]).rows == 4


def test_a_repeated_question_is_answered_from_the_cache_until_a_snapshot_is_published(store: Path) -> None:
    with QueryWorkers(store, Settings(query_workers=1)) as pool:
        first, again = pool.ask(PAPERS), pool.ask(PAPERS)
        assert (first.cached, again.cached, again.read()) == (False, True, first.read())
        assert pool.ask(PAPERS, solutions=SOLUTIONS["csv"]).cached is False
        assert (pool.cache.hits, pool.cache.misses) == (1, 2)


@pytest.mark.parametrize("query", ["SELECT (NOW() AS ?t) {}", "SELECT (RAND() AS ?r) {}", "SELECT (uuid() AS ?u) {}"])
def test_what_changes_by_itself_is_not_cached(workers: QueryWorkers, query: str) -> None:
    assert (workers.ask(query).cached, workers.ask(query).cached) == (False, False)


def test_graphs_that_the_query_names_are_asked_instead_of_the_union(workers: QueryWorkers) -> None:
    base = "https://w3id.org/abstracts-kg/id"
    query = f"SELECT (COUNT(?p) AS ?n) FROM <{base}/paper/p1> FROM<{base}/paper/p2> {{ ?p a kg:Paper }}"
    assert count_of(workers, query) == 2
    assert count_of(workers, f"PREFIX from: <{base}/> {PAPERS}") == 4


def test_only_named_graphs_leave_the_default_graph_empty(workers: QueryWorkers) -> None:
    graph = "https://w3id.org/abstracts-kg/id/paper/p1"
    inside = "SELECT (COUNT(?p) AS ?n) { GRAPH ?g { ?p a kg:Paper } }"
    assert (count_of(workers, PAPERS, named=[graph]), count_of(workers, inside, named=[graph])) == (0, 1)


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
