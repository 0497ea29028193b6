"""Answers that a client may keep: each has an ETag made of the state of the graph and the request (RFC 9110, 8.8.3)."""

from __future__ import annotations

import hashlib

from flask import Response, request


def entity_tag(state: str, *parts: str) -> str:
    """Return the tag of an answer that depends on the state of the graph and on these parts of a request, alone."""
    return hashlib.sha256("\0".join((state, *parts)).encode()).hexdigest()[:32]


def not_modified(tag: str) -> Response | None:
    """Return 304 when the client has the answer with this tag, else None."""
    if "If-None-Match" not in request.headers or not request.if_none_match.contains_weak(tag):
        return None
    return with_tag(Response(status=304), tag)


def with_tag(response: Response, tag: str | None) -> Response:
    """Let a client keep a response and ask each time whether it is still good; without a tag it must not keep it."""
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["ETag"] = f'W/"{tag}"'
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
