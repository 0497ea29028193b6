"""JSON: one object a line; or one array, one object after another, or the answer of a service that holds a list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import ijson

from kg.corpus.json_shapes import Shape
from kg.corpus.paper import Paper, Skipped
from kg.corpus.source import Source

BROKEN_JSON = "broken JSON"
LINE_TOO_LONG = "line longer than max_line_bytes"

#: Where services put the list: OpenAlex, Semantic Scholar, Crossref, Zotero and others.
LISTS = ("results", "data", "message.items", "items")
_LIST_KEYS = re.compile(r'"(results|data|items)"\s*:\s*\[')


def read_json_lines(source: Source, shape: Shape) -> Iterator[Paper | Skipped]:
    """Yield the paper of each line; a line that is not JSON, or too long, is skipped with its number."""
    for line in source.lines():
        place = f"{source.name}:{line.number}"
        if line.text is None:
            yield Skipped(LINE_TOO_LONG, place)
        elif line.text.strip():
            try:
                value = json.loads(line.text)
            except (ValueError, RecursionError) as error:
                yield Skipped(BROKEN_JSON, place, str(error)[:120])
            else:
                yield shape.paper(value, place)


def read_json_values(source: Source, shape: Shape) -> Iterator[Paper | Skipped]:
    """Yield the papers of an array, a sequence of objects, or a service's answer, holding one object at a time.

    What follows a place that is not JSON is skipped, for nobody can say where the next object begins.
    """
    count = 0
    try:
        for value in ijson.items(source.stream, _prefix(source.head), multiple_values=True, use_float=True):
            count += 1
            yield shape.paper(value, f"{source.name} object {count}")
    except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
        reason = " ".join(str(error).split())
        yield Skipped(BROKEN_JSON, f"{source.name} after object {count}", reason[:120])


def _prefix(head: bytes) -> str:
    """Return where the objects are: in the array that the file is, in one of the lists of an answer, or at the top."""
    start = head.lstrip()[:1]
    if start == b"[":
        return "item"
    found = _LIST_KEYS.search(head.decode("utf-8", "replace"))
    lists = [name for name in LISTS if found and name.endswith(found[1])]
    return f"{lists[0]}.item" if lists else ""
