"""Results as nodes: numbers, units, and what they are of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from kg.extract.record import EntityType, Record, Result
from kg.graph.nodes import Object, kg, std, typed
from kg.graph.results import numbers, result_statements

PAPER = NamedNode("https://example.org/id/paper/x1")
ABSTRACT = "Zorbnet gains 3.2 points of shine over Dimnet on Fooset with a Glim 9. It is 25-30% faster."
RESULT = Result(
    metric="shine", value="3.2", unit="points", direction="increase", method="Zorbnet", dataset="Fooset",
    hardware="Glim 9", baseline="Dimnet", field="abstract", start=14, end=24, sentence_start=0, sentence_end=70,
    confidence=0.6,
)  # fmt: skip
BARE = Result(
    metric=None, value="25-30", unit=None, direction="absolute", method=None, dataset=None, hardware=None,
    baseline=None, field="abstract", start=77, end=83, sentence_start=71, sentence_end=91, confidence=0.4,
)  # fmt: skip


def entity(type: EntityType, surface: str) -> NamedNode:
    return NamedNode(f"https://example.org/{type}/{surface.replace(' ', '-')}")


def described(*results: Result) -> dict[tuple[str, NamedNode], Object]:
    record = Record("x1", "A Title", ABSTRACT, (), (), (), results, "abstracts-kg 0.0+abc")
    statements = list(result_statements(record, PAPER, entity))
    found = {
        (subject.value.partition("#")[2], predicate): value
        for subject, predicate, value in statements
        if subject != PAPER
    }
    assert len(found) == sum(subject != PAPER for subject, _, _ in statements)
    return found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12", ["12"]),
        ("43.8", ["43.8"]),
        ("1,024", ["1024"]),
        ("1,234,567.5", ["1234567.5"]),
        ("25-30", ["25", "30"]),
        ("1.5–2", ["1.5", "2"]),
        ("several", []),
    ],
)
def test_numbers_are_read_without_separators(written: str, expected: list[str]) -> None:
    assert numbers(written) == expected


def test_a_result_names_metric_method_dataset_hardware_and_baseline() -> None:
    found = described(RESULT)
    assert found["result-1", kg("byMetric")] == entity("Metric", "shine")
    assert found["result-1", kg("ofMethod")] == entity("Method", "Zorbnet")
    assert found["result-1", kg("onDataset")] == entity("Dataset", "Fooset")
    assert found["result-1", kg("onHardware")] == entity("Hardware", "Glim 9")
    assert found["result-1", kg("baseline")] == entity("Method", "Dimnet")


def test_a_result_has_its_number_as_written_and_as_a_decimal() -> None:
    found = described(RESULT)
    assert found["result-1", kg("valueText")] == Literal("3.2")
    assert found["result-1", kg("value")] == typed("3.2", "decimal")
    assert found["result-1", std("schema:unitText")] == Literal("points")
    assert found["result-1", kg("direction")] == Literal("increase")
    assert ("result-1", kg("maxValue")) not in found


def test_a_result_has_its_place_and_its_sentence() -> None:
    found = described(RESULT)
    assert (found["result-1", std("nif:beginIndex")], found["result-1", std("nif:endIndex")]) == (
        Literal(14),
        Literal(24),
    )
    assert found["result-1", kg("sentence")] == NamedNode(f"{PAPER.value}#abstract-0")


def test_a_range_has_a_lower_and_an_upper_value() -> None:
    found = described(BARE)
    assert (found["result-1", kg("value")], found["result-1", kg("maxValue")]) == (
        typed("25", "decimal"),
        typed("30", "decimal"),
    )


def test_what_a_sentence_does_not_say_is_left_out() -> None:
    assert {predicate for _, predicate in described(BARE)}.isdisjoint(
        {kg("byMetric"), kg("ofMethod"), kg("onDataset"), kg("onHardware"), kg("baseline"), std("schema:unitText")}
    )


def test_a_value_without_digits_has_no_number() -> None:
    found = described(replace(BARE, value="several"))
    assert found["result-1", kg("valueText")] == Literal("several")
    assert ("result-1", kg("value")) not in found


def test_results_are_numbered_in_order_and_reported_by_the_paper() -> None:
    record = Record("x1", "A Title", ABSTRACT, (), (), (), (RESULT, BARE), "abstracts-kg 0.0+abc")
    reported = [o for s, p, o in result_statements(record, PAPER, entity) if (s, p) == (PAPER, kg("reportsResult"))]
    assert reported == [NamedNode(f"{PAPER.value}#result-1"), NamedNode(f"{PAPER.value}#result-2")]
