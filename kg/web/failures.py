"""Errors as responses: a page for people, one JSON object for programs, never a stack trace."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, render_template
from werkzeug.exceptions import HTTPException

from kg.errors import KgError, QuerySyntaxError, ServiceBusyError, StoreLockedError, UnauthorizedError
from kg.web.negotiate import wants_html

#: Seconds after which a client that was refused for want of a free place may come again.
_RETRY_SECONDS = 2


def handle_errors(app: Flask) -> None:
    """Let an application answer errors."""
    app.register_error_handler(KgError, _kg_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _kg_error(error: KgError) -> Response:
    g.outcome = type(error).__name__
    more = {}
    if isinstance(error, QuerySyntaxError) and error.line is not None:
        more = {"line": error.line, "column": error.column}
    response = _response(error.http_status, str(error), more)
    if isinstance(error, ServiceBusyError | StoreLockedError):
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    if isinstance(error, UnauthorizedError):
        response.headers["WWW-Authenticate"] = 'Bearer realm="kg"'
    return response


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
            response.headers[name] = value
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
