"""The guard refuses what may not be asked and limits the rows of what may."""

from __future__ import annotations

import pytest

from kg.errors import ForbiddenQueryError, QueryError
from kg.query.guard import guard, limit_rows
from kg.query.tokens import tokens
from kg.settings import Settings


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://elsewhere.org/> { ?s ?p ?o } }",
        "select * { service silent <http://elsewhere.org/> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://elsewhere.org/> { ?s ?p ?o } }",
        "PREFIX : <http://elsewhere.org/> SELECT * { SERVICE:y { ?s ?p ?o } }",
        "PREFIX : <http://elsewhere.org/> SELECT * { SERVICE SILENT:y { ?s ?p ?o } }",
        "PREFIX : <http://elsewhere.org/> PREFIX service: <http://e.org/> SELECT * { service:y { ?s ?p ?o } }",
        "SELECT * { ?a ?b trueSERVICE<http://elsewhere.org/> { ?s ?p ?o } }",
        "SELECT * { ?a ?b 1.SERVICE<http://elsewhere.org/>{ ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b)SERVICE<http://elsewhere.org/> { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE?x{ ?s ?p ?o } }",
        "SELECT * { ?a ?b <http://e.org/\\u0041#> SERVICE <http://elsewhere.org/> { ?s ?p ?o } }",
        'SELECT * { ?a ?b <http://e.org/\\u0022#> SERVICE <http://elsewhere.org/> { ?s ?p ?o } } #"',
        "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://elsewhere.org/> { ?s ?p ?o } } } } }",
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
        "PREFIX service: <http://e.org/> SELECT * FROM service:x { GRAPH service:y { ?s ?p service:z } }",
        "PREFIX e: <http://e.org/> SELECT * { ?s a e:Service . GRAPH ?g { ?s ?p ?service } }",
        "SELECT * { ?s ?p '''SERVICE <http://e.org/> { }''' }",
        "# SERVICE <http://e.org/> { }\nSELECT * { ?s ?p ?o }",
    ],
)
def test_the_word_service_elsewhere_is_no_service(query: str) -> None:
    assert guard(query, Settings()).text.startswith(query[:40])


def test_service_is_let_through_when_the_operator_allows_it() -> None:
    query = "SELECT * { SERVICE <http://elsewhere.org/> { ?s ?p ?o } }"
    assert "SERVICE" in guard(query, Settings(allow_service=True)).text


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
    with pytest.raises(ForbiddenQueryError, match="/update"):
        guard(update, Settings())


def test_a_query_longer_than_the_limit_is_refused() -> None:
    with pytest.raises(QueryError, match="101 characters"):
        guard("#" * 101, Settings(max_query_chars=100))


def words(query: str | None) -> str | None:
    return query and " ".join(token.text for token in tokens(query))


@pytest.mark.parametrize(
    ("query", "limited", "beyond"),
    [
        ("SELECT * { }", "SELECT * { } LIMIT 5", "SELECT * { } LIMIT 1 OFFSET 5"),
        ("SELECT * { } LIMIT 3", "SELECT * { } LIMIT 3", None),
        ("SELECT * { } LIMIT 9", "SELECT * { } LIMIT 5", "SELECT * { } LIMIT 1 OFFSET 5"),
        ("SELECT * { } LIMIT 9 OFFSET 2", "SELECT * { } LIMIT 5 OFFSET 2", "SELECT * { } LIMIT 1 OFFSET 7"),
        ("SELECT * { } OFFSET 2", "SELECT * { } LIMIT 5 OFFSET 2", "SELECT * { } LIMIT 1 OFFSET 7"),
        (
            "SELECT * { { SELECT * { } LIMIT 9 } }",
            "SELECT * { { SELECT * { } LIMIT 9 } } LIMIT 5",
            "SELECT * { { SELECT * { } LIMIT 9 } } LIMIT 1 OFFSET 5",
        ),
        (
            "SELECT ?x { } VALUES ?x { 1 }",
            "SELECT ?x { } LIMIT 5 VALUES ?x { 1 }",
            "SELECT ?x { } LIMIT 1 OFFSET 5 VALUES ?x { 1 }",
        ),
        ("SELECT * { } # LIMIT 3", "SELECT * { } LIMIT 5", "SELECT * { } LIMIT 1 OFFSET 5"),
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }", None),
        ("DESCRIBE <http://e.org/a>", "DESCRIBE <http://e.org/a>", None),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", None),
    ],
)
def test_the_outermost_limit_is_lowered_or_added(query: str, limited: str, beyond: str | None) -> None:
    assert tuple(map(words, limit_rows(query, 5))) == (limited, beyond)
