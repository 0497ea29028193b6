"""Two invented papers, as a reader marked them and as a pipeline might have found them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

ABSTRACT = "Reed trees (RTs) sort letters. On PondQA, RTs raise recall by 3-5 points over BM25."


def paper(id: str, spans: Sequence[tuple[str, str]], abstract: str = ABSTRACT, **facts: Any) -> dict[str, Any]:
    """A paper whose mentions are given as (surface, type); each surface is marked where it first stands."""
    mentions = [
        {"field": "abstract", "start": abstract.index(s), "end": abstract.index(s) + len(s), "type": type}
        for s, type in spans
    ]
    return {"id": id, "title": "", "abstract": abstract, "mentions": mentions} | facts


GOLD = (
    paper(
        "a",
        [("Reed trees", "Method"), ("RTs", "Method"), ("PondQA", "Dataset"), ("recall", "Metric"), ("BM25", "Method")],
        roles=[
            {"entity": "Reed trees", "type": "Method", "role": "introduces"},
            {"entity": "PondQA", "type": "Dataset", "role": "uses"},
            {"entity": "recall", "type": "Metric", "role": "uses"},
            {"entity": "BM25", "type": "Method", "role": "compares"},
        ],
        relations=[
            {"head": "RTs", "relation": "aliasOf", "tail": "Reed trees"},
            {"head": "Reed trees", "relation": "evaluatedOn", "tail": "PondQA"},
            {"head": "Reed trees", "relation": "comparedWith", "tail": "BM25"},
        ],
        results=[{"metric": "recall", "value": "3-5", "unit": "points", "direction": "increase"}],
    ),
    paper("b", [("Moss sorting", "Task")], "Moss sorting is hard.",
          roles=[{"entity": "Moss sorting", "type": "Task", "role": "mentions"}]),
)  # fmt: skip

PREDICTED = (
    paper(
        "a",
        [("Reed trees", "Method"), ("RTs", "Dataset"), ("PondQA", "Dataset"), ("recall by", "Metric"),
         ("letters", "Task")],
        roles=[
            {"entity": "RTs", "type": "Method", "role": "introduces"},
            {"entity": "PondQA", "type": "Dataset", "role": "mentions"},
            {"entity": "letters", "type": "Task", "role": "uses"},
        ],
        relations=[
            {"head": "RTs", "relation": "aliasOf", "tail": "reed-trees"},
            {"head": "RTs", "relation": "evaluatedOn", "tail": "pondqa"},
            {"head": "RTs", "relation": "trainedOn", "tail": "PondQA"},
        ],
        results=[
            {"metric": "Recall", "value": "3–5", "unit": "points", "direction": "increase"},
            {"metric": None, "value": "7", "unit": "%", "direction": "decrease"},
        ],
    ),
)  # fmt: skip


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """Write values as JSON lines and return the file."""

    def write(name: str, values: Sequence[Any]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
        return path

    return write


@pytest.fixture
def gold(lines: Callable[..., Path]) -> Path:
    """The papers as a reader marked them."""
    return lines("gold.jsonl", GOLD)


@pytest.fixture
def predicted(lines: Callable[..., Path]) -> Path:
    """What was found in the first of them."""
    return lines("predicted.jsonl", PREDICTED)
