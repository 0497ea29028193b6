"""Annotated papers: what people marked, or what a pipeline found, as far as scoring needs it.

Gold files hold less than Records do (no sentences, no confidences, sometimes no text), so both are read leniently into
one plain value, and refused only where a fact itself is broken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.corpus.source import open_lines, source_name
from kg.errors import CorpusError
from kg.extract.record import Record, record_to_json

#: Field ("title" or "abstract"), start, end, type: what makes a mention, as in the gold.
Span = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Annotations:
    """One paper's mentions, roles, relations and results; `confidence` of a mention is absent where nobody gave one."""

    id: str
    title: str
    abstract: str
    mentions: Mapping[Span, float | None]
    roles: tuple[Mapping[str, Any], ...] = ()
    relations: tuple[Mapping[str, Any], ...] = ()
    results: tuple[Mapping[str, Any], ...] = ()

    def text(self, field: str) -> str:
        """Return the text that offsets of `field` count in; empty where the file has none."""
        return self.title if field == "title" else self.abstract


#: What each kind of fact cannot do without.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "mentions": ("field", "start", "end", "type"),
    "roles": ("entity", "type", "role"),
    "relations": ("head", "relation", "tail"),
    "results": ("value",),
}


def holds_annotations(path: Path | str) -> bool:
    """Say whether a file's first line is an annotated paper, and not one that is still to be extracted."""
    with open_lines(str(path), 100_000_000) as lines:
        first = next((line.text for line in lines if line.text and line.text.strip()), "")
    try:
        data = json.loads(first)
    except ValueError:
        return False
    return isinstance(data, dict) and "mentions" in data


def read_annotations(path: Path | str, max_line_bytes: int) -> dict[str, Annotations]:
    """Return the annotated papers of a file, one JSON object a line, by id.

    Raises CorpusError, naming the line, where one is no annotated paper or two have one id.
    """
    name = source_name(str(path))
    papers: dict[str, Annotations] = {}
    with open_lines(str(path), max_line_bytes) as lines:
        for line in lines:
            if line.text is None:
                raise CorpusError(f"{name}:{line.number}: the line is longer than max_line_bytes")
            if not line.text.strip():
                continue
            paper = _parse(line.text, f"{name}:{line.number}")
            if paper.id in papers:
                raise CorpusError(f"{name}:{line.number}: a second paper {paper.id!r}; each id may stand once")
            papers[paper.id] = paper
    if not papers:
        raise CorpusError(f"{name} holds no annotated paper")
    return papers


def annotations_of(records: Iterable[Record]) -> dict[str, Annotations]:
    """Return what a pipeline found, by paper id."""
    return {record.id: _annotations(record_to_json(record)) for record in records}


def _parse(text: str, where: str) -> Annotations:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise CorpusError(f"{where}: broken JSON: {error}") from None
    if not isinstance(data, dict) or "id" not in data or "mentions" not in data:
        raise CorpusError(f"{where}: no annotated paper: it needs at least id and mentions")
    for kind, needed in _NEEDED.items():
        for item in data.get(kind, ()):
            if missing := [key for key in needed if key not in item]:
                raise CorpusError(f"{where}: an entry of {kind} lacks {', '.join(missing)}")
    return _annotations(data)


def _annotations(data: Mapping[str, Any]) -> Annotations:
    return Annotations(
        id=data["id"],
        title=data.get("title", ""),
        abstract=data.get("abstract", ""),
        mentions={(m["field"], m["start"], m["end"], m["type"]): m.get("confidence") for m in data["mentions"]},
        roles=tuple(data.get("roles", ())),
        relations=tuple(data.get("relations", ())),
        results=tuple(data.get("results", ())),
    )
