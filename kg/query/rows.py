"""Answers as rows of Python values: a list of dicts, as pandas and JSON take them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

Row = dict[str, Any]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_PYTHON: Mapping[str, Callable[[str], Any]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": float,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}boolean": lambda text: text in ("true", "1"),
}


def answer_rows(answer: bytes) -> list[Row] | bool:
    """Return a SPARQL JSON answer as rows with every variable as a key (None where unbound), or the truth of an ASK.

    Numbers and booleans become Python's; an IRI and any other literal becomes its text.
    """
    data = json.loads(answer)
    if "boolean" in data:
        return bool(data["boolean"])
    names = data["head"]["vars"]
    return [{name: _value(row.get(name)) for name in names} for row in data["results"]["bindings"]]


def _value(term: Mapping[str, str] | None) -> Any:
    if term is None:
        return None
    return _PYTHON.get(term.get("datatype", ""), str)(term["value"])
