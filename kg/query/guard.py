"""The guard: what a query may ask for, and how many rows it gets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.errors import ForbiddenQueryError, QueryError
from kg.query.paging import modifiers, outermost, window
from kg.query.tokens import Token, tokens
from kg.settings import Settings

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
#: So many rows are no limit, and none is put on a query: some servers set memory aside for all that a LIMIT allows.
ALL_ROWS = 100_000_000
#: Functions that give something else each time.
_UNREPEATABLE = ("NOW", "RAND", "UUID", "STRUUID", "BNODE")
_MAYBE_UNREPEATABLE = re.compile("|".join(_UNREPEATABLE), re.IGNORECASE)
#: A federated pattern, in a query whose strings, names of variables and IRIs have been blotted out. The engine's parser
#: does not ask for a space after a keyword, so that this may begin within what looks like a longer word or name.
_SERVICE = re.compile(r"SERVICE\s*(?:SILENT)?\s*(?:<>|\?|[^\s{}<>?]*:[^\s{}<>?]*)\s*\{", re.IGNORECASE)
#: A name of a graph after one of these is a name, though it begin with "service:".
_NAMES_A_GRAPH = ("GRAPH", "FROM", "NAMED", "WITH", "USING")


@dataclass(frozen=True, slots=True)
class Guarded:
    """A query that may be asked.

    `text` has its outermost LIMIT no higher than `max_rows`; `beyond`, where that limit is ours, asks for the solution
    after the last; `has_dataset` says that it names its graphs itself (FROM), `repeatable` that it has the same answer
    each time on the same graph.
    """

    text: str
    beyond: str | None
    has_dataset: bool
    repeatable: bool


def guard(query: str, settings: Settings) -> Guarded:
    """Return the query with its limit and what else has to be known of it.

    Raises QueryError when it is too long and ForbiddenQueryError for updates and, unless `allow_service` is set,
    for SERVICE. The query is read token by token, so that neither strings and names that hold these words are
    refused, nor comments and missing spaces hide them.
    """
    if len(query) > settings.max_query_chars:
        raise QueryError(f"the query has {len(query):,} characters, the limit is {settings.max_query_chars:,}")
    found, letters = list(tokens(query)), query.upper()
    form = next((t for t in found if t.is_word(*_FORMS, *_UPDATES)), None)
    if form is not None and form.is_word(*_UPDATES):
        raise ForbiddenQueryError(f"{form.text.upper()} is an update; queries only read, updates go to /update")
    if not settings.allow_service and "SERVICE" in letters:
        refuse_service(found)
    text, beyond = _limited(query, found, settings.max_rows)
    return Guarded(
        text,
        beyond,
        has_dataset="FROM" in letters and _has_dataset(found),
        repeatable=not _MAYBE_UNREPEATABLE.search(query) or _repeatable(found),
    )


def repeatable(query: str) -> bool:
    """Say whether a query has the same answer each time on the same graph."""
    return not _MAYBE_UNREPEATABLE.search(query) or _repeatable(tokens(query))


def _repeatable(found: Iterable[Token]) -> bool:
    return not any(t.is_word(*_UNREPEATABLE) for t in found)


def refuse_service(found: list[Token]) -> None:
    """Raise ForbiddenQueryError when tokens hold a SERVICE pattern."""
    blotted = " ".join(_blotted(token, before) for before, token in pairwise([Token("mark", "", 0), *found]))
    if _SERVICE.search(blotted):
        raise ForbiddenQueryError(
            "SERVICE would ask another server and is switched off; its operator can allow it with --allow-service"
        )


def _blotted(token: Token, before: Token) -> str:
    if token.kind == "name" and before.is_word(*_NAMES_A_GRAPH):
        return "x:"
    return {"iri": "<>", "variable": "?", "string": '""', "language": "@"}.get(token.kind, token.text)


def limit_rows(query: str, max_rows: int) -> tuple[str, str | None]:
    """Return the query with its outermost LIMIT lowered to `max_rows`, or one added, and one for the solution beyond.

    Only SELECT has solutions to limit; a query that is left as it is has none beyond.
    """
    return _limited(query, list(tokens(query)), max_rows)


def _limited(query: str, found: Sequence[Token], max_rows: int) -> tuple[str, str | None]:
    form = next((t for t in found if t.is_word(*_FORMS)), None)
    if form is None or not form.is_word("SELECT") or max_rows >= ALL_ROWS:
        return query, None
    own = next((int(number.text) for word, number in modifiers(found) if word.is_word("LIMIT")), None)
    if own is not None and own <= max_rows:
        return query, None
    return window(query, max_rows, 0, found), window(query, 1, max_rows, found)


def _has_dataset(found: list[Token]) -> bool:
    """Say whether the query has a FROM clause, which may lack a space after its keyword: `FROM:g`."""
    declared = {name.text for word, name in pairwise(found) if word.is_word("PREFIX") and name.kind == "name"}
    return any(
        t.is_word("FROM")
        or (t.kind == "name" and t.text.upper().startswith("FROM:") and f"{t.text[:4]}:" not in declared)
        for t in outermost(found)
    )
