"""Messages about syntax say where, what stands there, and what could."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.query.syntax import syntax_error


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT ?x WHERE ?x", 1, 17, "near '?x': expected \"{\""),
        ("SELECT *\n{ ?a foo:b ?c }", 2, 11, "prefix not found"),
        ("ASK { ?s ?p ", 1, 13, "at the end: expected"),
        ("", 1, 1, "expected"),
    ],
)
def test_a_syntax_error_says_where_and_what(query: str, line: int, column: int, message: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    error = syntax_error(str(caught.value), query)
    assert (error.line, error.column) == (line, column)
    assert message in str(error)
    assert len(str(error)) < 300


def test_a_message_without_a_place_is_passed_on() -> None:
    error = syntax_error("something else", "ASK {}")
    assert (str(error), error.line) == ("the query is not SPARQL 1.1: something else", None)


@given(st.text(max_size=60))
def test_no_text_makes_the_message_fail(text: str) -> None:
    try:
        Store().query(text)
    except SyntaxError as error:
        message = str(syntax_error(str(error), text))
    else:
        return
    assert message.startswith("the query is not SPARQL 1.1: ")
