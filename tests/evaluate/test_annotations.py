"""Reading annotated papers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import CorpusError
from kg.evaluate.annotations import annotations_of, holds_annotations, read_annotations
from kg.extract.record import Mention, Record

Lines = Callable[..., Path]


def test_a_mention_without_confidence_has_none(gold: Path) -> None:
    papers = read_annotations(gold, 10_000)
    assert list(papers) == ["a", "b"]
    assert papers["b"].mentions == {("abstract", 0, 12, "Task"): None}
    assert papers["a"].text("title") == ""


def test_records_and_the_file_that_they_are_written_to_read_alike(lines: Lines) -> None:
    from kg.extract.record import record_to_json

    mention = Mention("abstract", 0, 4, "Method", "Reed", 0, 10, "shape", 0.7)
    record = Record("r", "T", "Reed grows", (mention,), (), (), (), "p")
    path = lines("records.jsonl", [record_to_json(record)])
    assert read_annotations(path, 10_000) == annotations_of([record])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{broken", ":1: broken JSON"),
        ("[]", "no annotated paper"),
        ('{"id": "a", "title": "T"}', "at least id and mentions"),
        ('{"id": "a", "mentions": [{"field": "title", "start": 0}]}', "entry of mentions lacks end, type"),
        ('{"id": "a", "mentions": [], "relations": [{"head": "x"}]}', "entry of relations lacks relation, tail"),
        ('{"id": "a", "mentions": [], "results": [{"metric": "x"}]}', "entry of results lacks value"),
        ('{"id": "a", "mentions": []}\n{"id": "a", "mentions": []}', ":2: a second paper 'a'"),
        ("\n\n", "holds no annotated paper"),
        ('{"id": "' + "a" * 200 + '"}', "longer than max_line_bytes"),
    ],
)
def test_a_broken_gold_is_refused_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "gold.jsonl").write_text(line)
    with pytest.raises(CorpusError, match=message):
        read_annotations(tmp_path / "gold.jsonl", 150)


@pytest.mark.parametrize(
    ("first", "expected"),
    [({"id": "a", "mentions": []}, True), ({"id": "a", "abstract": "An abstract."}, False), ([], False)],
)
def test_annotated_papers_are_told_from_a_corpus(lines: Lines, first: Any, expected: bool) -> None:
    assert holds_annotations(lines("some.jsonl", [first])) is expected


def test_plain_text_is_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("A title\nAn abstract.\n")
    assert not holds_annotations(tmp_path / "plain.txt")


def test_a_gold_may_lack_all_but_id_and_mentions(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "a", "mentions": []}) + "\n")
    (paper,) = read_annotations(tmp_path / "gold.jsonl", 150).values()
    assert (paper.abstract, paper.roles, paper.results) == ("", (), ())
