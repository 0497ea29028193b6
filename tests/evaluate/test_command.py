"""`kg evaluate` from files to figures."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main

Lines = Callable[..., Path]


def test_predicted_records_are_scored_as_they_are(
    gold: Path, predicted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(gold), str(predicted), "--json", "--errors", "1"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["figures"]["entities"]["f1"] == 0.5
    assert printed["roles"]["introduces"]["recall"] == 1.0
    assert printed["relations"]["trainedOn"]["predicted"] == 1
    assert len(printed["errors"]) == 4


def test_a_corpus_is_extracted_first_and_other_papers_do_not_count(
    gold: Path, lines: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = lines(
        "corpus.jsonl",
        [
            {"id": "a", "title": "A study", "abstract": "We compare BM25 with BERT on SQuAD."},
            {"id": "elsewhere", "title": "Another", "abstract": "We compare BM25 with BERT on SQuAD there."},
        ],
    )
    assert main(["evaluate", str(gold), str(corpus), "--model", "rules", "--processes", "1", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["papers"], printed["missing"]) == (2, 1)
    assert printed["figures"]["mentions"]["predicted"] == 3
    assert 0 < printed["calibration"]["expected_calibration_error"] < 1


def test_without_a_corpus_the_texts_of_the_gold_are_extracted(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(gold), "--processes", "1"]) == 0
    assert "2 gold papers\n" in capsys.readouterr().out


def test_records_come_from_standard_input(
    gold: Path, predicted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(predicted.read_bytes())))
    assert main(["evaluate", str(gold), "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["entities"]["f1"] == 0.5


def test_a_gold_without_text_needs_a_corpus(lines: Lines, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(lines("gold.jsonl", [{"id": "a", "mentions": []}]))]) == 3
    assert "paper a of the gold has no text; name the corpus" in capsys.readouterr().err
