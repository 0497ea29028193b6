"""Where a command writes: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.files import written


@contextmanager
def output(path: Path | str | None) -> Iterator[BinaryIO]:
    """Yield standard output, or the file of a path or URL that appears there when the block ends without an error."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    if isinstance(path, str):
        with written(path) as out:
            yield out
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("wb") as out:
            yield out
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
