"""A page of an answer, and how many rows the whole has, by changing the query and never its result."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.query.tokens import Token, tokens

_OPENING, _CLOSING = "{(", "})"


def window(query: str, limit: int | None, offset: int) -> str:
    """Return a SELECT or CONSTRUCT query for some of its rows; a LIMIT and OFFSET of its own are counted in."""
    own = {token.text.upper(): number for token, number in modifiers(query)}
    own_offset = int(own["OFFSET"].text) if "OFFSET" in own else 0
    if "LIMIT" in own:
        left = max(0, int(own["LIMIT"].text) - offset)
        limit = left if limit is None else min(limit, left)
    bare = _without_modifiers(query)
    position = _end(bare)
    wanted = f"\nLIMIT {limit}" if limit is not None else ""
    wanted += f"\nOFFSET {own_offset + offset}" if own_offset + offset else ""
    return f"{bare[:position]}{wanted}\n{bare[position:]}"


def counting(query: str) -> str | None:
    """Return a query that counts the rows of a SELECT query as `total`; None where SPARQL has no way to say that."""
    found = list(tokens(query))
    form = next((t for t in found if t.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), None)
    if form is None or not form.is_word("SELECT") or any(t.is_word("FROM") for t in outermost(found)):
        return None
    return f"{query[: form.start]}SELECT (COUNT(*) AS ?total) WHERE {{ {{\n{query[form.start :]}\n}} }}"


def modifiers(query: str) -> list[tuple[Token, Token]]:
    """Return the outermost LIMIT and OFFSET, each with its number."""
    outer = outermost(list(tokens(query)))
    return [
        (word, number)
        for word, number in pairwise(outer)
        if word.is_word("LIMIT", "OFFSET") and number.kind == "number"
    ]


def _without_modifiers(query: str) -> str:
    for word, number in sorted(modifiers(query), key=lambda pair: -pair[0].start):
        query = query[: word.start] + query[number.end :]
    return query


def _end(query: str) -> int:
    """Return where LIMIT belongs: at the end, or before a VALUES block that follows the WHERE clause."""
    found = list(tokens(query))
    outer = outermost(found)
    values = [t for t in outer if t.is_word("VALUES")]
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
