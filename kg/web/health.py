"""Whether the service lives (`/healthz`) and whether it can answer queries (`/readyz`)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from kg.web.site import site

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def alive() -> Response:
    """Say that the service lives and which snapshot it serves; 503 when it has none."""
    return _snapshot("ok")


@pages.get("/readyz")
def ready() -> Response:
    """Say that a worker has answered a query; 503 when none can."""
    site().workers.ask("ASK { FILTER(RAND() < 2) }")  # never from the cache
    return _snapshot("ready")


def _snapshot(status: str) -> Response:
    snapshot = site().workers.published.current().snapshot
    response = jsonify({"status": status, "snapshot": snapshot.name, "papers": snapshot.papers})
    response.headers["Cache-Control"] = "no-store"
    return response
