"""The guard refuses what may not be asked and limits the rows of what may."""

from __future__ import annotations

import pytest

from kg.errors import ForbiddenQueryError, QueryError
from kg.query.guard import guard, limit_rows
from kg.settings import Settings


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://elsewhere.org/> { ?s ?p ?o } }",
        "select * { service silent <http://elsewhere.org/> { ?s ?p ?o } }",
        "SELECT * { S\\u0045RVICE <http://elsewhere.org/> { ?s ?p ?o } }",
        "SELECT * { # a comment\n SERVICE ?anywhere { ?s ?p ?o } }",
        'SELECT ("" AS ?x) { SERVICE <http://elsewhere.org/> { ?s ?p ?o } } #"',
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(ForbiddenQueryError, match="SERVICE"):
        guard(query, Settings())


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("SERVICE" AS ?x) {}',
        "SELECT ?service { ?service ?p ?o }",
        "SELECT * { ?s <http://e.org/SERVICE> ?o } # SERVICE",
        "PREFIX service: <http://e.org/> SELECT * { ?s service:SERVICE ?o }",
    ],
)
def test_the_word_service_elsewhere_is_no_service(query: str) -> None:
    assert guard(query, Settings()).startswith(query[:20])


def test_service_is_let_through_when_the_operator_allows_it() -> None:
    query = "SELECT * { SERVICE <http://elsewhere.org/> { ?s ?p ?o } }"
    assert "SERVICE" in guard(query, Settings(allow_service=True))


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <http://a> <http://b> 1 }",
        "LOAD <http://elsewhere.org/data>",
        "prefix a: <http://a/> delete where { ?s ?p ?o }",
        "DROP ALL",
    ],
)
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(ForbiddenQueryError, match="read-only"):
        guard(update, Settings())


def test_a_query_longer_than_the_limit_is_refused() -> None:
    with pytest.raises(QueryError, match="101 characters"):
        guard("#" * 101, Settings(max_query_chars=100))


@pytest.mark.parametrize(
    ("query", "limited"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o }\nLIMIT 5\n"),
        ("SELECT * { ?s ?p ?o } LIMIT 3", "SELECT * { ?s ?p ?o } LIMIT 3"),
        ("SELECT * { ?s ?p ?o } LIMIT 9 OFFSET 2", "SELECT * { ?s ?p ?o } LIMIT 5 OFFSET 2"),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 9 } }", "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 9 } }\nLIMIT 5\n"),
        ("SELECT ?x { ?x ?p ?o } VALUES ?x { 1 }", "SELECT ?x { ?x ?p ?o } \nLIMIT 5\nVALUES ?x { 1 }"),
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }"),
        ("DESCRIBE <http://e.org/a>", "DESCRIBE <http://e.org/a>\nLIMIT 5\n"),
        ("SELECT * { ?s ?p ?o } # LIMIT 3", "SELECT * { ?s ?p ?o }\nLIMIT 5\n # LIMIT 3"),
    ],
)
def test_the_outermost_limit_is_lowered_or_added(query: str, limited: str) -> None:
    assert limit_rows(query, 5) == limited
