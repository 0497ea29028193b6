"""WSGI entry point: `gunicorn server:app` serves the store named by `KG_STORE` (default `store`),
with the folders of saved queries named by `KG_QUERIES`.

Run as a program, it serves the same under waitress.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kg.remote.address import store_at
from kg.settings import load_settings
from kg.web.app import create_app
from kg.web.authorization import write_token

STORE = store_at(os.environ.get("KG_STORE", "store"))
QUERIES = [Path(folder) for folder in os.environ.get("KG_QUERIES", "").split(os.pathsep) if folder]

app = create_app(STORE, load_settings(), QUERIES, write_token())


def main() -> int:
    """Serve as `kg serve` does."""
    from kg.cli import main as kg

    return kg(["serve", "--store", str(STORE), *(f"--queries={folder}" for folder in QUERIES)])


if __name__ == "__main__":
    sys.exit(main())
