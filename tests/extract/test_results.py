"""Measured claims with a number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.record import Record

Extract = Callable[..., Record]
Row = tuple[str, str | None, str, str | None]


def rows(record: Record) -> list[Row]:
    return [(r.value, r.unit, r.direction, r.metric) for r in record.results]


@pytest.mark.parametrize(
    ("abstract", "row"),
    [
        ("It reduces latency by 41% there.", ("41", "%", "decrease", "latency")),
        (r"It reduces latency by 41\% there.", ("41", "%", "decrease", "latency")),
        ("It reduces latency by 41 percent there.", ("41", "%", "decrease", "latency")),
        ("It reduces latency to 12 ms there.", ("12", "ms", "absolute", "latency")),
        ("It has 2.3x higher throughput there.", ("2.3", "x", "increase", "throughput")),
        ("It has 2.3× higher throughput there.", ("2.3", "x", "increase", "throughput")),
        (r"It has 2.3$\times$ higher throughput there.", ("2.3", "x", "increase", "throughput")),
        ("It reaches 88.4% accuracy there.", ("88.4", "%", "absolute", "accuracy")),
        ("It reaches an accuracy of 88.4% there.", ("88.4", "%", "absolute", "accuracy")),
        ("It reaches an accuracy of 0.884 there.", ("0.884", None, "absolute", "accuracy")),
        ("It improves accuracy by 3.2 points there.", ("3.2", "points", "increase", "accuracy")),
        ("It improves accuracy by 25-30% there.", ("25-30", "%", "increase", "accuracy")),
        ("It increases throughput to 1,200 GB/s there.", ("1,200", "GB/s", "absolute", "throughput")),
        ("QuillRank is 5 times faster than BERT.", ("5", "x", "increase", None)),
        ("QuillRank is up to 30% faster than BERT.", ("30", "%", "increase", None)),
    ],
)
def test_a_number_with_what_it_says_is_a_result(extract: Extract, abstract: str, row: Row) -> None:
    assert rows(extract(abstract)) == [row]


@pytest.mark.parametrize(
    "abstract",
    [
        "In 2021 its latency grew wetter.",
        "The accuracy of GPT-3.5 is known.",
        "It has 12 ferns and accuracy.",
        "It improves accuracy on 40 fens there.",
        "It reduces the wet by 41%.",
        "Version 1.2.3 has accuracy.",
        "It reports Recall@10, improved.",
        "It runs on 8 A100 GPUs faster.",
    ],
)
def test_a_number_that_claims_nothing_is_no_result(extract: Extract, abstract: str) -> None:
    assert rows(extract(abstract)) == []


def test_a_result_that_title_and_abstract_claim_is_given_once_with_its_place_in_the_abstract(extract: Extract) -> None:
    (result,) = extract("It reduces latency by 41% there.", "It reduces latency by 41%").results
    assert (result.value, result.field) == ("41", "abstract")


def test_a_result_names_method_dataset_hardware_and_baseline(extract: Extract) -> None:
    abstract = "QuillRank improves accuracy by 4% over BERT on SQuAD with A100 GPUs."
    (result,) = extract(abstract, "QuillRank: Sorting of Letters").results
    assert (result.method, result.dataset, result.hardware, result.baseline) == (
        "QuillRank",
        "SQuAD",
        "A100 GPUs",
        "BERT",
    )


def test_a_result_without_them_names_none(extract: Extract) -> None:
    (result,) = extract("It reduces latency by 41% there.").results
    assert (result.method, result.dataset, result.hardware, result.baseline) == (None, None, None, None)


def test_the_metric_nearest_to_each_number_is_taken(extract: Extract) -> None:
    record = extract("It improves accuracy by 4% on wet and windy heath, and then it reduces latency by 41% there.")
    assert rows(record) == [("4", "%", "increase", "accuracy"), ("41", "%", "decrease", "latency")]


def test_a_number_without_a_metric_in_its_sentence_has_none(extract: Extract) -> None:
    (result,) = extract("The accuracy of BERT is known. It is 30% faster there.").results
    assert (result.value, result.metric) == ("30", None)


def test_metrics_that_are_listed_share_their_number(extract: Extract) -> None:
    record = extract("QuillRank reduces latency and memory footprint by 30% on average.")
    assert rows(record) == [("30", "%", "decrease", "latency"), ("30", "%", "decrease", "memory footprint")]


def test_a_number_with_a_plus_is_an_increase(extract: Extract) -> None:
    record = extract("QuillRank reaches an accuracy of 88.4% (+2.1 points) there.")
    assert [(r.value, r.direction) for r in record.results] == [("88.4", "absolute"), ("2.1", "increase")]


def test_metrics_and_numbers_of_two_lists_belong_to_each_other_in_order(extract: Extract) -> None:
    record = extract("QuillRank reduces latency and memory footprint by 30% and 20%, respectively.")
    assert rows(record) == [("30", "%", "decrease", "latency"), ("20", "%", "decrease", "memory footprint")]


def test_an_improvement_of_what_is_better_low_is_a_decrease(extract: Extract) -> None:
    assert rows(extract("QuillRank improves latency by 30% there.")) == [("30", "%", "decrease", "latency")]


def test_a_number_in_words_is_given_in_digits(extract: Extract) -> None:
    record = extract("QuillRank reduces latency by two orders of magnitude.")
    assert rows(record) == [("2", "orders of magnitude", "decrease", "latency")]


def test_each_of_two_levels_is_a_result(extract: Extract) -> None:
    record = extract("QuillRank improves accuracy from 61.1% to 74.8% on heath.")
    assert rows(record) == [("61.1", "%", "absolute", "accuracy"), ("74.8", "%", "absolute", "accuracy")]


def test_offsets_of_a_result_are_its_number_and_unit_in_its_sentence(extract: Extract) -> None:
    record = extract("Letters grow.\nIt reduces latency by 41% there.")
    (result,) = record.results
    assert record.abstract[result.start : result.end] == "41%"
    assert record.abstract[result.sentence_start : result.sentence_end] == "It reduces latency by 41% there."
    assert result.field == "abstract"
    assert 0.5 < result.confidence < 1
