"""The papers of a snapshot: what is put comes back, by id, with its state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.corpus.paper import Paper
from kg.errors import StoreVersionError
from kg.extract.record import Mention, Record
from kg.graph.paper_table import Known, PaperTable, open_papers, read_papers
from kg.resolve.names import PaperNames, names_of, pack_names

B = Paper(
    "b",
    "Glimmers — of Ünïcode",
    "A text with 𝒜 and a\ttab.",
    "2024-05",
    ("cs.IR",),
    ("A. One",),
    "https://e.org",
    "f:1",
)
A = Paper("a", "Another", "Some text.")


def record(paper: Paper, pipeline: str = "v1") -> Record:
    mention = Mention("title", 0, 7, "Method", paper.title[:7], 0, len(paper.title), "coinages", 0.9)
    return Record(paper.id, paper.title, paper.abstract, (mention,), (), (), (), pipeline)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[PaperTable]:
    with open_papers(tmp_path / "papers.sqlite") as opened:
        yield opened


def test_papers_and_records_come_back_as_they_were_by_id(table: PaperTable) -> None:
    table.put(B, record(B))
    table.put(A, record(A))
    assert list(table.bodies()) == [("a", (A, record(A))), ("b", (B, record(B)))]
    assert [(state.names, state.fingerprint) for state in table.states()] == [
        (names_of(record(A)), ""),
        (names_of(record(B)), ""),
    ]
    assert list(table.contents()) == [("a", A.content_hash), ("b", B.content_hash)]


def test_a_paper_is_known_with_its_content_and_pipeline(table: PaperTable) -> None:
    table.put(A, record(A))
    assert table.known("a") == Known(A.content_hash, "v1")
    assert table.known("b") is None


def test_a_paper_put_again_is_replaced_and_has_to_be_written(table: PaperTable) -> None:
    table.put(A, record(A))
    table.set_fingerprints({"a": "f1"})
    assert [state.fingerprint for state in table.states()] == ["f1"]
    changed = Paper("a", "Another", "Some other text.")
    table.put(changed, record(changed, "v2"))
    assert table.body("a") == (changed, record(changed, "v2"))
    (state,) = table.states()
    assert (state.known, state.fingerprint) == (Known(changed.content_hash, "v2"), "")


def test_a_paper_is_found_by_its_text_whatever_the_letter_case(table: PaperTable) -> None:
    table.put(A, record(A))
    assert table.id_of_text(Paper("z", "ANOTHER", "some TEXT.").text_hash) == "a"
    assert table.id_of_text(B.text_hash) is None


def test_of_papers_with_one_text_the_least_id_is_named(table: PaperTable) -> None:
    for paper_id in ("n", "m", "o"):
        table.put(Paper(paper_id, "Another", "Some text."), record(A))
    assert table.id_of_text(A.text_hash) == "m"


def test_removing_says_whether_there_was_something_to_remove(table: PaperTable) -> None:
    table.put(A, record(A))
    assert table.remove("a") is True
    assert table.remove("a") is False
    assert list(table.states()) == list(table.bodies()) == []


def test_pipelines_are_listed_once(table: PaperTable) -> None:
    table.put(B, record(B, "v2"))
    table.put(A, record(A, "v1"))
    table.put(Paper("c", "Third", "Text."), record(A, "v1"))
    assert table.pipelines() == ["v1", "v2"]


def test_what_was_put_is_there_when_opened_again(tmp_path: Path) -> None:
    with open_papers(tmp_path / "papers.sqlite") as table:
        table.put(A, record(A))
    with open_papers(tmp_path / "papers.sqlite") as table:
        assert list(table.bodies()) == [("a", (A, record(A)))]


def test_what_was_put_before_an_error_is_not_kept(tmp_path: Path) -> None:
    def put_and_fail() -> None:
        with open_papers(tmp_path / "papers.sqlite") as table:
            table.put(A, record(A))
            table.commit()
            table.put(B, record(B))
            raise LookupError

    with pytest.raises(LookupError):
        put_and_fail()
    with open_papers(tmp_path / "papers.sqlite") as table:
        assert list(table.bodies()) == [("a", (A, record(A)))]


def test_another_version_of_the_writer_has_all_to_write(table: PaperTable) -> None:
    table.put(A, record(A))
    assert table.unwritten("w1")
    table.set_fingerprints({"a": "f1"})
    table.set_entity_fingerprints({"Method/x": "e1"}, ())
    assert not table.unwritten("w1")
    assert table.unwritten("w2")
    assert table.entity_fingerprints() == {}


def test_names_that_another_version_of_the_code_made_are_made_anew(tmp_path: Path) -> None:
    with open_papers(tmp_path / "papers.sqlite") as table:
        table.put(A, record(A))
        table.renew_names()
        made = [state.names for state in table.states()]
    with closing(sqlite3.connect(tmp_path / "papers.sqlite")) as connection:
        connection.execute("UPDATE versions SET version = 'older'")
        connection.execute("UPDATE papers SET names = ?", (pack_names(PaperNames("a", ())),))
        connection.commit()
    with open_papers(tmp_path / "papers.sqlite") as table:
        assert [state.names for state in table.states()] != made
        table.renew_names()
        assert [state.names for state in table.states()] == made


def test_entities_that_are_written_and_gone_are_noted(table: PaperTable) -> None:
    table.set_entity_fingerprints({"Method/x": "1", "Task/y": "2"}, ())
    table.set_entity_fingerprints({"Method/x": "3"}, ["Task/y"])
    assert table.entity_fingerprints() == {"Method/x": "3"}


def test_a_file_of_another_version_is_not_written_to(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "papers.sqlite")) as connection:
        connection.execute("CREATE TABLE papers (id TEXT)")
    with pytest.raises(StoreVersionError, match="build the store anew"), open_papers(tmp_path / "papers.sqlite"):
        pass


def test_a_published_file_is_read_and_not_changed(tmp_path: Path) -> None:
    with open_papers(tmp_path / "papers.sqlite") as table:
        table.put(A, record(A))
    with read_papers(tmp_path / "papers.sqlite") as table:
        assert list(table.contents()) == [("a", A.content_hash)]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            table.remove("a")
