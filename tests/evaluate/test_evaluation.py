"""Figures, each counted by hand on two small papers; the gold's own scorer gives the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import CorpusError
from kg.evaluate.annotations import read_annotations
from kg.evaluate.evaluation import Evaluation, evaluate
from kg.evaluate.figures import Figures, overlapping
from kg.evaluate.writing import evaluation_text

Lines = Callable[..., Path]


@pytest.fixture
def evaluation(gold: Path, predicted: Path) -> Evaluation:
    return evaluate(read_annotations(gold, 10_000), read_annotations(predicted, 10_000))


@pytest.mark.parametrize(
    ("kind", "precision", "recall", "f1", "wanted", "found"),
    [
        ("mentions", 0.4, 0.3333, 0.3636, 6, 5),
        ("overlap", 0.6, 0.5, 0.5455, 6, 5),
        ("Method", 1.0, 0.3333, 0.5, 3, 1),
        ("Dataset", 0.5, 1.0, 0.6667, 1, 2),
        ("Hardware", 0.0, 0.0, 0.0, 0, 0),
        ("Metric", 0.0, 0.0, 0.0, 1, 1),
        ("Task", 0.0, 0.0, 0.0, 1, 1),
        ("entities", 0.6667, 0.4, 0.5, 5, 3),
        ("roles", 0.3333, 0.2, 0.25, 5, 3),
        ("relations", 0.5, 0.5, 0.5, 2, 2),
        ("aliases", 1.0, 1.0, 1.0, 1, 1),
        ("results", 0.5, 1.0, 0.6667, 1, 2),
    ],
)
def test_figures_of_each_kind(
    evaluation: Evaluation, kind: str, precision: float, recall: float, f1: float, wanted: int, found: int
) -> None:
    assert evaluation.to_json()["figures"][kind] == {
        "precision": precision, "recall": recall, "f1": f1, "gold": wanted, "predicted": found,
    }  # fmt: skip


def test_a_paper_that_was_not_predicted_counts_as_empty(evaluation: Evaluation) -> None:
    assert (evaluation.papers, evaluation.missing) == (2, 1)


def test_roles_and_relations_have_figures_of_their_own(evaluation: Evaluation) -> None:
    assert evaluation.roles["introduces"] == Figures(gold=1, predicted=1, gold_found=1, predicted_right=1)
    assert evaluation.roles["mentions"] == Figures(gold=1, predicted=1, gold_found=0, predicted_right=0)
    assert evaluation.relations["evaluatedOn"].f1 == 1
    assert evaluation.relations["trainedOn"].precision == 0
    assert "aliasOf" not in evaluation.relations


def test_what_goes_wrong_is_named_by_what_became_of_it(evaluation: Evaluation) -> None:
    wrong = {confusion.what: confusion.examples for confusion in evaluation.confusions}
    assert wrong == {
        "Method taken for Dataset": ("RTs",),
        "Metric cut too long": ("recall",),
        "missed Method": ("BM25",),
        "missed Task": ("Moss sorting",),
        "made up Task": ("letters",),
        "role uses taken for mentions": ("pondqa",),
        "missed comparedWith": ("reed tree | comparedWith | bm25",),
        "made up trainedOn": ("reed tree | trainedOn | pondqa",),
        "made up result": ("7.0 | - | decrease",),
    }


def test_errors_are_shown_in_their_text_so_many_of_each_kind(evaluation: Evaluation) -> None:
    shown = evaluation.to_json(errors=1)["errors"]
    assert [error["kind"] for error in shown] == ["mentions", "roles", "relations", "results"]
    assert shown[0]["context"] == ("Reed trees (⟦RTs⟧) sort letters. On PondQA, RTs raise recall by 3-5")
    assert evaluation.to_json()["errors"] == []


def test_a_perfect_prediction_has_nothing_wrong(gold: Path) -> None:
    papers = read_annotations(gold, 10_000)
    same = evaluate(papers, papers)
    assert {f.f1 for f in same.kinds.values() if f.gold} == {1.0}
    assert same.mistakes == ()
    assert same.calibration is None


def test_papers_that_share_no_id_are_refused(gold: Path, lines: Lines) -> None:
    other = read_annotations(lines("other.jsonl", [{"id": "z", "mentions": []}]), 10_000)
    with pytest.raises(CorpusError, match="no paper in common"):
        evaluate(read_annotations(gold, 10_000), other)


def test_a_gold_without_text_is_shown_in_the_text_of_the_prediction(gold: Path, lines: Lines) -> None:
    bare = lines("bare.jsonl", [{"id": "b", "mentions": [{"field": "abstract", "start": 0, "end": 4, "type": "Task"}]}])
    evaluation = evaluate(read_annotations(bare, 10_000), read_annotations(gold, 10_000))
    assert evaluation.mistakes[0].what == "Task cut too long"
    assert evaluation.mistakes[0].context == "⟦Moss⟧ sorting is hard."


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("abstract", 4, 9, "Task"), True),
        (("abstract", 5, 9, "Task"), False),
        (("abstract", 0, 1, "Task"), True),
        (("title", 0, 5, "Task"), False),
        (("abstract", 0, 5, "Method"), False),
    ],
)
def test_overlap_is_one_shared_character_of_one_field_and_type(
    other: tuple[str, int, int, str], expected: bool
) -> None:
    assert overlapping(("abstract", 0, 5, "Task"), [other]) is expected


def test_the_text_has_all_tables(evaluation: Evaluation) -> None:
    lines = evaluation_text(evaluation, errors=2).splitlines()
    assert lines[0] == "2 gold papers, 1 of them not predicted"
    assert "entities         0.667   0.400   0.500       5       3" in lines
    assert "comparedWith     0.000   0.000   0.000       1       0" in lines
    assert "     1  missed Task: Moss sorting" in lines
    assert "  b  missed Task: ⟦Moss sorting⟧ is hard." not in lines  # the third error of its kind
    assert "  a  missed comparedWith: reed tree | comparedWith | bm25" in lines
