"""Updates may not load from elsewhere, and ask the graphs that their request names."""

from __future__ import annotations

import pytest

from kg.errors import ForbiddenQueryError, UsageError
from kg.query.tokens import tokens
from kg.query.update_guard import guard_update
from kg.settings import Settings


def words(update: str) -> str:
    return " ".join(token.text for token in tokens(update))


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://e.example/>",
        "load silent <http://e.example/> into graph <a:b>",
        "LOAD<http://e.example/>",
        "LOADSILENT<http://e.example/>",
        "PREFIX : <http://e.example/>\n# a comment\nLOAD:x",
        "CLEAR ALL ; LOAD <http://e.example/>",
        "BASE <http://e.example/> LOAD <x>",
        "PREFIX load: <http://e.example/> LOAD load:x",
        "INSERT DATA { <a:a> <a:b> ';' } ;\nPREFIX e: <http://e.example/> LOAD e:x",
    ],
)
def test_load_is_refused_however_it_is_written(update: str) -> None:
    with pytest.raises(ForbiddenQueryError, match="LOAD"):
        guard_update(update, Settings())
    assert guard_update(update, Settings(allow_service=True)) == update


@pytest.mark.parametrize(
    "update",
    [
        "PREFIX load: <http://e.example/> INSERT DATA { load:load load:LOAD 'LOAD <x>' }",
        "INSERT DATA { <a:a> <a:b> 1 } # LOAD <a:b>",
        "WITH <http://e.example/LOAD> DELETE { ?load ?p ?o } WHERE { ?load ?p ?o }",
        "PREFIX load: <http://e.example/> CLEAR GRAPH load:x",
    ],
)
def test_the_word_elsewhere_is_let_through(update: str) -> None:
    assert guard_update(update, Settings()) == update


@pytest.mark.parametrize(
    ("update", "rewritten"),
    [
        (
            "INSERT { ?s a ?o } WHERE { ?s ?p ?o }",
            "INSERT { ?s a ?o } USING <a:d> USING NAMED <a:n> WHERE { ?s ?p ?o }",
        ),
        (
            "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
            "DELETE { ?s ?p ?o } USING <a:d> USING NAMED <a:n> WHERE { ?s ?p ?o }",
        ),
        (
            "DELETE WHERE { ?s ?p 'WHERE' }",
            "DELETE { ?s ?p 'WHERE' } USING <a:d> USING NAMED <a:n> WHERE { ?s ?p 'WHERE' }",
        ),
        ("INSERT DATA { <a:a> <a:b> 1 } ; CLEAR ALL", "INSERT DATA { <a:a> <a:b> 1 } ; CLEAR ALL"),
    ],
)
def test_the_graphs_of_the_request_are_those_that_patterns_ask(update: str, rewritten: str) -> None:
    assert words(guard_update(update, Settings(), ["a:d"], ["a:n"])) == words(rewritten)


@pytest.mark.parametrize("clause", ["WITH <a:x> DELETE { ?s ?p ?o }", "DELETE { ?s ?p ?o } USING <a:x>"])
def test_graphs_named_twice_are_an_error(clause: str) -> None:
    with pytest.raises(UsageError, match="do one of the two"):
        guard_update(f"{clause} WHERE {{ ?s ?p ?o }}", Settings(), ["a:d"])
