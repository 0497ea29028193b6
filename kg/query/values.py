"""Where a query's `VALUES ?name { … }` stands, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from kg.query.tokens import tokens


@dataclass(frozen=True, slots=True)
class Braces:
    """The offsets between the braces of a VALUES line."""

    start: int
    end: int


def find_values(query: str, name: str) -> Braces | None:
    """Return the braces of the one-variable VALUES of a name, or None."""
    found = list(tokens(query))
    for i in range(len(found) - 3):
        keyword, variable, opening = found[i : i + 3]
        if keyword.is_word("VALUES") and variable.text[1:] == name and opening.text == "{":
            closing = next((t for t in found[i + 3 :] if t.kind == "mark" and t.text == "}"), None)
            return Braces(opening.end, closing.start) if closing else None
    return None


def replace_values(query: str, name: str, terms: str) -> str:
    """Return the query with other terms between the braces."""
    braces = find_values(query, name)
    if braces is None:
        return query
    return f"{query[: braces.start]} {terms} {query[braces.end :]}"
