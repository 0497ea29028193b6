"""Word pieces of tokens, in windows that end with sentences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from kg.extract.wordpieces import SHAPES, shape_of, windows

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "moss", "##es", "peat", "grow", "##s", "."]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer(WordPiece({word: i for i, word in enumerate(VOCABULARY)}, unk_token="[UNK]"))
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


def test_each_word_is_known_by_its_first_piece(tokenizer: Tokenizer) -> None:
    (window,) = windows(["Mosses", "grows", "."], [True, False, False], tokenizer)
    assert [VOCABULARY[i] for i in window.ids] == ["[CLS]", "moss", "##es", "grow", "##s", ".", "[SEP]"]
    assert window.firsts.tolist() == [1, 3, 5]
    assert [SHAPES[i] for i in window.shapes] == ["none", *["capital"] * 2, *["lower"] * 2, "other", "none"]


def test_a_word_without_pieces_is_an_unknown_one(tokenizer: Tokenizer) -> None:
    (window,) = windows(["\u200b", " ", "moss"], [True, False, False], tokenizer)
    assert window.ids.tolist()[1:-1] == [1, 1, 4]


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("moss", "lower"),
        ("Moss", "capital"),
        ("M", "capital"),
        ("BERT", "upper"),
        ("LLMs", "mixed"),
        ("iPhone", "mixed"),
        ("12.5", "digit"),
        ("A100", "letters and digits"),
        ("(", "other"),
        ("", "other"),
    ],
)
def test_the_shape_tells_how_a_word_is_written(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


def test_a_window_ends_before_the_sentence_that_does_not_fit(tokenizer: Tokenizer) -> None:
    words = ["moss", "grows", ".", "peat", "grows", "."]
    found = list(windows(words, [True, False, False, True, False, False], tokenizer, size=8))
    assert [len(window.firsts) for window in found] == [3, 3]


def test_a_sentence_longer_than_a_window_is_cut_where_it_is_full(tokenizer: Tokenizer) -> None:
    found = list(windows(["moss"] * 7, [True, *[False] * 6], tokenizer, size=5))
    assert [len(window.firsts) for window in found] == [3, 3, 1]


@given(st.lists(st.tuples(st.text(max_size=12), st.booleans()), max_size=40), st.integers(3, 20))
def test_windows_hold_every_word_once_and_no_more_pieces_than_fit(
    tokenizer: Tokenizer, text: list[tuple[str, bool]], size: int
) -> None:
    words, breaks = [word for word, _ in text], [starts for _, starts in text]
    found = list(windows(words, breaks, tokenizer, size))
    assert sum(len(window.firsts) for window in found) == len(words)
    for window in found:
        assert 3 <= len(window.ids) == len(window.shapes) <= size
        assert np.all(np.diff(window.firsts) > 0)
        assert window.firsts[0] == 1
        assert window.firsts[-1] < len(window.ids) - 1
