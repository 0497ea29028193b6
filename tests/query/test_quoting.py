"""A text of somebody else stays within the quotes of its literal."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.quoting import quoted


@pytest.mark.parametrize("text", ['0\n\\"', '\n"""', 'a"', "a\\", '\n\\" } # ', "\r\n", "'''", ""])
def test_the_engine_reads_the_text_as_it_was_given(text: str) -> None:
    answer = pyoxigraph.Store().query(f"SELECT (({quoted(text)}) AS ?text) {{}}")
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    assert [row["text"].value for row in answer] == [text]


@given(st.text(alphabet="\"'\\\n\r a", max_size=12))
def test_no_text_ends_its_literal(text: str) -> None:
    answer = pyoxigraph.Store().query(f"SELECT ?text {{ VALUES ?text {{ {quoted(text)} }} }}")
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    assert [row["text"].value for row in answer] == [text]


def test_what_is_no_character_of_rdf_is_left_out() -> None:
    assert quoted("a\x00b\ud800c\uffff") == '"abc"'
