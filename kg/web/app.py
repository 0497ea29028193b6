"""The Flask application: routes, errors, headers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from flask import Flask

from kg import __version__
from kg.remote.address import Store
from kg.settings import Settings
from kg.web import (
    browse,
    compare,
    editor,
    entities,
    front,
    graph_store,
    health,
    ontology,
    openapi,
    panel_pages,
    reports,
    saved_queries,
    search,
    sparql,
    update,
    void,
)
from kg.web.access_log import log_requests
from kg.web.caveats import caveat, unanswered
from kg.web.failures import handle_errors
from kg.web.headers import with_exceptions, with_headers
from kg.web.metrics import measure_requests
from kg.web.panels import is_empty
from kg.web.site import TYPES, Site
from kg.web.solutions import heading

#: Everything that has an address.
_PARTS = (
    front, browse, entities, search, compare, reports, saved_queries, panel_pages, openapi, editor,
    sparql, update, graph_store, void, ontology, health,
)  # fmt: skip


def create_app(store: Store, settings: Settings, queries: Sequence[Path] = (), token: str | None = None) -> Flask:
    """Return the application that serves a store, with folders of saved queries beside the shipped ones.

    The store is opened when it is first asked. Who sends the token may write; without one, nobody may.
    """
    app = Flask("kg.web")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_body_bytes
    app.extensions["kg"] = site = Site(store, settings, queries, token)
    for part in _PARTS:
        app.register_blueprint(part.pages)
    handle_errors(app)
    measure_requests(app, site.workers)
    log_requests(app)
    app.after_request(with_exceptions)
    app.wsgi_app = with_headers(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.jinja_env.globals.update(
        version=__version__, path_of=site.path, segments={t: s for s, t in TYPES.items()}, heading=heading
    )
    app.jinja_env.globals.update(caveat=partial(caveat, site), unanswered=partial(unanswered, site))
    app.jinja_env.tests["empty_panel"] = is_empty
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app
