"""Every paper is read once, and everything else is counted with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.corpus.paper import Paper, Skipped
from kg.corpus.read import SAME_ID, SAME_TEXT, TOO_LONG, read_corpus
from kg.errors import EmptyCorpusError, UnknownFormatError
from kg.settings import Settings

Read = Callable[..., list[Paper | Skipped]]


def lines(*objects: object) -> str:
    return "".join((o if isinstance(o, str) else json.dumps(o)) + "\n" for o in objects)


def skipped(items: list[Paper | Skipped]) -> list[tuple[str, str]]:
    return [(item.reason, item.source.rpartition("/")[2]) for item in items if isinstance(item, Skipped)]


def some(**fields: object) -> dict[str, object]:
    return {"id": "p", "title": "A title", "abstract": "An abstract.", **fields}


def test_what_cannot_be_used_is_skipped_with_reason_and_line(read: Read) -> None:
    items = read(
        lines(
            some(),
            "{broken",
            "[1]",
            some(id="q", abstract=None),
            some(id="r", title=" "),
            some(id="s", abstract="x" * 300),
        ),
        max_abstract_chars=200,
    )
    assert [item.id for item in items if isinstance(item, Paper)] == ["p"]
    assert skipped(items) == [
        ("broken JSON", "corpus:2"),
        ("not a JSON object", "corpus:3"),
        ("no abstract", "corpus:4"),
        ("no title", "corpus:5"),
        (TOO_LONG, "corpus:6"),
    ]


def test_of_two_papers_with_one_id_or_one_text_the_first_counts(read: Read) -> None:
    items = read(lines(some(), some(abstract="Other."), some(id="q", title="A TITLE")))
    assert skipped(items) == [(SAME_ID, "corpus:2"), (SAME_TEXT, "corpus:3")]
    assert isinstance(items[2], Skipped)
    assert items[2].detail.endswith("corpus:1")


def test_a_line_past_the_limit_is_skipped_and_the_rest_is_read(read: Read) -> None:
    items = read(
        lines(some(), some(id="q", abstract="y" * 60_000), some(id="r", abstract="After.")), max_line_bytes=5000
    )
    assert skipped(items) == [("line longer than max_line_bytes", "corpus:2")]
    assert [item.id for item in items if isinstance(item, Paper)] == ["p", "r"]


@pytest.mark.parametrize("content", ["", " \n\n", lines(some(abstract="")), lines("{broken", "{worse")])
def test_a_corpus_without_a_usable_paper_is_an_error(read: Read, content: str) -> None:
    with pytest.raises(EmptyCorpusError, match="a paper needs a title and an abstract"):
        read(content)


def test_an_unknown_format_names_the_known_ones(read: Read) -> None:
    with pytest.raises(UnknownFormatError, match="unknown format 'docx'; the formats are jsonl, arxiv"):
        read(lines(some()), format="docx")


def test_ten_thousand_files_in_a_folder_are_read_in_order(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number:05}.json").write_text(json.dumps(some(id=f"p{number}", abstract=f"Abstract {number}.")))
    papers = [item for item in read_corpus([str(tmp_path)], None, Settings()) if isinstance(item, Paper)]
    assert [paper.id for paper in papers] == [f"p{number}" for number in range(10_000)]


@pytest.mark.parametrize(
    ("field", "value", "read_as"),
    [
        ("id", "a b/c?é", "a b/c?é"),
        ("id", 17, "17"),
        ("abstract", "Latin \x00 control\x07", "Latin   control"),
        ("abstract", "Ein 中文摘要 עברית", "Ein 中文摘要 עברית"),
        ("date", "2023-13", "2023"),
        ("date", "-44-03-15", None),
        ("date", float("nan"), None),
        ("authors", [{"name": "Ada"}, None, 3], ("Ada", "3")),
        ("doi", "https://doi.org/10.1000/ABC.", "10.1000/abc"),
    ],
)
def test_odd_values_become_what_can_be_told_of_them(read: Read, field: str, value: object, read_as: object) -> None:
    (paper,) = read(json.dumps(some(**{field: value})) + "\n")
    assert isinstance(paper, Paper)
    assert getattr(paper, field) == read_as


def test_latin_1_bytes_are_read(read: Read) -> None:
    (paper,) = read('{"title": "Café", "abstract": "Größe."}\n'.encode("latin-1"))
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == ("Café", "Größe.")


def test_a_paper_without_an_id_is_named_by_its_text(read: Read) -> None:
    first, second = (read(lines({"title": "T", "abstract": a}))[0] for a in ("One.", "Two."))
    assert isinstance(first, Paper)
    assert isinstance(second, Paper)
    assert first.id != second.id
    assert len(first.id) == 12
