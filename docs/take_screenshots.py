"""Take the pictures of pages for README.md, from a running service on the sample corpus."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
PAGES = {"entity.png": "/id/method/colbert.html", "paper.png": "/id/paper/sample-01.html"}


def main() -> None:
    """Build, serve, take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        kg = [sys.executable, "-m", "kg.cli"]
        subprocess.run([*kg, "build", "--sample", "--store", str(store)], check=True)
        server = subprocess.Popen(
            [*kg, "serve", "--store", str(store), "--port", "0"], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1].rstrip("/")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1000, "height": 760})
            for name, path in PAGES.items():
                page.goto(address + path)
                page.screenshot(path=DOCS / name)
            browser.close()
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
