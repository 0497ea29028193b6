"""A line of JSON for each request: what was asked, what came of it, in which time; no token and no text of a query."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from kg.query.answer import Answer

_LOG = logging.getLogger("kg.access")


def log_requests(app: Flask) -> None:
    """Let an application log its requests to the logger `kg.access`, at level INFO."""

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if _LOG.isEnabledFor(logging.INFO):
            _LOG.info(json.dumps(_facts(response), ensure_ascii=False))
        return response


def log_to_standard_error() -> None:
    """Write the lines to standard error."""
    if not _LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _LOG.addHandler(handler)
        _LOG.propagate = False
    _LOG.setLevel(logging.INFO)


def _facts(response: Response) -> dict[str, object]:
    facts: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": request.remote_addr,
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.started) * 1000, 2),
        "bytes": response.content_length,
        "outcome": g.get("outcome", "ok" if response.status_code < 400 else response.status),
    }
    if query := g.get("query"):
        facts["query"] = hashlib.sha256(query.encode()).hexdigest()[:16]
    answer: Answer | None = g.get("answer")
    if answer:
        facts |= {"rows": answer.rows, "truncated": answer.truncated, "cached": answer.cached}
        facts["evaluation_ms"] = round(answer.seconds * 1000, 2)
    return facts
