"""Where a query's `VALUES ?name { … }` stands, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from kg.query.tokens import tokens


@dataclass(frozen=True, slots=True)
class Braces:
    """The offsets between the braces of a VALUES line."""

    start: int
    end: int


def all_values(query: str, name: str) -> list[Braces]:
    """Return the braces of every one-variable VALUES of a name; sub-queries repeat it, for they do not see outside."""
    found = list(tokens(query))
    braces = []
    for i in range(len(found) - 3):
        keyword, variable, opening = found[i : i + 3]
        if keyword.is_word("VALUES") and variable.text[1:] == name and opening.text == "{":
            closing = next((t for t in found[i + 3 :] if t.kind == "mark" and t.text == "}"), None)
            if closing:
                braces.append(Braces(opening.end, closing.start))
    return braces


def find_values(query: str, name: str) -> Braces | None:
    """Return the braces of the first one-variable VALUES of a name, or None."""
    return next(iter(all_values(query, name)), None)


def replace_values(query: str, name: str, terms: str) -> str:
    """Return the query with other terms between all braces of a name."""
    for braces in reversed(all_values(query, name)):
        query = f"{query[: braces.start]} {terms} {query[braces.end :]}"
    return query
