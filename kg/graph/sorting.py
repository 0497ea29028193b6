"""Sort more than memory holds: lines in chunks, merged from disk."""

from __future__ import annotations

import heapq
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Any

#: Lines that are sorted in memory at a time.
_CHUNK = 250_000


def sorted_lines(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines in the order of their bytes; beyond one chunk they are sorted on disk."""
    chunk = sorted(islice(lines, _CHUNK))
    if len(chunk) < _CHUNK:
        yield from chunk
        return
    with ExitStack() as files:
        runs = []
        while chunk:
            run = files.enter_context(tempfile.TemporaryFile())
            run.writelines(chunk)
            run.seek(0)
            chunk.clear()  # before the next is filled
            runs.append(run)
            chunk = sorted(islice(lines, _CHUNK))
        yield from heapq.merge(*runs)


class LineReader:
    """Lines as they come, to be read by who takes a file."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most `size` of them and at most one line; nothing at the end."""
        line = self._rest or next(self._lines, b"")
        self._rest = line[size:]
        return line[:size]


def sorted_rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield rows of texts and numbers, sorted by what they look like as JSON: rows that begin alike stand together."""
    lines = (json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n" for row in rows)
    return (tuple(json.loads(line.decode("utf-8", "surrogatepass"))) for line in sorted_lines(lines))
