"""Corrected annotations become gold records, and what cannot is counted with its reason."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.corrections import _span, read_corrections
from kg.annotation.tasks import write_tasks
from kg.errors import CorpusError
from kg.evaluate.annotations import read_annotations

ABSTRACT = "Reed trees sort letters on PondQA."


def region(start: int, end: int, type: str = "Method", field: str = "abstract", **more: Any) -> dict[str, Any]:
    return {"type": "labels", "to_name": field, "value": {"start": start, "end": end, "labels": [type], **more}}


def task(*annotations: dict[str, Any], id: str = "a", abstract: str = ABSTRACT) -> dict[str, Any]:
    return {"data": {"id": id, "title": "Reeds", "abstract": abstract}, "annotations": list(annotations)}


def annotation(*regions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"result": list(regions), "was_cancelled": False, **more}


@pytest.fixture
def exported(tmp_path: Path) -> Callable[..., Path]:
    def write(*tasks: Any, name: str = "project.json") -> Path:
        (tmp_path / name).write_text(json.dumps(list(tasks)), encoding="utf-8")
        return tmp_path / name

    return write


def spans(path: Path) -> list[tuple[str, str, str]]:
    (paper,) = read_corrections([path]).papers
    return [(m.field, m.type, m.text) for m in paper.mentions]


def test_regions_become_mentions_in_the_order_of_the_text(exported: Callable[..., Path]) -> None:
    path = exported(task(annotation(region(27, 33, "Dataset"), region(0, 10), region(0, 5, "Task", "title"))))
    assert spans(path) == [
        ("title", "Task", "Reeds"),
        ("abstract", "Method", "Reed trees"),
        ("abstract", "Dataset", "PondQA"),
    ]


def test_white_space_that_was_marked_along_is_left_out(exported: Callable[..., Path]) -> None:
    assert spans(exported(task(annotation(region(10, 16))))) == [("abstract", "Method", "sort")]


def test_the_last_annotation_counts_unless_one_is_the_ground_truth(exported: Callable[..., Path]) -> None:
    first, last = annotation(region(0, 10)), annotation(region(27, 33, "Dataset"))
    cancelled = annotation(region(11, 15)) | {"was_cancelled": True}
    assert spans(exported(task(first, last, cancelled))) == [("abstract", "Dataset", "PondQA")]
    assert spans(exported(task(first | {"ground_truth": True}, last))) == [("abstract", "Method", "Reed trees")]


def test_what_is_left_out_is_counted_by_reason(exported: Callable[..., Path]) -> None:
    choice = {"type": "choices", "to_name": "abstract", "value": {"choices": ["good"]}}
    path = exported(
        task(annotation(region(0, 10), region(5, 10, "Task"), region(90, 95), region(0, 4, "Person"), choice)),
        task(annotation(region(0, 4), was_cancelled=True), id="b"),
        task(id="c"),
    )
    corrections = read_corrections([path])
    assert [paper.id for paper in corrections.papers] == ["a"]
    assert corrections.left_out == {
        "region that does not fit the text": 1,
        "region that is not of one type in title or abstract": 1,
        "region that overlaps a longer one": 1,
        "task without an annotation": 2,
    }


def test_a_paper_in_two_files_is_that_of_the_later_one(exported: Callable[..., Path]) -> None:
    first = exported(task(annotation(region(0, 10))), name="one.json")
    second = exported(task(annotation(region(27, 33, "Dataset"))), name="two.json")
    (paper,) = read_corrections([first, second]).papers
    assert [m.text for m in paper.mentions] == ["PondQA"]


def test_offsets_in_utf_16_units_are_told_by_the_text(exported: Callable[..., Path]) -> None:
    abstract = "𝒜𝒜 Reed trees"
    assert spans(exported(task(annotation(region(5, 15, text="Reed trees")), abstract=abstract)))[0][2] == "Reed trees"
    assert spans(exported(task(annotation(region(3, 13, text="Reed trees")), abstract=abstract)))[0][2] == "Reed trees"


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.integers(-2, 40), st.integers(-2, 40))
def test_a_span_is_inside_its_text_and_has_no_space_at_its_ends(text: str, start: int, end: int) -> None:
    found = _span(text, {"start": start, "end": end}, "here")
    if found is not None:
        inside = text[slice(*found)]
        assert inside
        assert inside == inside.strip()
        assert inside in text


def test_unchanged_tasks_come_back_as_the_mentions_of_the_store(store: Path, tmp_path: Path) -> None:
    out = io.BytesIO()
    write_tasks(store, out, below=1.0)
    tasks = json.loads(out.getvalue())
    for one in tasks:
        one["annotations"] = [{"result": one["predictions"][0]["result"]}]
    (tmp_path / "back.json").write_text(json.dumps(tasks))
    corrections = read_corrections([tmp_path / "back.json"])
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps(paper.to_json()) + "\n" for paper in corrections.papers))
    read = read_annotations(gold, 1_000_000)
    assert corrections.left_out == {}
    for one in tasks:
        marked = {(r["to_name"], r["value"]["start"], r["value"]["end"], r["value"]["labels"][0])
                  for r in one["predictions"][0]["result"]}  # fmt: skip
        assert set(read[one["data"]["id"]].mentions) == marked


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no JSON file"),
        ("{}", "is no list of tasks"),
        ('[{"id": 1, "label": []}]', "not JSON-MIN"),
        ('[{"data": {"id": "a", "title": "", "abstract": "x"}, "annotations": 3}]', "no list of objects"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_export(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "other.json").write_text(text)
    with pytest.raises(CorpusError, match=message):
        read_corrections([tmp_path / "other.json"])


def test_a_missing_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.json"):
        read_corrections([tmp_path / "nowhere.json"])
