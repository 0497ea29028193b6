"""The update operation of the SPARQL 1.1 Protocol (section 2.2), for those who have the token."""

from __future__ import annotations

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue

from kg.web.authorization import require_token
from kg.web.protocol import update_operation
from kg.web.site import site

pages = Blueprint("update", __name__)


@pages.post("/update")
def update() -> ResponseReturnValue:
    """Run an update and publish what it makes; the next query sees it."""
    require_token()
    request.max_content_length = request.max_form_memory_size = site().settings.max_upload_bytes
    asked = update_operation()
    g.query = asked.text
    site().writes.update(asked.text, asked.default_graphs, asked.named_graphs, request.base_url)
    snapshot = site().workers.published.current().snapshot
    return jsonify({"status": "ok", "snapshot": snapshot.name, "statements": snapshot.quads})
