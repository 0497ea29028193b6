"""Gold annotations are kept without their texts, and find them again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.extract.record import ENTITY_TYPES, RELATIONS, ROLES
from training.gold import GOLD, few, fingerprint, join, read_lines, strip

RECORD = {
    "id": "m1",
    "title": "Moss  Nets",
    "abstract": "We test\nMossNet.",
    "mentions": [{"field": "abstract", "start": 8, "end": 15, "type": "Method"}],
    "roles": [{"entity": "MossNet", "type": "Method", "role": "introduces"}],
    "relations": [],
    "results": [],
}


def test_what_is_stripped_holds_no_text() -> None:
    stripped = strip(RECORD)
    assert "title" not in stripped
    assert "abstract" not in stripped
    assert stripped["mentions"] == RECORD["mentions"]


def test_joining_gives_back_the_record() -> None:
    texts = {(fingerprint("Moss Nets"), fingerprint("We test MossNet.")): ("Moss  Nets", "We test\nMossNet.")}
    assert list(join([strip(RECORD)], texts)) == [RECORD]


def test_an_abstract_that_has_changed_is_not_joined() -> None:
    texts = {(fingerprint("Moss Nets"), fingerprint("We tested MossNet.")): ("Moss Nets", "We tested MossNet.")}
    assert list(join([strip(RECORD)], texts)) == []


def test_the_same_few_papers_are_taken_of_every_reading() -> None:
    papers = [{"id": id, "abstract_hash": hash} for id, hash in (("a", "9f"), ("b", "03"), ("c", "7c"), ("d", "1a"))]
    assert [paper["id"] for paper in few(papers, 2)] == ["b", "d"]
    assert few(papers[1:], 2) == few(papers, 2)
    assert len(few(papers, 9)) == 4


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_shipped_annotations_are_well_formed_and_without_text(path: Path) -> None:
    records = read_lines(path)
    assert records
    assert len({record["id"] for record in records}) == len(records)
    for record in records:
        assert "abstract" not in record
        ends = {"title": 0, "abstract": 0}
        for mention in sorted(record["mentions"], key=lambda m: m["start"]):
            assert mention["type"] in ENTITY_TYPES
            assert ends[mention["field"]] <= mention["start"] < mention["end"]
            ends[mention["field"]] = mention["end"]
        assert {role["role"] for role in record["roles"]} <= set(ROLES)
        assert {relation["relation"] for relation in record["relations"]} <= set(RELATIONS)


def test_no_paper_of_the_test_set_is_in_another_set() -> None:
    hashes = {path.stem: {record["title_hash"] for record in read_lines(path)} for path in GOLD.glob("*.jsonl")}
    test, again = hashes.pop("test"), hashes.pop("second")
    assert again < test
    assert len(test) == 40
    assert test.isdisjoint(set().union(*hashes.values()))


def test_the_annotations_fit_in_the_repository() -> None:
    assert sum(path.stat().st_size for path in GOLD.glob("*.jsonl")) < 5_000_000
    assert json.loads(next(GOLD.glob("dev.jsonl")).read_text("utf-8").splitlines()[0])["title_hash"]
