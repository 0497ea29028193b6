"""A page of an answer, and how many rows the whole has, by changing the query and never its result."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.query.tokens import Token, tokens

_OPENING, _CLOSING = "{(", "})"


def window(query: str, limit: int | None, offset: int, found: Sequence[Token] | None = None) -> str:
    """Return a SELECT or CONSTRUCT query for some of its rows; a LIMIT and OFFSET of its own are counted in.

    `found` are the query's tokens, where they are known already.
    """
    if found is None:
        found = list(tokens(query))
    own = modifiers(found)
    numbers = {word.text.upper(): int(number.text) for word, number in own}
    first = numbers.get("OFFSET", 0) + offset
    if "LIMIT" in numbers:
        left = max(0, numbers["LIMIT"] - offset)
        limit = left if limit is None else min(limit, left)
    if own:
        query = _without(query, own)
        found = list(tokens(query))
    position = _end(found)
    wanted = (f"\nLIMIT {limit}" if limit is not None else "") + (f"\nOFFSET {first}" if first else "")
    return f"{query[:position]}{wanted}\n{query[position:]}"


def counting(query: str) -> str | None:
    """Return a query that counts the rows of a SELECT query as `total`; None where SPARQL has no way to say that."""
    found = list(tokens(query))
    form = next((t for t in found if t.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), None)
    if form is None or not form.is_word("SELECT") or any(t.is_word("FROM") for t in outermost(found)):
        return None
    counted = _unsorted(query, found)[form.start :]
    return f"{query[: form.start]}SELECT (COUNT(*) AS ?total) WHERE {{ {{\n{counted}\n}} }}"


def _unsorted(query: str, found: Sequence[Token]) -> str:
    """Return a query without its outermost ORDER BY, which costs time and changes no number of rows."""
    outer = outermost(found)
    order = next((token for token in outer if token.is_word("ORDER")), None)
    if order is None:
        return query
    later = (t.start for t in outer if t.start > order.start and t.is_word("LIMIT", "OFFSET", "VALUES"))
    return query[: order.start] + query[next(later, found[-1].end) :]


def modifiers(found: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Return the outermost LIMIT and OFFSET among a query's tokens, each with its number."""
    if not any(token.is_word("LIMIT", "OFFSET") for token in found):
        return []
    return [
        (word, number)
        for word, number in pairwise(outermost(found))
        if word.is_word("LIMIT", "OFFSET") and number.kind == "number"
    ]


def _without(query: str, own: Sequence[tuple[Token, Token]]) -> str:
    for word, number in sorted(own, key=lambda pair: -pair[0].start):
        query = query[: word.start] + query[number.end :]
    return query


def _end(found: Sequence[Token]) -> int:
    """Return where LIMIT belongs: at the end, or before a VALUES block that follows the WHERE clause."""
    values = [token for token in outermost(found) if token.is_word("VALUES")]
    return values[-1].start if values else found[-1].end


def outermost(found: Sequence[Token]) -> list[Token]:
    """Return the tokens outside all brackets."""
    depth, outer = 0, []
    for token in found:
        if token.kind == "mark" and token.text in _CLOSING:
            depth -= 1
        elif token.kind == "mark" and token.text in _OPENING:
            depth += 1
        elif depth == 0:
            outer.append(token)
    return outer
