"""The site builds strictly, holds every page, and asks no other server for anything."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_is_in_the_site(site: Path) -> None:
    pages = {p.relative_to(PROJECT / "docs").with_suffix(".html") for p in (PROJECT / "docs").rglob("*.md")}
    assert {p for p in pages if not (site / p).exists()} == set()


def test_no_page_loads_anything_from_another_server(site: Path) -> None:
    loading = re.compile(
        r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"?(?:https?:)?//|<link\b[^>]*\bhref=\"?(?:https?:)?//"
    )
    allowed = re.compile(r'<link rel="?canonical')
    found = [
        f"{page.relative_to(site)}: {match[0]}"
        for page in site.rglob("*.html")
        for match in loading.finditer(page.read_text(encoding="utf-8"))
        if not allowed.match(match[0])
    ]
    assert found == []


def test_the_search_works_from_disk(site: Path) -> None:
    assert (site / "search" / "search_index.js").read_text(encoding="utf-8").startswith("var __index")


def test_no_script_of_the_source_is_in_the_site(site: Path) -> None:
    assert list(site.rglob("*.py")) == []
