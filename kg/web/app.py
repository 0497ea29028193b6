"""The Flask application: routes, errors, headers."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from kg import __version__
from kg.errors import KgError
from kg.settings import Settings
from kg.web import entities, front, reports, saved_queries, search, sparql
from kg.web.negotiate import wants_html
from kg.web.site import TYPES, Site

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # the service only reads, and has no users: any page may ask it (CORS)
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
}


def create_app(store: Path, settings: Settings, queries: Sequence[Path] = ()) -> Flask:
    """Return the application that serves a store, with folders of saved queries beside the shipped ones.

    The store is opened when it is first asked.
    """
    app = Flask("kg.web")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body_bytes
    app.extensions["kg"] = site = Site(store, settings, queries)
    for part in (front, sparql, saved_queries, entities, search, reports):
        app.register_blueprint(part.pages)
    app.register_error_handler(KgError, _kg_error)
    app.register_error_handler(HTTPException, _http_error)
    app.after_request(_with_headers)
    app.jinja_env.globals.update(version=__version__, path_of=site.path, segments={t: s for s, t in TYPES.items()})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def _kg_error(error: KgError) -> tuple[Response | str, int]:
    return _error(error.http_status, str(error))


def _http_error(error: HTTPException) -> tuple[Response | str, int] | HTTPException:
    code = error.code or 500
    if code < 400:  # a redirection
        return error
    if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _error(code, "the request is longer than max_body_bytes allows")
    return _error(code, error.description or error.name)


def _error(code: int, message: str) -> tuple[Response | str, int]:
    status = HTTPStatus(code).phrase
    if wants_html():
        return render_template("error.html", code=code, status=status, message=message), code
    return jsonify({"status": code, "error": status, "message": message}), code


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/reports/"):  # a report is one file, with its style and picture inside
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
        )
    response.vary.add("Accept")
    return response
