"""The guard of updates: what they may not do, and the graphs that a request names for their patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.errors import ForbiddenQueryError, UsageError
from kg.query.guard import refuse_service
from kg.query.paging import outermost
from kg.query.tokens import Token, tokens
from kg.settings import Settings


def guard_update(update: str, settings: Settings, using: Sequence[str] = (), using_named: Sequence[str] = ()) -> str:
    """Return the update, with the graphs that its patterns ask (Protocol, section 2.2.3).

    Raises ForbiddenQueryError for SERVICE and LOAD, unless `allow_service` is set, and UsageError when graphs are
    named both in the request and by USING or WITH in the update.
    """
    found = list(tokens(update))
    if not settings.allow_service:
        refuse_service(found)
        for operation in operations(found):
            _refuse_load(operation)
    return _with_using(update, found, using, using_named) if using or using_named else update


def operations(found: list[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each operation of an update, without those of its prologue, braces and all."""
    depth, held = 0, list[Token]()
    for before, token in pairwise([Token("mark", ";", 0), *found]):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0 and token.kind == "mark" and token.text == ";":
            yield held
            held = []
        elif held or not _of_prologue(token, before):
            held.append(token)
    yield held


def _of_prologue(token: Token, before: Token) -> bool:
    """Say whether a token belongs to PREFIX and BASE lines, which may stand before each operation."""
    return (
        token.is_word("PREFIX", "BASE")
        or (token.kind == "name" and before.is_word("PREFIX"))
        or (token.kind == "iri" and (before.is_word("BASE") or before.kind == "name"))
    )


def _refuse_load(operation: list[Token]) -> None:
    """Raise ForbiddenQueryError for LOAD; the engine asks for no space after it, so `LOADSILENT` and `LOAD:x` count."""
    if operation and operation[0].kind in ("word", "name") and operation[0].text.upper().startswith("LOAD"):
        raise ForbiddenQueryError(
            "LOAD would fetch from another server and is switched off; its operator can allow it with --allow-service"
        )


def _with_using(update: str, found: list[Token], using: Sequence[str], using_named: Sequence[str]) -> str:
    clauses = " ".join([*(f"USING <{iri}>" for iri in using), *(f"USING NAMED <{iri}>" for iri in using_named)])
    changes: list[tuple[int, str]] = []
    for operation in operations(found):
        outer = outermost(operation)
        if any(t.is_word("USING", "WITH") for t in outer):
            raise UsageError("the request names graphs and so does the update (USING, WITH); do one of the two")
        where = next((t for t in outer if t.is_word("WHERE")), None)
        if where is None:
            continue
        before = operation[operation.index(where) - 1]
        # DELETE WHERE { … } has no place for USING: it is written out
        template = update[where.end : operation[-1].end] if before.is_word("DELETE") else ""
        changes.append((where.start, f"{template} {clauses} "))
    for position, text in reversed(changes):
        update = f"{update[:position]}{text}{update[position:]}"
    return update
