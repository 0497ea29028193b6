"""Rows of answers: every variable is a key, numbers are numbers, what is unbound is None."""

from __future__ import annotations

import json

import pytest

from kg.query.rows import answer_rows

XSD = "http://www.w3.org/2001/XMLSchema#"


def answer(**terms: dict[str, str]) -> bytes:
    return json.dumps({"head": {"vars": ["x", "y"]}, "results": {"bindings": [terms]}}).encode()


@pytest.mark.parametrize(
    ("datatype", "text", "value"),
    [("integer", "7", 7), ("decimal", "0.25", 0.25), ("double", "1e3", 1000.0), ("boolean", "true", True)],
)
def test_numbers_and_booleans_are_those_of_python(datatype: str, text: str, value: object) -> None:
    found = answer_rows(answer(x={"type": "literal", "datatype": XSD + datatype, "value": text}))
    assert found == [{"x": value, "y": None}]


def test_iris_and_texts_are_texts() -> None:
    found = answer_rows(answer(x={"type": "uri", "value": "http://e/1"}, y={"type": "literal", "value": "7"}))
    assert found == [{"x": "http://e/1", "y": "7"}]


def test_ask_is_a_truth_value() -> None:
    assert answer_rows(b'{"head": {}, "boolean": true}') is True
