"""Links are read from a store: who has what in which role, for some papers and some confidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.analytics.links import Links, read_links
from kg.analytics.selection import Selection
from kg.analytics.store_rows import open_rows
from kg.build import build_store
from kg.errors import StoreMissingError
from kg.settings import Settings

BASE = Settings().base


def read(store: Path, **filters: object) -> Links:
    return read_links(open_rows(store), Selection(**filters))  # type: ignore[arg-type]


def papers_of(links: Links) -> set[str]:
    return {paper.removeprefix(f"{BASE}/paper/") for paper in links.papers}


def roles(links: Links, paper: str) -> dict[str, str]:
    return {k.entity.removeprefix(f"{BASE}/"): k.role for k in links.links if k.paper == f"{BASE}/paper/{paper}"}


def test_a_paper_is_linked_to_what_it_introduces_uses_and_compares_with(store: Path) -> None:
    found = roles(read(store), "p1")
    assert found["method/quillrank"] == "introduces"
    assert found["method/bm25"] == "compares"
    assert found["dataset/ms-marco"] == "uses"
    assert set(found.values()) <= {"introduces", "compares", "uses"}


def test_mentions_count_when_they_are_asked_for_and_the_first_role_asked_for_wins(store: Path) -> None:
    found = roles(read(store, roles=("introduces", "mentions")), "p1")
    assert found["method/quillrank"] == "introduces"
    assert found["method/bm25"] == "mentions"


def test_papers_are_selected_by_year_and_category(store: Path) -> None:
    assert papers_of(read(store)) == {"p1", "p2", "p3", "q%2F4"}
    assert papers_of(read(store, since=2023)) == {"p2", "p3"}
    assert papers_of(read(store, until=2022)) == {"p1"}
    assert papers_of(read(store, categories=("cs.IR",))) == {"p1", "p2"}
    assert papers_of(read(store, categories=("cs.CV", "cs.CL"), since=2024)) == {"p3"}
    assert papers_of(read(store, since=1900, until=1901)) == set()


def test_links_below_the_confidence_asked_for_are_left_out(store: Path) -> None:
    everything, sure = read(store).links, read(store, confidence=0.9).links
    assert 0 < len(sure) < len(everything)
    assert set(sure) < set(everything)
    assert read(store, confidence=1.0).links == ()


def test_denominators_count_papers_and_not_mentions(store: Path) -> None:
    links = read(store)
    assert links.papers_with()["Hardware"] == 4
    assert links.years == (2022, 2024)
    assert links.by_entity()[f"{BASE}/dataset/ms-marco"] == {f"{BASE}/paper/p1", f"{BASE}/paper/p2"}


def test_a_store_with_another_base_is_read_alike(tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text('{"id": "a", "title": "A Note", "abstract": "We use BERT on SQuAD."}\n')
    build_store(
        [str(tmp_path / "papers.jsonl")], tmp_path / "store", Settings(processes=1, base="https://example.org/x")
    )
    assert {k.entity for k in read(tmp_path / "store").links} == {
        "https://example.org/x/method/bert",
        "https://example.org/x/dataset/squad",
    }


def test_no_store_is_an_error_that_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="make one with: kg build"):
        open_rows(tmp_path / "nowhere")
