"""Classifiers of roles, relations and results learn from annotated papers what new papers of the same make-up state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate.annotations import read_annotations
from kg.extract.linear import LinearClassifier, load_classifiers, save_classifiers
from training.facts import learn, read_gold
from training.facts_report import facts_lines
from training.gold_readings import GoldReading
from training.learn_relations import best_thresholds

_NAMES = ("Moss", "Peat", "Fern", "Reed", "Sedge", "Alder", "Birch", "Heath", "Larch", "Rowan", "Thorn", "Yarrow")


def paper(name: str, number: int) -> dict[str, Any]:
    """Make a paper of which every kind of fact is stated, always in the same words."""
    own, other, core, gate = f"{name}Net", f"{name}Base", f"{name}Core", f"{name}Gate"
    data, pile = f"{name}Bank", f"{name}Pile"
    title = f"{own} for parsing"
    abstract = (
        f"Many use grammars for parsing, a kind of analysis. We introduce {own}, built on {core}. "
        f"It has a module, {gate}. We train {own} on {pile} and evaluate it on {data}, a benchmark for parsing, "
        f"with a GPU. Parsers such as {own} differ. {own} outperforms {other} by {number + 20} points in accuracy. "
        f"It cuts latency by {number + 40}% at equal accuracy. "
        f"{own} reaches an accuracy of {number + 60}. It was funded by {number + 80} offices."
    )
    marked = {
        own: "Method", other: "Method", core: "Method", gate: "Method", "grammars": "Method", "Parsers": "Method",
        data: "Dataset", pile: "Dataset", "GPU": "Hardware", "accuracy": "Metric", "latency": "Metric",
        "parsing": "Task", "analysis": "Task",
    }  # fmt: skip
    mentions = [
        {"field": field, "start": at, "end": at + len(surface), "type": type}
        for field, text in (("title", title), ("abstract", abstract))
        for surface, type in marked.items()
        for at in range(len(text))
        if text.startswith(surface, at)
    ]
    roles = dict.fromkeys(marked, "uses") | {own: "introduces", other: "compares", "grammars": "mentions"}
    related = [
        (own, "trainedOn", pile), (own, "evaluatedOn", data), (own, "usedFor", "parsing"),
        (data, "benchmarkFor", "parsing"),
        (own, "comparedWith", other), (own, "basedOn", core), (gate, "partOf", own), (own, "subClassOf", "Parsers"),
        (own, "runsOn", "GPU"), (own, "measuredBy", "accuracy"), ("parsing", "subClassOf", "analysis"),
    ]  # fmt: skip
    claims = [("accuracy", 20, "increase"), ("latency", 40, "decrease"), ("accuracy", 60, "absolute")]
    return {
        "id": f"paper-{number}",
        "title": title,
        "abstract": abstract,
        "mentions": mentions,
        "roles": [{"entity": entity, "type": marked[entity], "role": role} for entity, role in roles.items()],
        "relations": [{"head": head, "relation": relation, "tail": tail} for head, relation, tail in related],
        "results": [{"metric": m, "value": str(number + n), "direction": direction} for m, n, direction in claims],
    }


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "train.jsonl"
    path.write_text("".join(json.dumps(paper(name, i)) + "\n" for i, name in enumerate(_NAMES)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def papers(gold: Path) -> list[GoldReading]:
    return read_gold([gold])


@pytest.fixture(scope="module")
def learned(papers: list[GoldReading]) -> Mapping[str, LinearClassifier]:
    return learn(papers)


def test_a_reading_holds_what_the_annotation_states(papers: list[GoldReading]) -> None:
    first = papers[0]
    by_name = [entity.name for entity in first.reading.entities]
    roles = dict(zip(by_name, first.roles(), strict=True))
    assert (roles["mossnet"], roles["mossbase"], roles["mossbank"]) == ("introduces", "compares", "uses")
    stated = {(by_name[h], r, by_name[t]) for (h, t), held in first.relations().items() for r in held}
    assert ("mossnet", "evaluatedOn", "mossbank") in stated
    assert len(stated) == 11
    assert first.results()["20.0"] == [("accuracy", "increase")]


def test_roles_are_learned_from_how_things_are_spoken_of(
    papers: list[GoldReading], learned: Mapping[str, LinearClassifier]
) -> None:
    classifier = learned["role"]
    last = papers[-1]
    likeliest = classifier.probabilities(last.role_features()).argmax(axis=1)
    assert [classifier.classes[best] for best in likeliest] == last.roles()


def test_what_was_learned_is_the_same_bytes_twice_and_reads_back(
    learned: Mapping[str, LinearClassifier], tmp_path: Path
) -> None:
    for name in ("a.npz", "b.npz"):
        save_classifiers(learned, tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert set(load_classifiers(tmp_path / "a.npz")) == set(learned)


def test_thresholds_are_cut_where_all_relations_together_are_best() -> None:
    outcomes = {
        "usedFor": [(0.9, True), (0.8, True), (0.3, False), (0.2, False)],
        "basedOn": [(0.6, False), (0.5, False)],
    }
    thresholds = best_thresholds(outcomes, {"usedFor": 2, "basedOn": 1})
    assert thresholds["usedFor"] == 0.8
    assert thresholds["basedOn"] == 1.0


def test_the_report_tells_gold_mentions_from_found_ones(gold: Path) -> None:
    annotated = read_annotations(gold, 1_000_000)
    lines = list(facts_lines(annotated, annotated))
    roles = next(line for line in lines if line.startswith("| roles "))
    assert roles.split("|")[4].strip() == "1.000"
    assert roles.split("|")[6].strip() == "156"
