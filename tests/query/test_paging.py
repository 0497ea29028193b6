"""A page of an answer is asked for by changing LIMIT and OFFSET alone, whatever else the query holds."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.paging import counting, window

NUMBERS = "VALUES ?x { 1 2 3 4 5 6 7 8 9 10 }"
STORE = pyoxigraph.Store()


def rows(query: str) -> list[int]:
    answer = STORE.query(query)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return [int(row[0].value) for row in answer]


@pytest.mark.parametrize(
    ("query", "limit", "offset", "expected"),
    [
        (f"SELECT ?x {{ {NUMBERS} }} ORDER BY ?x", 3, 0, [1, 2, 3]),
        (f"SELECT ?x {{ {NUMBERS} }} ORDER BY ?x", None, 7, [8, 9, 10]),
        (f"SELECT ?x {{ {NUMBERS} }} ORDER BY ?x LIMIT 4", 3, 2, [3, 4]),
        (f"SELECT ?x {{ {NUMBERS} }} ORDER BY ?x OFFSET 2 LIMIT 4", 2, 1, [4, 5]),
        (f"SELECT ?x {{ {NUMBERS} }} ORDER BY ?x LIMIT 4", 3, 9, []),
        (f"SELECT ?x {{ {{ SELECT ?x {{ {NUMBERS} }} ORDER BY ?x LIMIT 5 }} }} ORDER BY DESC(?x)", 2, 0, [5, 4]),
        ("SELECT ?x { } ORDER BY ?x VALUES ?x { 3 1 2 }", 2, 1, [2, 3]),
        (f"SELECT ?x {{ {NUMBERS} }} ORDER BY ?x # LIMIT 2", 3, 0, [1, 2, 3]),
    ],
)
def test_a_window_counts_in_the_limits_of_the_query_itself(
    query: str, limit: int | None, offset: int, expected: list[int]
) -> None:
    assert rows(window(query, limit, offset)) == expected


@given(
    own_limit=st.none() | st.integers(0, 12),
    own_offset=st.integers(0, 12),
    limit=st.none() | st.integers(0, 12),
    offset=st.integers(0, 12),
)
def test_a_window_is_a_slice_of_the_answer(
    own_limit: int | None, own_offset: int, limit: int | None, offset: int
) -> None:
    query = f"SELECT ?x {{ {NUMBERS} }} ORDER BY ?x OFFSET {own_offset}"
    if own_limit is not None:
        query += f" LIMIT {own_limit}"
    whole = rows(query)
    assert rows(window(query, limit, offset)) == whole[offset:][: limit if limit is not None else len(whole)]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        (f"SELECT ?x {{ {NUMBERS} }}", 10),
        (f"PREFIX a: <b:>\nSELECT ?x {{ {NUMBERS} }} LIMIT 4 # the first", 4),
        (f"SELECT DISTINCT ?y {{ {NUMBERS} BIND(FLOOR(?x / 4) AS ?y) }}", 3),
        ("SELECT ?x { } VALUES ?x { 3 1 2 }", 3),
        ("SELECT ?x { } ORDER BY DESC(?x) ABS(?x) VALUES ?x { 3 1 2 }", 3),
        (f"SELECT ?x {{ {NUMBERS} }} ORDER BY ?x LIMIT 4 OFFSET 8", 2),
        (f"SELECT ?x {{ {{ SELECT ?x {{ {NUMBERS} }} ORDER BY ?x LIMIT 5 }} }} ORDER BY ?x # last", 5),
    ],
)
def test_the_rows_of_the_whole_can_be_counted(query: str, total: int) -> None:
    count = counting(query)
    assert count is not None
    assert rows(count) == [total]


def test_rows_are_counted_without_sorting_them() -> None:
    count = counting("SELECT ?x { { SELECT ?x { } ORDER BY ?inner LIMIT 3 } } ORDER BY DESC(?outer) ?x LIMIT 4") or ""
    assert "ORDER BY ?inner LIMIT 3" in count
    assert "?outer" not in count
    assert count.split() == [*count.split()[:-4], "LIMIT", "4", "}", "}"]


@pytest.mark.parametrize("query", ["ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT * FROM <a:b> { ?s ?p ?o }"])
def test_what_has_no_rows_to_count_is_not_counted(query: str) -> None:
    assert counting(query) is None
