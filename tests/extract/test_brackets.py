"""A name holds both brackets of a pair or neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.brackets import within_brackets

WORDS = st.lists(st.sampled_from(["(", ")", "[", "]", "zorb", "a)", "(b", "f(x)"]), max_size=8)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("mixture of experts", "mixture of experts"),
        ("experts ( MoE ) layer", "experts ( MoE ) layer"),
        ("MoE )", "MoE"),
        ("( MoE", "MoE"),
        ("QG ( XLT", "QG"),
        ("zorb ) net", "net"),
        ("AI)--not", ""),
        ("f(x) ]", "f(x)"),
        (")", ""),
    ],
)
def test_what_is_left_has_no_bracket_without_its_partner(words: str, kept: str) -> None:
    start, end = within_brackets(words.split())
    assert " ".join(words.split()[start:end]) == kept


@given(WORDS)
def test_what_is_left_is_kept_whole(words: list[str]) -> None:
    start, end = within_brackets(words)
    assert 0 <= start <= end <= len(words)
    left = words[start:end]
    assert within_brackets(left) == (0, len(left))
