"""Names are found by their beginning, by a word in them, by a part; what is named more often comes first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.names import index_names

NAMES = ["BERT", "RoBERTa", "ALBERT", "BERTScore", "sentence BERT", "cross-encoder BERT", "bert base", "GPT"]
INDEX = index_names((name, i) for i, name in enumerate(NAMES))
WEIGHT = np.array([5, 9, 9, 1, 2, 1, 3, 7])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bert", ["BERT", "bert base", "BERTScore", "sentence BERT", "cross-encoder BERT", "ALBERT", "RoBERTa"]),
        ("BERT  base", ["bert base"]),
        ("encoder", ["cross-encoder BERT"]),
        ("pt", ["GPT"]),
        ("nothing", []),
        ("", []),
        ("\n", []),
    ],
)
def test_names_are_found_in_order_of_how_well_they_fit(words: str, found: list[str]) -> None:
    assert [NAMES[i] for i in INDEX.find(words, WEIGHT, 10)] == found


def test_no_more_are_found_than_asked_for_and_each_once() -> None:
    index = index_names([("large language model", 0), ("LLM", 0), ("llm agent", 1)])
    assert index.find("l", np.array([1, 1]), 10) == [0, 1]
    assert index.find("l", np.array([1, 1]), 1) == [0]


@given(st.lists(st.text(max_size=12), max_size=20), st.text(max_size=6))
def test_what_is_found_holds_the_words(names: list[str], words: str) -> None:
    index = index_names((name, i) for i, name in enumerate(names))
    wanted = " ".join(words.lower().split())
    found = index.find(words, np.ones(len(names), dtype=int), 100)
    holding = {i for i, name in enumerate(names) if wanted and wanted in " ".join(name.lower().split())}
    assert set(found) == holding
