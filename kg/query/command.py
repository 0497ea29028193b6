"""Ask from the command line: a saved query, a file, or standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import ParameterError, QueryError
from kg.query.declared import SavedQuery
from kg.query.formats import GRAPHS, SOLUTIONS
from kg.query.header import parse_saved_query
from kg.query.lookup import Lookup
from kg.query.parameters import fill_in, with_base
from kg.query.rows import answer_rows
from kg.query.saved import load_saved_queries
from kg.query.table import answer_table, text_table


def list_queries(folders: Sequence[Path], format: str = "table") -> str:
    """Return the saved queries with what they answer and their parameters, as a table or JSON."""
    queries = list(load_saved_queries(folders))
    if format == "json":
        return json.dumps([describe_query(query) for query in queries], ensure_ascii=False, indent=2)
    rows = [[q.name, " ".join(p.name for p in q.parameters), q.summary] for q in queries]
    return text_table(["name", "parameters", "answers"], rows)


def check_queries(folders: Sequence[Path]) -> None:
    """Raise QueryError when some file cannot be used, with what is wrong with each."""
    if broken := load_saved_queries(folders).broken:
        raise QueryError("\n    ".join(["cannot be used:", *(broken[name] for name in sorted(broken))]))


def run_query(
    lookup: Lookup,
    query: str,
    parameters: Sequence[str],
    folders: Sequence[Path],
    format: str,
    out: BinaryIO,
) -> None:
    """Write the answer of a saved query, a SPARQL file or `-` (standard input), by the workers of a lookup.

    Formats are table, rows (a JSON list of objects), json (SPARQL JSON), csv and tsv; a graph is written as Turtle, or
    as JSON-LD for rows and json. Raises QueryError, StoreError and NotFoundError.
    """
    text = _text(query, load_saved_queries(folders).get, _given(parameters), lookup)
    answer = lookup.workers.ask(
        text,
        solutions=SOLUTIONS[format if format in SOLUTIONS else "json"],
        graph=GRAPHS["jsonld" if format in ("json", "rows") else "ttl"],
    )
    if format == "table" and answer.kind != "graph":
        out.write(answer_table(answer.read(), lookup.base).encode() + b"\n")
        return
    if format == "rows" and answer.kind != "graph":
        out.write(json.dumps(answer_rows(answer.read()), ensure_ascii=False, indent=2).encode() + b"\n")
        return
    for chunk in answer.chunks:
        out.write(chunk)
    if answer.kind == "boolean" or format in ("json", "rows"):
        out.write(b"\n")


def _text(query: str, saved: Any, given: dict[str, list[str]], lookup: Lookup) -> str:
    path = Path(query)
    if query == "-" or path.suffix in (".rq", ".sparql") or path.is_file():
        text, name = (sys.stdin.read(), "standard input") if query == "-" else (_read(path), query)
        if "#+" not in text:
            if given:
                raise ParameterError(f"{name} declares no parameters ('#+ parameters:'), so none can be given")
            return with_base(text, lookup.base)
        return fill_in(parse_saved_query(path.stem, text, name), given, lookup)
    found: SavedQuery = saved(query)
    return fill_in(found, given, lookup)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot read {path}: {error}") from None


def _given(parameters: Sequence[str]) -> dict[str, list[str]]:
    """Return the values by parameter; one given twice has two."""
    given: dict[str, list[str]] = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            raise ParameterError(f"a parameter is written key=value, not {parameter!r}")
        given.setdefault(name, []).append(value)
    return given


def describe_query(query: SavedQuery) -> dict[str, Any]:
    """Return what a saved query answers and its parameters, as JSON."""
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "label": p.label,
                "optional": p.optional,
                "many": p.many,
                "default": p.default,
                "choices": dict(p.choices),
            }
            for p in query.parameters
        ],
    }
