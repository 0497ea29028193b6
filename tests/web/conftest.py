"""A client of the application on the small store, and one of the bundled sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from kg.web.app import create_app


@pytest.fixture(scope="session")
def client(store: Path) -> Iterator[FlaskClient]:
    """Ask the application without a server."""
    app = create_app(store, Settings(query_workers=1, query_seconds=2, panel_seconds=20, max_body_bytes=20_000))
    app.testing = True
    yield app.test_client()
    app.extensions["kg"].close()
