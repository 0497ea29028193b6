"""The guard: what a query may ask for, and how many rows it gets."""

from __future__ import annotations

from itertools import pairwise

from kg.errors import ForbiddenQueryError, QueryError
from kg.query.tokens import Token, decode_escapes, tokens
from kg.settings import Settings

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")


def guard(query: str, settings: Settings) -> str:
    """Return the query with its outermost LIMIT no higher than `max_rows`.

    Raises QueryError when it is too long and ForbiddenQueryError for updates and, unless `allow_service` is set,
    for SERVICE. The query is read token by token, so that neither strings and names that hold these words are
    refused, nor escapes and comments hide them.
    """
    if len(query) > settings.max_query_chars:
        raise QueryError(f"the query has {len(query):,} characters, the limit is {settings.max_query_chars:,}")
    _check(list(tokens(query)), settings)
    decoded = decode_escapes(query)
    if decoded != query:
        _check(list(tokens(decoded)), settings)
    return limit_rows(query, settings.max_rows)


def _check(found: list[Token], settings: Settings) -> None:
    form = next((t for t in found if t.is_word(*_FORMS, *_UPDATES)), None)
    if form is not None and form.is_word(*_UPDATES):
        raise ForbiddenQueryError(f"{form.text.upper()} is an update; the store is read-only over this interface")
    if not settings.allow_service and any(t.is_word("SERVICE") for t in found):
        raise ForbiddenQueryError(
            "SERVICE would ask another server and is switched off; its operator can allow it with --allow-service"
        )


def limit_rows(query: str, max_rows: int) -> str:
    """Return the query with its outermost LIMIT lowered to `max_rows`, or one added; ASK has no rows."""
    found = list(tokens(query))
    form = next((t for t in found if t.is_word(*_FORMS)), None)
    if form is None or form.is_word("ASK"):
        return query
    outer = _outermost(found)
    for limit, number in pairwise(outer):
        if limit.is_word("LIMIT") and number.kind == "number":
            if int(float(number.text)) <= max_rows:
                return query
            return f"{query[: number.start]}{max_rows}{query[number.end :]}"
    after_where = [t for t in outer if t.start > _last_brace(found, outer)]
    values = next((t for t in after_where if t.is_word("VALUES")), None)
    position = values.start if values else found[-1].end
    return f"{query[:position]}\nLIMIT {max_rows}\n{query[position:]}"


def _outermost(found: list[Token]) -> list[Token]:
    """Return the tokens outside all braces."""
    depth, outer = 0, []
    for token in found:
        if token.kind == "mark" and token.text == "}":
            depth -= 1
        if depth == 0:
            outer.append(token)
        if token.kind == "mark" and token.text == "{":
            depth += 1
    return outer


def _last_brace(found: list[Token], outer: list[Token]) -> int:
    """Return where the group that a trailing VALUES block could follow ends."""
    closing = [t.start for t in outer if t.text == "}" and t.kind == "mark"]
    values = [t.start for t in outer if t.is_word("VALUES")]
    before_values = [start for start in closing if not values or start < values[-1]]
    return before_values[-1] if before_values else found[0].start
