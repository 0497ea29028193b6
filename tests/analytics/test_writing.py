"""The files of a report say what the report says, in each format, and appear whole."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.analytics.report import Column, Figure, Heading, Ref, Report, Text, percent, shown, table
from kg.analytics.writing import write_files


def report(*, rows: int = 3, label: str = "a|b <i>") -> Report:
    columns = [
        Column("entity"),
        Column("papers", "count"),
        Column("share", "share", "of all"),
        Column("score", "score"),
    ]
    cells = [(Ref(label, f"https://x/{i}"), 1000 * i, i / 8, i / 7) for i in range(rows)]
    return Report(
        name="demo",
        title="Title & more",
        question="What is asked?",
        opening=(("Corpus", "4 papers"), ("Seed", "0")),
        denominators=("Hardware is named in 1 of 4 papers (25 %).",),
        blocks=(
            Heading("Section"),
            Text("A * star."),
            table("scores", columns, cells, on_page=2),
            Figure("<svg><title>x</title></svg>", "A picture."),
            Figure(None, "None."),
            table("nothing", columns, [], note="That is so."),
        ),
        again=("kg report demo --store STORE", "kg query x"),
    )


class Tags(HTMLParser):
    """Checks that tags are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_markdown_page_opens_with_the_question_and_ends_with_the_command(tmp_path: Path) -> None:
    write_files(report(), tmp_path, 0)
    lines = (tmp_path / "demo.md").read_text("utf-8").splitlines()
    assert lines[:7] == [
        "# Title & more", "", "What is asked?", "", "- **Corpus:** 4 papers", "- **Seed:** 0", "",
    ]  # fmt: skip
    assert "- Hardware is named in 1 of 4 papers (25 %)." in lines
    assert lines[-3:] == ["", "    kg report demo --store STORE", "    kg query x"]


def test_a_markdown_table_is_whole_and_escaped(tmp_path: Path) -> None:
    write_files(report(), tmp_path, 0)
    lines = (tmp_path / "demo.md").read_text("utf-8").splitlines()
    at = lines.index("| | entity | papers | of all | score |")
    assert lines[at + 1 : at + 4] == [
        "|---:|---|---:|---:|---:|",
        "| 1 | a\\|b \\<i\\> | 0 | 0.0 % | 0.00000 |",
        "| 2 | a\\|b \\<i\\> | 1,000 | 12.5 % | 0.14286 |",
    ]
    assert lines[at + 5].startswith("2 of 3 rows; all are in [demo-scores.csv]")
    assert "There is nothing to list here. That is so." in lines
    assert "A \\* star." in lines


def test_the_html_page_is_well_formed_escaped_and_self_contained(tmp_path: Path) -> None:
    write_files(report(label="</td><script>alert(1)</script>"), tmp_path, 0)
    text = (tmp_path / "demo.html").read_text("utf-8")
    page = Tags()
    page.feed(text)
    assert page.open == []
    assert "</td><script>alert(1)</script>" in page.text
    assert "<script" not in text
    assert "<svg><title>x</title></svg>" in text
    assert 'src="' not in text
    assert "<link" not in text
    assert '<a href="https://x/1">' in text
    assert "pip install 'abstracts-kg[report]'" in text


def test_files_of_a_table_have_all_rows_and_the_iris(tmp_path: Path) -> None:
    write_files(report(), tmp_path, 0)
    with (tmp_path / "demo-scores.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 3
    assert rows[1] == {
        "entity": "a|b <i>", "entity_iri": "https://x/1", "papers": "1000", "share": "0.125", "score": "0.142857143",
    }  # fmt: skip
    assert json.loads((tmp_path / "demo-scores.json").read_text("utf-8"))[1] == {
        "entity": "a|b <i>", "entity_iri": "https://x/1", "papers": 1000, "share": 0.125, "score": 0.142857143,
    }  # fmt: skip
    assert json.loads((tmp_path / "demo-nothing.json").read_text("utf-8")) == []


def test_a_report_that_cannot_be_written_leaves_the_old_one_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(report(), tmp_path, 0)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr("kg.analytics.writing._json", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_files(report(rows=9), tmp_path, 0)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_files(report(), tmp_path / name, 0) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize(
    ("value", "how", "text"),
    [
        (1234567, "count", "1,234,567"),
        (0.1234, "share", "12.3 %"),
        (0.000012, "chance", "1.2e-05"),
        (0.04, "chance", "0.040"),
        (12.3456, "number", "12.35"),
        (0.00123, "score", "0.00123"),
        (None, "score", ""),
        (Ref("BERT", "https://x"), "text", "BERT"),
    ],
)
def test_cells_are_shown_as_people_read_them(value: object, how: str, text: str) -> None:
    assert shown(value, how) == text  # type: ignore[arg-type]


def test_percents_have_a_decimal_only_where_they_need_it() -> None:
    assert [percent(1, 300), percent(50, 200), percent(0, 5), percent(1, 0)] == ["0.3 %", "25 %", "0 %", "0 %"]
