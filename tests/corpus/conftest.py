"""Reading a text as a corpus file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.corpus.paper import Paper, Skipped
from kg.corpus.read import read_corpus
from kg.settings import Settings

Read = Callable[..., list[Paper | Skipped]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a text or bytes to a file and return all that reading it yields."""

    def run(
        content: str | bytes, format: str | None = None, columns: dict[str, str] | None = None, **settings: int
    ) -> list[Paper | Skipped]:
        path = tmp_path / "corpus"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_corpus([str(path)], format, Settings(**settings), columns))

    return run
