"""Tokens cover a query without gaps, and strings, comments and IRIs hide what they hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.query.tokens import decode_escapes, tokens


def test_keywords_strings_iris_names_and_variables_are_told_apart() -> None:
    query = 'SELECT ?x WHERE { ?x kg:uses <http://e.org/#SERVICE> ; rdfs:label "SERVICE"@en . } # SERVICE'
    found = [(t.kind, t.text) for t in tokens(query)]
    assert found == [
        ("word", "SELECT"),
        ("variable", "?x"),
        ("word", "WHERE"),
        ("mark", "{"),
        ("variable", "?x"),
        ("name", "kg:uses"),
        ("iri", "<http://e.org/#SERVICE>"),
        ("mark", ";"),
        ("name", "rdfs:label"),
        ("string", '"SERVICE"'),
        ("language", "@en"),
        ("mark", "."),
        ("mark", "}"),
    ]


def test_long_strings_run_over_lines_and_hold_quotes() -> None:
    (token,) = tokens('"""a "quoted"\nline \\""" and more"""')
    assert token.kind == "string"


def test_less_than_is_no_iri() -> None:
    assert [t.kind for t in tokens("?a < ?b && ?b > ?c")] == [
        "variable", "mark", "variable", "mark", "mark", "variable", "mark", "variable",
    ]  # fmt: skip


def test_escapes_of_code_points_are_decoded_anywhere() -> None:
    assert decode_escapes("S\\u0045RVICE \\U00000045") == "SERVICE E"


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_has_tokens_at_their_own_offsets(text: str) -> None:
    position = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= position
        position = token.end
