"""From papers to Records, on one core or several."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.corpus.paper import Paper
from kg.errors import ExtractionError
from kg.extract.pipeline import pipeline_version
from kg.extract.record import Record
from kg.extract.run import extract_paper, extract_papers
from kg.settings import Settings

NAMES = ("BERT", "ResNet", "ImageNet", "SQuAD", "A100 GPUs")


def papers(count: int) -> list[Paper]:
    return [
        Paper(f"p{i}", f"Moss {i}", f"We test {NAMES[i % len(NAMES)]} and reduce latency by {i + 1}%.")
        for i in range(count)
    ]


def die(job: object) -> None:
    os._exit(1)


def test_a_record_carries_the_paper_and_the_version(extract: Callable[..., Record]) -> None:
    record = extract("We test BERT.", "Moss")
    assert (record.id, record.title, record.abstract) == ("paper-1", "Moss", "We test BERT.")
    assert record.pipeline == pipeline_version(0.0, "rules")
    assert record.text("title") == "Moss"
    assert record.text("abstract") == "We test BERT."


def test_the_same_paper_gives_the_same_record_again(nlp: Language) -> None:
    first, *_, last = papers(6)
    before = extract_paper(nlp, first)
    extract_paper(nlp, last)
    assert extract_paper(nlp, first) == before


@pytest.mark.parametrize(
    "around", ["我们提出了一个模型。{}很好。", "המודל {} טוב", "نموذج {} جيد", "\u202eמודל\u202c {}"]
)
def test_a_text_in_another_script_keeps_true_offsets(nlp: Language, around: str) -> None:
    record = extract_paper(nlp, Paper("p", "摘要", around.format("BERT") + " We evaluate BERT on SQuAD."))
    assert {"BERT", "SQuAD"} <= {m.text for m in record.mentions}
    assert all(record.abstract[m.start : m.end] == m.text for m in record.mentions)


def test_mentions_below_the_least_confidence_are_left_out(extract: Callable[..., Record]) -> None:
    abstract = "We test BERT on ImageNet with moss growth segmentation."
    everything = extract(abstract)
    assert {m.text for m in everything.mentions} == {"BERT", "ImageNet", "moss growth segmentation"}
    assert {m.text for m in extract(abstract, min_confidence=0.5).mentions} == {"BERT", "ImageNet"}
    sure = extract(abstract, min_confidence=0.9)
    assert [m.text for m in sure.mentions] == ["ImageNet"]
    assert [role.entity for role in sure.roles] == ["ImageNet"]
    assert extract(abstract, min_confidence=1.0).mentions == ()
    assert sure.pipeline == pipeline_version(0.9, "rules") != everything.pipeline


@pytest.mark.parametrize("count", [0, 1, 33])
def test_records_come_in_the_order_of_the_papers(count: int) -> None:
    expected = papers(count)
    found = list(extract_papers(expected, Settings(model="rules", processes=1)))
    assert [(r.id, r.abstract) for r in found] == [(p.id, p.abstract) for p in expected]
    assert all(len(r.results) == 1 and len(r.mentions) == 2 for r in found)


def test_the_least_confidence_of_the_settings_holds() -> None:
    (record,) = extract_papers(papers(1), Settings(model="rules", processes=1, min_confidence=0.76))
    assert [m.text for m in record.mentions] == ["latency"]


def test_progress_counts_every_paper() -> None:
    counts: list[int] = []
    found = list(extract_papers(papers(40), Settings(model="rules", processes=1), counts.append))
    assert len(found) == sum(counts) == 40
    assert len(counts) == 2


def test_papers_are_read_as_records_are_asked_for() -> None:
    read: list[str] = []

    def reading() -> Iterator[Paper]:
        for paper in papers(200):
            read.append(paper.id)
            yield paper

    records = extract_papers(reading(), Settings(model="rules", processes=1))
    assert next(records).id == "p0"
    assert 0 < len(read) < 200


@pytest.mark.slow
def test_one_process_and_two_give_the_same_records() -> None:
    some = papers(140)
    alone = list(extract_papers(some, Settings(model="rules", processes=1, min_confidence=0.4)))
    assert len(alone) == 140
    assert list(extract_papers(some, Settings(model="rules", processes=2, min_confidence=0.4))) == alone


@pytest.mark.slow
def test_a_failure_in_a_worker_process_names_the_paper() -> None:
    some = papers(140)
    some[135] = Paper("p135", "Moss", "peat \ud800", source="moss.jsonl:136")
    with pytest.raises(ExtractionError, match=r"paper p135 \(moss\.jsonl:136\)"):
        list(extract_papers(some, Settings(model="rules", processes=2)))


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced_and_no_record_is_lost() -> None:
    some = papers(320)
    found = extract_papers(some, Settings(model="rules", processes=2))
    first = next(found)
    for worker in multiprocessing.active_children():
        worker.kill()
    assert [record.id for record in (first, *found)] == [paper.id for paper in some]


@pytest.mark.slow
def test_workers_that_die_again_and_again_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extract.run._extract_batch", die)
    with pytest.raises(ExtractionError, match=r"died 3 times in a row from paper p0 on"):
        list(extract_papers(papers(140), Settings(model="rules", processes=2)))


def test_a_failing_component_is_an_extraction_error_that_names_the_paper() -> None:
    def fail(doc: Doc) -> Doc:
        raise ValueError("the peat is wet")

    Language.component("test_failing", func=fail)
    nlp = spacy.blank("en")
    nlp.add_pipe("test_failing")
    with pytest.raises(ExtractionError, match=r"paper p7 \(moss\.jsonl:3\).*the peat is wet") as raised:
        extract_paper(nlp, Paper("p7", "Moss", "Peat.", source="moss.jsonl:3"))
    assert isinstance(raised.value.__cause__, ValueError)
