"""Answers as tables of text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

#: The widest a column gets, in characters.
_WIDEST = 60


def answer_table(answer: bytes, base: str) -> str:
    """Return a SPARQL JSON answer as a table; IRIs under the base are cut to what follows it."""
    data = json.loads(answer)
    if "boolean" in data:
        return "yes" if data["boolean"] else "no"
    columns = data["head"]["vars"]
    rows = [[_cell(row.get(column), base) for column in columns] for row in data["results"]["bindings"]]
    return text_table(columns, rows)


def text_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under their column names, aligned, and how many there are."""
    cut = [[cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…" for cell in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cut)]) for i, name in enumerate(columns)]
    lines = [columns, ["-" * width for width in widths], *cut]
    table = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([*table, f"({len(rows)} row{'' if len(rows) == 1 else 's'})"])


def _cell(term: dict[str, Any] | None, base: str) -> str:
    if term is None:
        return ""
    value = " ".join(str(term["value"]).split())
    return value.removeprefix(f"{base}/") if term["type"] == "uri" else value
