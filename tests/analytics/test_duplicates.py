"""What may be the same is suspected, and what differs by a number or in meaning is not."""

from __future__ import annotations

import pytest

from kg.analytics.duplicates import likely_duplicates
from kg.analytics.links import Named
from kg.extract.record import EntityType


def suspected(*labels: tuple[str, EntityType]) -> list[tuple[str, str, str]]:
    entities = {f"{i}": Named(label, type) for i, (label, type) in enumerate(labels)}
    found = likely_duplicates(entities, dict.fromkeys(entities, 2))
    return [(entities[s.first].label, entities[s.second].label, s.why) for s in found]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("event camera", "Event-Cameras", "same but for spaces, hyphens, plural"),
        ("ImageNet dataset", "ImageNet", "same but for word order or a generic word"),
        ("image classification", "classification, image", "same but for word order or a generic word"),
        ("visualisation model", "visualization model", "nearly the same spelling"),
    ],
)
def test_spellings_of_one_name_are_suspected(one: str, other: str, why: str) -> None:
    assert suspected((one, "Method"), (other, "Method")) == [(one, other, why)]


def test_one_name_in_two_types_is_suspected() -> None:
    assert suspected(("tool use", "Method"), ("Tool use", "Task")) == [
        ("tool use", "Tool use", "same name, of two types")
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("GPT-3", "GPT-4"), ("LLaMA-2-7B model", "LLaMA-2-13B model"), ("precision", "recall")]
)
def test_different_things_are_not_suspected(one: str, other: str) -> None:
    assert suspected((one, "Method"), (other, "Method")) == []


def test_names_of_different_types_must_be_the_same_to_be_suspected() -> None:
    assert suspected(("event cameras", "Hardware"), ("event camera", "Method")) == []


def test_the_most_used_come_first_and_first_in_their_pair() -> None:
    entities = {
        "a": Named("x-ray", "Method"),
        "b": Named("Xray", "Method"),
        "c": Named("k-NN", "Method"),
        "d": Named("kNN", "Method"),
    }
    found = likely_duplicates(entities, {"a": 1, "b": 9, "c": 5, "d": 4})
    assert [(s.first, s.second) for s in found] == [("c", "d"), ("b", "a")]
