"""JSON: one object a line, or one array or sequence of objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kg.corpus.paper import Paper, Skipped
from kg.corpus.source import Line

BROKEN_JSON = "broken JSON"
LINE_TOO_LONG = "line longer than max_line_bytes"

ToPaper = Callable[[Any, str], Paper | Skipped]


def read_json_lines(lines: Iterable[Line], name: str, to_paper: ToPaper) -> Iterator[Paper | Skipped]:
    """Yield the paper of each line; a line that is not JSON, or too long, is skipped with its number."""
    for line in lines:
        source = f"{name}:{line.number}"
        if line.text is None:
            yield Skipped(LINE_TOO_LONG, source)
        elif line.text.strip():
            try:
                data = json.loads(line.text)
            except (ValueError, RecursionError) as error:
                yield Skipped(BROKEN_JSON, source, str(error)[:120])
            else:
                yield to_paper(data, source)


def read_json_values(lines: Iterable[Line], name: str, to_paper: ToPaper, max_chars: int) -> Iterator[Paper | Skipped]:
    """Yield the papers of one array, or of objects that run over several lines, holding one object at a time.

    What follows the first value that does not parse within `max_chars` is skipped, for nobody can say where the next
    one begins.
    """
    decoder = json.JSONDecoder()
    pending = ""
    for line in lines:
        if line.text is None:
            yield Skipped(LINE_TOO_LONG, f"{name}:{line.number}")
            return
        pending = (pending + line.text + "\n").lstrip("[, \t\n")
        while pending and "}" in line.text:
            try:
                value, end = decoder.raw_decode(pending)
            except (ValueError, RecursionError):
                break
            yield to_paper(value, f"{name}:{line.number}")
            pending = pending[end:].lstrip(", \t\n]")
        if len(pending) > max_chars:
            break
    if pending.strip(" \t\n]"):
        yield Skipped(BROKEN_JSON, f"{name}:{line.number}", pending[:80].replace("\n", " "))
