"""The curation file: a decision a line; faults name their lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import CurationError
from kg.resolve.curation import Decision, read_curation

HEADER = "action\ttype\tname\tvalue\tpapers\treason\n"


def read(tmp_path: Path, text: str) -> tuple[Decision, ...]:
    (tmp_path / "names.tsv").write_text(text, encoding="utf-8")
    return read_curation(tmp_path / "names.tsv")


def test_a_line_is_a_decision_and_knows_its_number(tmp_path: Path) -> None:
    text = f"# ours\n{HEADER}\nmerge\tMethod\tBERT base\tBERT\t\tone architecture\nsplit\tMethod\tCNN\tnews\tp1|p/2\n"
    merge, split = read(tmp_path, text)
    assert merge == Decision("merge", "Method", "BERT base", "BERT", (), "one architecture", 4)
    assert split == Decision("split", "Method", "CNN", "news", ("p1", "p/2"), "", 5)
    assert merge.note == "merge BERT base into BERT: one architecture"
    assert split.note == "CNN is news in p1, p/2"


def test_columns_may_stand_in_any_order_and_some_be_left_out(tmp_path: Path) -> None:
    (decision,) = read(tmp_path, "\ufeffname\ttype\taction\r\nour model\tMethod\tblock\r\n")
    assert decision == Decision("block", "Method", "our model", line=2)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("join\tMethod\tA\tB", "unknown action 'join'; there are merge, split"),
        ("merge\tThing\tA\tB", "unknown type 'Thing'; there are Method"),
        ("merge\tMethod\t\tB", "no name"),
        ("merge\tMethod\tA", "merge needs a value"),
        ("block\tMethod\tA\tB", "block takes no value"),
        ("retype\tMethod\tA\tThing", "'Thing' is no type"),
        ("retype\tMethod\tA\tMethod", "it is a Method already"),
        ("link\tMethod\tA\tBERT", "'BERT' is neither a Wikidata id such as Q42 nor an IRI"),
        ("merge\tMethod\tA\tB\tp1", "merge holds for all papers; only split takes some"),
        ("merge\tMethod\tBERT\tberts", "BERT and berts are one name already"),
        ("block\tMethod\tA\t\t\tr\tmore", "7 cells, but the header has 6 columns"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(CurationError, match=re.escape(f"names.tsv:3: {fault}")):
        read(tmp_path, f"{HEADER}block\tMethod\tfine\n{line}\n")


def test_all_faulty_lines_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(CurationError) as caught:
        read(tmp_path, f"{HEADER}join\tMethod\tA\tB\nblock\tMethod\tfine\nmerge\tMethod\tA\n")
    assert re.findall(r"names\.tsv:(\d+)", str(caught.value)) == ["2", "4"]
    assert caught.value.exit_code == 11


def test_a_file_without_its_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CurationError, match=r"names\.tsv:1: the header names the columns: action, type"):
        read(tmp_path, "merge\tMethod\tA\tB\n")


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(CurationError, match="no such file"):
        read_curation(tmp_path / "nowhere.tsv")
