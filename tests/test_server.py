"""`server.py` is an application for any WSGI server; gunicorn is one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def test_gunicorn_serves_the_store_that_the_environment_names(store: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--workers", "2", "--preload", "server:app"],
        cwd=PROJECT,
        env={**os.environ, "KG_STORE": str(store), "KG_QUERY_WORKERS": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        address = next(match[0] for line in process.stderr if (match := re.search(r"http://[\d.:]+", line)))
        for _ in range(8):  # both processes get their turn
            with urllib.request.urlopen(f"{address}/queries/coverage.json", timeout=20) as answer:
                assert len(json.load(answer)["results"]["bindings"]) == 5
            time.sleep(0.01)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stderr.close()
