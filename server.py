"""WSGI entry point: `gunicorn server:app` serves the store named by `KG_STORE` (default `store`)."""

from __future__ import annotations

import os
from pathlib import Path

from kg.settings import load_settings
from kg.web.app import create_app

app = create_app(Path(os.environ.get("KG_STORE", "store")), load_settings())
