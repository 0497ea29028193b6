"""Public corpora in the types of this project; what they do not annotate stays open."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from training import corpora
from training.corpora import Text, read_crossner, read_dsr, read_scierc, read_scirex, read_tdmsci


def repository(folder: Path, name: str, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository in the place where the clone of a corpus would be, and pin its commit."""
    path = folder / f"{name}.git"
    for file, content in files.items():
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).write_text(content, encoding="utf-8")

    def git(*command: str) -> str:
        who = ["-c", "user.name=moss", "-c", "user.email=moss@example.org", "-c", "commit.gpgsign=false"]
        done = subprocess.run(["git", "-C", str(path), *who, *command], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "--quiet")
    git("add", "-A")
    git("commit", "--quiet", "-m", "moss")
    pinned = replace(corpora.SOURCES[name], commit=git("rev-parse", "HEAD"))
    monkeypatch.setattr(corpora, "SOURCES", {**corpora.SOURCES, name: pinned})
    return folder


def named(text: Text) -> list[tuple[str, str]]:
    return [(" ".join(text.words[start:end]), type) for start, end, type in text.spans]


def test_every_source_is_pinned_and_may_be_trained_on() -> None:
    for source in corpora.SOURCES.values():
        assert len(source.commit) == 40
        assert source.licence in {"Apache-2.0", "MIT", "CC-BY-4.0"}


def test_scirex_devices_become_hardware(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = {
        "words": ["MossNet", "runs", "on", "a", "Titan", "X", "GPU", "for", "moss", "parsing"],
        "ner": [[0, 1, "Method"], [4, 7, "Method"], [8, 10, "Task"]],
        "sections": [[0, 4], [4, 10]],
    }
    files = {"docs/train_docs/a.json": json.dumps(paper)}
    (text,) = read_scirex(repository(tmp_path, "scirex", files, monkeypatch))
    assert named(text) == [("MossNet", "Method"), ("Titan X GPU", "Hardware"), ("moss parsing", "Task")]
    assert set(text.open_types) == {frozenset({"Hardware"})}


def test_scierc_terms_of_no_type_of_ours_stay_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "-DOCSTART- NN O O\n\nMoss NN O I-Method\nnets NN O I-Method\nuse NN O O\npeat NN O I-OtherScientificTerm\n"
    files = {f"data/ner/sciie/{part}.txt": rows for part in ("train", "dev", "test")}
    text, *others = read_scierc(repository(tmp_path, "scierc", files, monkeypatch))
    assert others == [text, text]
    assert named(text) == [("Moss nets", "Method")]
    assert text.open_types[2] == {"Dataset", "Hardware"}
    assert text.open_types[3] == {"Method", "Dataset", "Hardware", "Metric", "Task"}


def test_tdmsci_sentences_are_parted_by_empty_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "Moss\t0\tB-TASK\nparsing\t5\tI-TASK\n\nBLEU\t0\tB-METRIC\nrose\t5\tO\n"
    files = {f"data/TDMSci/conllFormat/{part}.conll": rows for part in ("train_1500_v2", "test_500_v2")}
    texts = list(read_tdmsci(repository(tmp_path, "tdmsci", files, monkeypatch)))
    assert [named(text) for text in texts] == [[("Moss parsing", "Task")], [("BLEU", "Metric")]] * 2
    assert texts[0].open_types[0] == {"Method", "Hardware"}


def test_crossner_neighbours_of_one_type_stay_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "SVM\tB-algorithm\nLDA\tB-algorithm\nin\tO\nWEKA\tB-product\n"
    files = {f"ner_data/ai/{part}.txt": rows for part in ("train", "dev", "test")}
    text = next(read_crossner(repository(tmp_path, "crossner", files, monkeypatch)))
    assert named(text) == [("SVM", "Method"), ("LDA", "Method")]
    assert "Method" in text.open_types[3]
    assert "Method" not in text.open_types[2]


def test_dsr_names_are_without_determiner_and_generic_head(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        ",id,text,labels,datasets,conference\n"
        "1,1,We use the MossBank dataset today,\"[[7, 27, 'Dataset']]\",,X\n"
        "2,2,On Ax and Bx datasets,\"[[3, 21, 'Dataset']]\",,X\n"
    )
    files = {"datasets/Train_set_sentences.csv": rows}
    one, two = read_dsr(repository(tmp_path, "dsr", files, monkeypatch))
    assert named(one) == [("MossBank", "Dataset")]
    assert named(two) == []
    assert "Dataset" in two.open_types[1]
    assert "Dataset" not in two.open_types[0]
