"""Tasks for Label Studio: papers with mentions that extraction is unsure of, all their mentions marked beforehand.

The format is Label Studio's JSON of tasks with predictions (labelstud.io/guide/predictions); the labelling interface
that shows them is `label_studio.xml` beside this module. Offsets count code points, as Label Studio's do.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from kg.extract.record import Mention, Record
from kg.graph.iris import paper_iri
from kg.graph.paper_table import read_papers
from kg.graph.store import StoreFolder
from kg.resources import PACKAGE

INTERFACE = PACKAGE / "annotation" / "label_studio.xml"


def write_tasks(store: Path, out: BinaryIO, below: float, most: int = 0) -> int:
    """Write a JSON list of tasks, one a line, by paper id, and return their number.

    A paper is a task when a mention of it has a confidence under `below` (0 to 1). Of more than `most` papers (0: no
    limit) those with the most such mentions are taken.
    """
    folder = StoreFolder.open(store)
    with read_papers(folder.current().papers_file) as table:
        chosen = _most_unsure(table.records(), below, most) if most else None
        number = 0
        out.write(b"[")
        for record in table.records():
            if (record.id in chosen) if chosen is not None else _unsure(record, below):
                out.write(b",\n" if number else b"\n")
                out.write(json.dumps(_task(folder.base, record), ensure_ascii=False).encode("utf-8", "replace"))
                number += 1
        out.write(b"\n]\n")
    return number


def _most_unsure(records: Iterable[Record], below: float, most: int) -> set[str]:
    """Return the ids of the papers with the most unsure mentions; of equals the first by id."""
    counted = ((_unsure(record, below), record.id) for record in records)
    best = heapq.nsmallest(most, ((-unsure, paper) for unsure, paper in counted if unsure))
    return {paper for _, paper in best}


def _unsure(record: Record, below: float) -> int:
    return sum(mention.confidence < below for mention in record.mentions)


def _task(base: str, record: Record) -> dict[str, Any]:
    data = {
        "id": record.id,
        "paper": paper_iri(base, record.id),
        "title": record.title,
        "abstract": record.abstract,
    }
    prediction = {
        "model_version": record.pipeline,
        "score": min((mention.confidence for mention in record.mentions), default=0.0),
        "result": list(_regions(record)),
    }
    return {"data": data, "predictions": [prediction]}


def _regions(record: Record) -> Iterator[dict[str, Any]]:
    for mention in record.mentions:
        yield {
            "id": f"{mention.field}-{mention.start}-{mention.end}",
            "from_name": f"{mention.field}_type",
            "to_name": mention.field,
            "type": "labels",
            "score": mention.confidence,
            "value": _value(mention),
        }


def _value(mention: Mention) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "text": mention.text, "labels": [mention.type]}
