"""The singular of an English word, as far as names need it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.singular import IRREGULAR, singular


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("networks", "network"),
        ("queries", "query"),
        ("boxes", "box"),
        ("classes", "class"),
        ("matches", "match"),
        ("hashes", "hash"),
        ("gpus", "gpu"),
        ("tpus", "tpu"),
        ("a100s", "a100"),
        ("corpora", "corpus"),
        ("matrices", "matrix"),
        ("cameras", "camera"),
        ("videos", "video"),
        ("ups", "up"),
    ],
)
def test_a_plural_has_its_singular(word: str, expected: str) -> None:
    assert singular(word) == expected


@pytest.mark.parametrize("word", ["loss", "corpus", "analysis", "bias", "qos", "gps", "aws", "series", "lens", "graph"])
def test_a_word_that_is_no_plural_stays(word: str) -> None:
    assert singular(word) == word


@given(st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True))
def test_a_singular_is_no_longer_than_its_word_and_shares_its_beginning(word: str) -> None:
    found = singular(word)
    assert word in IRREGULAR or (len(found) <= len(word) and found[:-1] == word[: len(found) - 1])
