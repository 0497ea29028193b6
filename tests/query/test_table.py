"""Tables of text are aligned, cut what is too wide and say how many rows there are."""

from __future__ import annotations

import json

from kg.query.table import answer_table, text_table


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert text_table(["a", "long name"], [["x", "1"], ["yyy", "2"]]) == (
        "a    long name\n---  ---------\nx    1\nyyy  2\n(2 rows)"
    )


def test_a_wide_cell_is_cut() -> None:
    assert "x" * 59 + "…" in text_table(["a"], [["x" * 80]])


def test_iris_under_the_base_are_cut_and_missing_values_empty() -> None:
    answer = {
        "head": {"vars": ["e", "n"]},
        "results": {"bindings": [{"e": {"type": "uri", "value": "http://b/method/x"}}]},
    }
    assert answer_table(json.dumps(answer).encode(), "http://b").splitlines()[2:] == ["method/x", "(1 row)"]


def test_ask_is_answered_in_a_word() -> None:
    assert answer_table(b'{"head": {}, "boolean": false}', "http://b") == "no"
