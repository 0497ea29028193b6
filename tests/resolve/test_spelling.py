"""Spellings of one name that have different normal forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.spelling import noun_of, unspaced


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("speed up", "speedup"),
        ("yolov8 n", "yolov8n"),
        ("llama2 7b", "llama2 7b"),
        ("qwen2.5 vl 7b", "qwen2.5vl7b"),
        ("llm as a judge", "llmasjudge"),
        ("vitamin a level", "vitaminalevel"),
        ("k s", None),
        ("ks", None),
    ],
)
def test_spaces_and_articles_go_but_for_spaces_between_digits(form: str, expected: str | None) -> None:
    assert unspaced(form) == expected


@given(st.text(alphabet="ab1 ", min_size=4).map(str.strip))
def test_a_form_without_spaces_has_none_to_lose(form: str) -> None:
    joined = unspaced(form)
    assert joined is None or unspaced(joined) == joined


@pytest.mark.parametrize(
    ("form", "noun"),
    [
        ("finetune", "finetuning"),
        ("instruction tuned", "instruction tuning"),
        ("quantized", "quantization"),
        ("post train", "post training"),
        ("finetuned bert", None),
        ("cluster", None),
    ],
)
def test_a_verb_at_the_end_has_its_noun(form: str, noun: str | None) -> None:
    assert noun_of(form) == noun
