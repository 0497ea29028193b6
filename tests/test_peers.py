"""The comparison with peers counts names as it says: each paper's as a set, in normal form."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks" / "peers"
PAPER = {
    "id": "p1",
    "title": "QuillRank for Retrieval",
    "abstract": "QuillRank is compared with BM25 on MS MARCO.",
    "mentions": [
        {"field": "title", "start": 0, "end": 9, "type": "Method"},
        {"field": "abstract", "start": 0, "end": 9, "type": "Method"},
        {"field": "abstract", "start": 27, "end": 31, "type": "Method"},
        {"field": "abstract", "start": 35, "end": 43, "type": "Dataset"},
    ],
    "relations": [{"head": "LLM", "relation": "aliasOf", "tail": "large language models"}],
}


@pytest.fixture(scope="module")
def compare(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("benchmarks/peers/compare")


@pytest.fixture(scope="module")
def on_public_corpora(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("benchmarks/peers/on_public_corpora")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("state - of - the - art nets", "state-of-the-art nets"),
        ("Moss ( 2 0 1 9 ) , we", "Moss (2019), we"),
        ("It rises by 3 % .", "It rises by 3%."),
    ],
)
def test_words_of_a_corpus_are_set_as_authors_write_them(on_public_corpora: ModuleType, words: str, text: str) -> None:
    written, places = on_public_corpora.as_written(words.split())
    assert written == text
    assert [written[a:b] for a, b in places] == words.split()
    assert on_public_corpora.as_written(["a", "-LRB-", "b", "-RRB-"])[0] == "a (b)"


def test_the_spans_of_a_full_text_are_counted_anew_in_each_passage(on_public_corpora: ModuleType) -> None:
    sentences = [["Moss", "nets", "win", "."]] * 9
    marked = [[[4 * i, 4 * i + 1, "Method"]] for i in range(9)]
    first, second = on_public_corpora._passages({"sentences": sentences, "ner": marked})
    assert (len(first[0]), first[1][-1]) == (32, (28, 30, "Method"))
    assert second == (["Moss", "nets", "win", "."], [(0, 2, "Method")])


def test_names_are_a_set_in_normal_form(compare: ModuleType) -> None:
    assert compare.gold_names(PAPER) == compare.names(["quillrank", "BM25", "MS-MARCO"])
    assert len(compare.gold_names(PAPER)) == 3


def test_a_pair_of_short_and_long_form_has_no_order(compare: ModuleType) -> None:
    assert compare.gold_abbreviations(PAPER) == compare.pairs([("large language model", "LLMs")])
    assert compare.pairs([("BERT", "bert")]) == frozenset()


def test_ours_is_measured_by_the_same_program_as_the_others(compare: ModuleType, tmp_path: Path) -> None:
    ours = next(peer for peer in compare.PEERS if peer.script == ("find_with_kg.py", "known"))
    (found,), cost = compare.run(ours, sys.executable, [PAPER], tmp_path)
    assert compare.names(["BM25", "MS MARCO"]) <= found
    assert set(cost) == {"load_seconds", "seconds", "megabytes"}


def test_a_peer_that_cannot_be_run_says_why_in_its_row(compare: ModuleType, tmp_path: Path) -> None:
    broken = compare.Peer("Broken", ("find_with_kg.py", "known"))
    papers = [{**PAPER, "title": None}]
    assert "could not be run: " in compare.row(broken, papers, compare.gold_abbreviations, tmp_path)


def test_the_command_explains_itself() -> None:
    done = subprocess.run([sys.executable, FOLDER / "compare.py", "--help"], capture_output=True, text=True, check=True)
    assert "GOLD" in done.stdout
