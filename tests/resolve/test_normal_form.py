"""The normal form: spellings of one name share it, versions of a thing do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.normal_form import normal_form

SAME = [
    ("LLaMA-2", "Llama 2", "LLaMA 2"),
    ("fine-tuning", "fine tuning", "Fine-Tuning"),
    ("graph neural networks", "Graph Neural Network"),
    ("GPUs", "GPU"),
    ("tokenisation", "tokenization"),
    ("Erdős", "Erdos"),
    ("$\\beta$-VAE", "beta-VAE", "β-VAE"),
    ("pre-training", "pretraining"),
    ("C#", "CSharp"),
    ("recall@10", "Recall @ 10"),
    ("MS MARCO (passage)", "MS MARCO"),
    ("CNN's", "CNN"),
]
DIFFERENT = [("GPT-3", "GPT-4"), ("GPT-3", "GPT-3.5"), ("C", "C#"), ("C", "C++"), ("BERT", "RoBERTa"), ("F1", "F2")]


@pytest.mark.parametrize("spellings", SAME, ids=lambda s: s[0])
def test_spellings_of_a_name_share_their_normal_form(spellings: tuple[str, ...]) -> None:
    assert len({normal_form(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_versions_and_other_things_have_forms_of_their_own(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


names = st.text(st.sampled_from("aAsS bB12.-+@#*()'éβ/_"), min_size=1, max_size=20) | st.text(max_size=20)


@given(names)
def test_folding_twice_changes_nothing(surface: str) -> None:
    assert normal_form(normal_form(surface)) == normal_form(surface)


@given(names)
def test_only_white_space_has_an_empty_form(surface: str) -> None:
    assert bool(normal_form(surface)) or not surface.strip() or not any(c.isprintable() for c in surface)


@given(st.from_regex(r"[a-z]{2,7}[a-rt-z]", fullmatch=True), st.integers(1, 99), st.sampled_from(["", " ", "-"]))
def test_a_number_is_joined_to_its_word_however_it_is_written(word: str, number: int, joint: str) -> None:
    assert normal_form(f"{word}{joint}{number}") == normal_form(f"{word} {number}")


@given(st.from_regex(r"[a-z]{2,8} [a-z]{2,8}", fullmatch=True))
def test_letter_case_and_hyphens_make_no_difference(name: str) -> None:
    assert normal_form(name.upper().replace(" ", "-")) == normal_form(name.replace(" ", "-"))
