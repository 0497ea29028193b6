"""What a build brought: papers and entities that were not there before, methods that it made more frequent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.build import build_store, remove_papers
from kg.errors import ParameterError
from kg.settings import Settings

SETTINGS = Settings(processes=1, model="rules")
OLD = {"id": "old", "title": "Ranking", "abstract": "We compare ColBERT with BM25 on BEIR."}
ALSO_OLD = {"id": "also-old", "title": "Ranking again", "abstract": "We evaluate BM25 on BEIR."}
NEW = {"id": "new", "title": "Ranking with less", "abstract": "We compare ColBERT with SPLADE on MS MARCO."}
NEW_TOO = {"id": "new-too", "title": "Ranking with more", "abstract": "We use SPLADE and ColBERT."}

Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two papers, and of two more that a second build added."""
    folder = tmp_path_factory.mktemp("builds")
    build(folder, OLD, ALSO_OLD)
    build(folder, OLD, NEW, NEW_TOO)
    return folder / "store"


@pytest.fixture(scope="module")
def ask(two_builds: Path) -> Iterator[Ask]:
    with kg.open(two_builds) as graph:

        def rows(name: str, **values: str | int) -> Rows:
            return list(graph.query(name, **values))

        yield rows


def build(folder: Path, *papers: dict[str, str]) -> None:
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    build_store([str(corpus)], folder / "store", SETTINGS)


def asked(store: Path, name: str, **values: str) -> Rows:
    with kg.open(store) as graph:
        return list(graph.query(name, **values))


def test_the_papers_of_the_last_build_are_those_that_it_added(ask: Ask) -> None:
    found = [(row["title"], row["was"], row["build"]) for row in ask("new_papers")]
    assert found == [("Ranking with less", "added", "000002"), ("Ranking with more", "added", "000002")]
    assert [row["title"] for row in ask("new_papers", run="000001")] == ["Ranking", "Ranking again"]


def test_an_entity_is_new_when_no_paper_of_an_earlier_build_names_it(ask: Ask) -> None:
    found = {row["label"]: row["papers"] for row in ask("new_since_last_run")}
    assert found["SPLADE"] == 2
    assert found["MS MARCO"] == 1
    assert not {"ColBERT", "BM25", "BEIR"} & set(found)
    assert [row["label"] for row in ask("new_since_last_run", type="Dataset")] == ["MS MARCO"]


def test_what_an_earlier_build_brought_can_be_asked_for(ask: Ask) -> None:
    first = {row["label"] for row in ask("new_since_last_run", run="000001")}
    assert {"ColBERT", "BM25", "BEIR"} <= first
    assert "SPLADE" not in first
    assert ask("new_since_last_run", run="1") == ask("new_since_last_run", run="000001")
    assert ask("new_since_last_run", run="9") == []
    with pytest.raises(ParameterError, match="the number of a build, as in 000002, not 'monday'"):
        ask("new_since_last_run", run="monday")


def test_rising_with_the_last_build_compares_shares(ask: Ask) -> None:
    rows = {row["label"]: row for row in ask("rising_since_last_run")}
    assert (rows["SPLADE"]["papers_before"], rows["SPLADE"]["papers_added"], rows["SPLADE"]["growth"]) == (0, 2, None)
    assert (rows["ColBERT"]["papers_before"], rows["ColBERT"]["papers_added"]) == (1, 2)
    assert (rows["ColBERT"]["all_before"], rows["ColBERT"]["all_added"], rows["ColBERT"]["growth"]) == (2, 2, 2)
    assert "BM25" not in rows
    assert set(rows) > {row["label"] for row in ask("rising_since_last_run", minimum=3)}


def test_papers_without_a_date_are_in_the_order_of_their_builds(ask: Ask) -> None:
    found = [(row["title"], row["build"]) for row in ask("first_mention", entity="ColBERT")]
    assert found == [("Ranking", "000001"), ("Ranking with less", "000002"), ("Ranking with more", "000002")]


def test_a_first_build_brought_nothing_to_what_was_there(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    for name in ("new_since_last_run", "new_papers", "rising_since_last_run"):
        assert asked(tmp_path / "store", name) == []


def test_a_build_that_adds_nothing_is_passed_over_and_a_replaced_paper_is_not_new(tmp_path: Path) -> None:
    build(tmp_path, OLD)
    build(tmp_path, NEW)
    build(tmp_path, {**OLD, "title": "Ranking, revised", "abstract": "We compare ColBERT with docT5query."})
    remove_papers(["new"], tmp_path / "store", SETTINGS)
    build(tmp_path, NEW_TOO)
    assert [(row["title"], row["build"]) for row in asked(tmp_path / "store", "new_papers")] == [
        ("Ranking with more", "000005")
    ]
    assert [(row["title"], row["was"]) for row in asked(tmp_path / "store", "new_papers", run="000003")] == [
        ("Ranking, revised", "changed")
    ]
    assert "docT5query" not in {row["label"] for row in asked(tmp_path / "store", "new_since_last_run", run="000003")}
    new = {row["label"]: row["papers"] for row in asked(tmp_path / "store", "new_since_last_run")}
    assert new["SPLADE"] == 1
