"""Tasks for Label Studio: which papers, what is marked beforehand, and an interface that fits."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from kg.annotation.tasks import INTERFACE, write_tasks
from kg.extract.record import ENTITY_TYPES


def tasks(store: Path, below: float = 1.0, most: int = 0) -> list[dict[str, Any]]:
    out = io.BytesIO()
    number = write_tasks(store, out, below, most)
    found: list[dict[str, Any]] = json.loads(out.getvalue())
    assert number == len(found)
    return found


def confidences(task: dict[str, Any]) -> list[float]:
    return [region["score"] for region in task["predictions"][0]["result"]]


def test_every_mention_is_marked_with_its_offsets_text_and_type(store: Path) -> None:
    found = tasks(store)
    assert [task["data"]["id"] for task in found] == ["p1", "p2", "p3", "q/4"]
    assert found[0]["data"]["paper"].endswith("/paper/p1")
    for task in found:
        for region in task["predictions"][0]["result"]:
            value = region["value"]
            assert task["data"][region["to_name"]][value["start"] : value["end"]] == value["text"]
            assert set(value["labels"]) < set(ENTITY_TYPES)


@pytest.mark.parametrize("below", [0.0, 0.4, 0.6])
def test_a_paper_is_a_task_when_a_mention_is_less_sure_than_asked(store: Path, below: float) -> None:
    chosen = {task["data"]["id"] for task in tasks(store, below)}
    expected = {task["data"]["id"] for task in tasks(store) if min(confidences(task)) < below}
    assert chosen == expected
    assert below > 0 or chosen == set()


def test_of_many_papers_those_with_the_most_unsure_mentions_are_taken(store: Path) -> None:
    unsure = {t["data"]["id"]: sum(c < 0.8 for c in confidences(t)) for t in tasks(store)}
    taken = [task["data"]["id"] for task in tasks(store, 0.8, most=2)]
    assert len(taken) == 2
    assert taken == sorted(taken)
    assert min(unsure[id] for id in taken) >= max(count for id, count in unsure.items() if id not in taken)


def test_the_interface_has_the_controls_that_the_tasks_name(store: Path) -> None:
    interface = etree.parse(INTERFACE)
    controls = {control.get("name"): control for control in interface.iter("Labels")}
    texts = {text.get("name"): text.get("value") for text in interface.iter("Text")}
    for task in tasks(store):
        assert all(value.removeprefix("$") in task["data"] for value in texts.values())
        for region in task["predictions"][0]["result"]:
            assert controls[region["from_name"]].get("toName") == region["to_name"]
            assert region["to_name"] in texts
    for control in controls.values():
        assert [label.get("value") for label in control] == list(ENTITY_TYPES)
    hotkeys = [label.get("hotkey") for label in interface.iter("Label")]
    assert len(hotkeys) == len(set(hotkeys)) == 10
