"""Syntax errors of the engine in words that a person can use: where, and what could stand there."""

from __future__ import annotations

import re

from kg.errors import QuerySyntaxError

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
#: Things that the parser would take: quoted marks and names of what it looks for; classes of characters say little.
_CLASS = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]")
_MOST = 8


def syntax_error(message: str, text: str, language: str = "query") -> QuerySyntaxError:
    """Return the error for the engine's message about a text, with line and column where it names them."""
    match = _PLACE.search(message)
    if match is None:
        return QuerySyntaxError(f"the {language} is not SPARQL 1.1: {message.strip()}")
    line, column = int(match[1]), int(match[2])
    error = QuerySyntaxError(
        f"the {language} is not SPARQL 1.1: line {line}, column {column}{_near(text, line, column)}: "
        f"{_expected(match[3])}"
    )
    error.line, error.column = line, column
    return error


def _near(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    if not rest:
        return ", at the end" if not "".join(lines[line:]).strip() else ""
    return f", near {rest[:20]!r}"


def _expected(message: str) -> str:
    """Return what was expected, in short."""
    message = " ".join(message.split())
    for reason in ("Prefix not found", "IRI parsing failed", "language tag parsing failed"):
        if reason in message:
            return reason[0].lower() + reason[1:]
    if not message.startswith("expected "):
        return message
    things = message.removeprefix("expected ").removeprefix("one of ")
    kept = [thing.strip() for thing in _CLASS.sub("", things).split(", ") if thing.strip(" |,")]
    more = f" or one of {len(kept) - _MOST} other things" if len(kept) > _MOST else ""
    return f"expected {', '.join(kept[:_MOST]) or 'something else'}{more}"
