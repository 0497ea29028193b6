"""What annotators corrected in Label Studio, as gold records: papers whose mentions people have marked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from kg.errors import CorpusError
from kg.extract.record import ENTITY_TYPES, TextField

_FIELDS: tuple[TextField, ...] = get_args(TextField)


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention as an annotator marked it: offsets are characters of the field."""

    field: TextField
    start: int
    end: int
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """One paper as an annotator left it."""

    id: str
    title: str
    abstract: str
    mentions: tuple[Marked, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the gold record, as `kg evaluate` reads it: it says nothing of roles, relations and results."""
        mentions = [
            {"field": m.field, "start": m.start, "end": m.end, "type": m.type, "text": m.text} for m in self.mentions
        ]
        return {"id": self.id, "title": self.title, "abstract": self.abstract, "mentions": mentions}


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrected papers by id, and what was left out, counted by reason."""

    papers: tuple[Corrected, ...]
    left_out: Mapping[str, int]


def read_corrections(paths: Iterable[Path]) -> Corrections:
    """Return what Label Studio exported as JSON (not JSON-MIN) from the tasks that `kg export` wrote.

    Of a task with several annotations the one marked as ground truth counts, else the last that was not cancelled; of
    a paper in several files the last. A mention that overlaps a longer one is left out, for gold mentions are flat.
    Raises CorpusError when a file is no such export.
    """
    left_out: Counter[str] = Counter()
    papers: dict[str, Corrected] = {}
    for path in paths:
        for number, task in enumerate(_tasks(path), start=1):
            where = f"{path}: task {number}"
            data = _data(task, where)
            annotation = _annotation(task, where)
            if annotation is None:
                left_out["task without an annotation"] += 1
                continue
            mentions = _flat(_marked(annotation, data, where, left_out), left_out)
            papers[data["id"]] = Corrected(data["id"], data["title"], data["abstract"], mentions)
    return Corrections(tuple(papers[id] for id in sorted(papers)), dict(sorted(left_out.items())))


def _tasks(path: Path) -> list[Any]:
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise CorpusError(f"{path} is no JSON file: {error}") from None
    if not isinstance(tasks, list):
        raise CorpusError(f"{path} is no list of tasks; in Label Studio export as JSON")
    return tasks


def _data(task: Any, where: str) -> Mapping[str, str]:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(data, dict) or not all(isinstance(data.get(key), str) for key in ("id", *_FIELDS)):
        raise CorpusError(
            f"{where} does not hold a paper's id, title and abstract under 'data'; "
            "export as JSON (not JSON-MIN) a project whose tasks came from: kg export --format label-studio"
        )
    return data


def _annotation(task: Mapping[str, Any], where: str) -> Mapping[str, Any] | None:
    annotations = task.get("annotations", [])
    if not isinstance(annotations, list) or not all(isinstance(a, dict) for a in annotations):
        raise CorpusError(f"{where}: 'annotations' is no list of objects")
    done = [annotation for annotation in annotations if not annotation.get("was_cancelled")]
    trusted = [annotation for annotation in done if annotation.get("ground_truth")]
    return next(iter([*trusted[-1:], *done[-1:]]), None)


def _marked(
    annotation: Mapping[str, Any], data: Mapping[str, str], where: str, left_out: Counter[str]
) -> Iterator[Marked]:
    """Yield the labelled regions of an annotation; relations, choices and the like are not ours."""
    for region in annotation.get("result", []):
        if region.get("type") != "labels":
            continue
        value, field = region.get("value", {}), region.get("to_name")
        types = [label for label in value.get("labels", []) if label in ENTITY_TYPES]
        if field not in _FIELDS or len(types) != 1:
            left_out["region that is not of one type in title or abstract"] += 1
            continue
        span = _span(data[field], value, where)
        if span is None:
            left_out["region that does not fit the text"] += 1
            continue
        yield Marked(field, *span, types[0], data[field][slice(*span)])


def _span(text: str, value: Mapping[str, Any], where: str) -> tuple[int, int] | None:
    """Return the offsets in code points; Label Studio before 1.6 counted UTF-16 units, which the text gives away."""
    try:
        start, end = int(value["start"]), int(value["end"])
    except (KeyError, TypeError, ValueError):
        raise CorpusError(f"{where}: a region lacks its offsets") from None
    said = value.get("text")
    for begin, stop in ((start, end), (_code_points(text, start), _code_points(text, end))):
        if 0 <= begin < stop <= len(text) and said in (None, text[begin:stop]):
            return _without_space(text, begin, stop)
    return None


def _without_space(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without the white space at its ends, which a quick hand marks with it."""
    words = text[start:end]
    stripped = words.strip()
    start += len(words) - len(words.lstrip())
    return (start, start + len(stripped)) if stripped else None


def _code_points(text: str, units: int) -> int:
    return len(text.encode("utf-16-le")[: 2 * max(units, 0)].decode("utf-16-le", "ignore"))


def _flat(marked: Iterable[Marked], left_out: Counter[str]) -> tuple[Marked, ...]:
    """Return mentions that do not overlap, in the order of the text: of two that do the longer stays."""
    kept: list[Marked] = []
    for mention in sorted(set(marked), key=lambda m: (m.start - m.end, m.field, m.start, m.type)):
        if any(m.field == mention.field and m.start < mention.end and mention.start < m.end for m in kept):
            left_out["region that overlaps a longer one"] += 1
        else:
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: (_FIELDS.index(m.field), m.start)))
