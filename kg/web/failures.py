"""Errors as responses: a page for people, one JSON object for programs, never a stack trace."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from kg.errors import (
    AmbiguousNameError,
    Candidate,
    KgError,
    QuerySyntaxError,
    ServiceBusyError,
    StoreLockedError,
    UnauthorizedError,
)
from kg.web.negotiate import wants_html
from kg.web.site import site

#: Seconds after which a client that was refused for want of a free place may come again.
_RETRY_SECONDS = 2


def handle_errors(app: Flask) -> None:
    """Let an application answer errors."""
    app.register_error_handler(KgError, _kg_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _kg_error(error: KgError) -> Response:
    g.outcome = type(error).__name__
    if isinstance(error, AmbiguousNameError) and wants_html():
        return Response(render_template("ambiguous.html", message=str(error), candidates=choices(error)), status=300)
    more: dict[str, Any] = {}
    if isinstance(error, AmbiguousNameError):
        more = {"parameter": error.parameter, "candidates": [_candidate(c) for c in error.candidates]}
    if isinstance(error, QuerySyntaxError) and error.line is not None:
        more = {"line": error.line, "column": error.column}
    response = _response(error.http_status, str(error), more)
    if isinstance(error, ServiceBusyError | StoreLockedError):
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    if isinstance(error, UnauthorizedError):
        response.headers["WWW-Authenticate"] = 'Bearer realm="kg"'
    return response


def choices(error: AmbiguousNameError) -> list[tuple[Candidate, str]]:
    """Return the things that an ambiguous name may mean, each with the address that asks for it instead."""
    found = []
    for candidate in error.candidates:
        arguments = [
            (name, candidate.iri if (name, value.strip()) == (error.parameter, error.value) else value)
            for name, value in request.args.items(multi=True)
        ]
        found.append((candidate, f"{request.path}?{urlencode(arguments)}"))
    return found


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {**asdict(candidate), "page": site().path(candidate.iri)}


def _http_error(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:  # a redirection
        return error
    message = error.description or error.name
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        message = "the request is longer than max_body_bytes (or max_upload_bytes) allows"
    response = _response(code, message)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = ", ".join(sorted(value.split(", ")))
    return response


def _unexpected(error: Exception) -> Response:
    g.outcome = type(error).__name__
    current_app.logger.error("unexpected error", exc_info=error)
    return _response(500, "something went wrong here; its operator finds the reason in the log")


def _response(code: int, message: str, more: dict[str, Any] | None = None) -> Response:
    status = HTTPStatus(code).phrase
    if wants_html():
        page = render_template("error.html", code=code, status=status, message=message)
        response = Response(page, status=code)
    else:
        response = jsonify({"status": code, "error": status, "message": message, **(more or {})})
        response.status_code = code
    response.headers["Cache-Control"] = "no-store"
    return response
