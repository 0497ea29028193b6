"""What the model of roles and relations learns from: gold papers with marked and with imperfectly found mentions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.corpus.paper import Paper
from kg.extract.context import context_of
from kg.extract.contextual import STATED
from kg.extract.document import make_doc
from kg.extract.pipeline import create_pipeline
from kg.extract.record import ENTITY_TYPES, ROLES
from kg.extract.run import mentions_of
from training.context_examples import FOUND, READERS, Example, readings_of
from training.context_silver import silver_readings
from training.learn_thresholds import best_threshold

ABSTRACT = "We introduce QuillRank for passage retrieval. We train QuillRank on MS MARCO. QuillRank outperforms BM25."
MARKED = {"QuillRank": "Method", "MS MARCO": "Dataset", "BM25": "Method"}
RELATIONS = [("QuillRank", "trainedOn", "MS MARCO"), ("QuillRank", "comparedWith", "BM25")]


def write_gold(path: Path) -> Path:
    """Write a gold file of one paper, in which the task is left unmarked."""
    mentions = [
        {"field": "abstract", "start": at, "end": at + len(surface), "type": type}
        for surface, type in MARKED.items()
        for at in range(len(ABSTRACT))
        if ABSTRACT.startswith(surface, at)
    ]
    roles = {"QuillRank": "introduces", "MS MARCO": "uses", "BM25": "compares"}
    paper: dict[str, Any] = {
        "id": "p",
        "title": "A short study",
        "abstract": ABSTRACT,
        "mentions": mentions,
        "roles": [{"entity": entity, "type": MARKED[entity], "role": role} for entity, role in roles.items()],
        "relations": [{"head": head, "relation": relation, "tail": tail} for head, relation, tail in RELATIONS],
        "results": [],
    }
    path.write_text(json.dumps(paper) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    path = write_gold(tmp_path_factory.mktemp("gold") / "train.jsonl")
    (found,) = readings_of(path, create_pipeline("accurate"), 1.3)
    return found


def test_a_paper_is_read_with_its_own_mentions_first(examples: list[Example]) -> None:
    marked = examples[0]
    assert len(examples) == 1 + FOUND
    assert [ENTITY_TYPES[type] for type in marked.places.types] == ["Method", "Dataset", "Method"]
    assert [ROLES[best] for best in marked.roles.argmax(axis=1)] == ["introduces", "uses", "compares"]
    assert marked.roles.sum(axis=1).tolist() == [1, 1, 1]
    assert marked.reader == READERS["train"]


def test_what_the_gold_states_holds_for_its_pairs_and_nothing_else_does(examples: list[Example]) -> None:
    marked = examples[0]
    held = {
        (int(pair[0]), STATED[column], int(pair[1]))
        for pair, row in zip(marked.pairs, marked.holds, strict=True)
        for column in np.flatnonzero(row)
    }
    assert held == {(0, "trainedOn", 1), (0, "comparedWith", 2)}


def test_an_entity_that_only_the_model_finds_has_no_known_role(examples: list[Example]) -> None:
    tasks = [
        example.roles[i]
        for example in examples[1:]
        for i, type in enumerate(example.places.types)
        if ENTITY_TYPES[type] == "Task"
    ]
    assert tasks
    assert not np.any(tasks)


def test_the_same_seed_blurs_alike(examples: list[Example], tmp_path: Path) -> None:
    (again,) = readings_of(write_gold(tmp_path / "train.jsonl"), create_pipeline("accurate"), 1.3)
    for one, other in zip(examples, again, strict=True):
        assert one.places.spans.tolist() == other.places.spans.tolist()
        assert one.holds.tolist() == other.holds.tolist()


def test_a_raw_paper_is_read_with_what_the_small_tagger_finds_and_as_the_teacher_thinks() -> None:
    raw = Paper("p", "A short study", ABSTRACT)
    (example,) = silver_readings("fast", [raw, Paper("q", "", "")])
    doc = create_pipeline("fast")(make_doc(create_pipeline("fast"), raw))
    context = context_of(doc)
    assert context is not None
    assert np.allclose(example.read, context.read, atol=0.01)
    assert len(example.places.spans) == len(list(mentions_of(doc, raw)))
    assert np.allclose(example.roles.sum(axis=1), 1, atol=1e-5)
    assert "introduces" in [ROLES[best] for best in example.roles.argmax(axis=1)]
    assert example.holds.shape == (len(example.pairs), len(STATED))
    assert 0.5 < example.holds.max() < 1


def test_the_threshold_is_a_probability_at_which_what_is_stated_is_found(tmp_path: Path) -> None:
    assert 0.05 <= best_threshold("accurate", [write_gold(tmp_path / "dev.jsonl")]) <= 1
