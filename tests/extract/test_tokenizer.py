"""Tokens of abstracts: hyphens, versions, abbreviations and LaTeX."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.extract.tokenizer import ABBREVIATIONS


def tokens(nlp: Language, text: str) -> list[str]:
    return [token.text for token in nlp.make_doc(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("BERT-based", ["BERT", "-", "based"]),
        ("GPT-3-based", ["GPT-3", "-", "based"]),
        ("moss-covered", ["moss", "-", "covered"]),
        ("CPU/GPU", ["CPU", "/", "GPU"]),
        ("41%-faster", ["41%", "-", "faster"]),
        ("models.We", ["models", ".", "We"]),
        ("heath,moor", ["heath", ",", "moor"]),
        ("F1=61.6%", ["F1", "=", "61.6", "%"]),
        ("p<0.001", ["p", "<", "0.001"]),
    ],
)
def test_a_compound_is_split_where_a_word_begins(nlp: Language, text: str, parts: list[str]) -> None:
    assert tokens(nlp, text) == parts


@pytest.mark.parametrize("name", ["GPT-3.5", "top-1", "GPT-4", "A100", "F1", "Recall@10", "nDCG@10"])
def test_a_name_with_a_number_stays_one_token(nlp: Language, name: str) -> None:
    assert tokens(nlp, f"the {name} here") == ["the", name, "here"]


@pytest.mark.parametrize("name", ["GPT-3.5", "top-1", "A100"])
def test_the_full_stop_after_a_name_is_a_token_of_its_own(nlp: Language, name: str) -> None:
    assert tokens(nlp, f"the {name}.") == ["the", name, "."]


@pytest.mark.parametrize("word", sorted({word for abbreviation in ABBREVIATIONS for word in abbreviation.split()}))
def test_an_abbreviation_keeps_its_full_stop(nlp: Language, word: str) -> None:
    assert tokens(nlp, f"moss {word} heath") == ["moss", word, "heath"]


@pytest.mark.parametrize("command", ["emph", "textbf", "texttt"])
def test_the_argument_of_a_latex_command_is_a_token_of_its_own(nlp: Language, command: str) -> None:
    assert "MossNet" in tokens(nlp, rf"our \{command}{{MossNet}} grows")


def test_the_dollar_of_a_formula_is_a_token_of_its_own(nlp: Language) -> None:
    assert [token for token in tokens(nlp, "let $n$ grow") if token == "$"] == ["$", "$"]


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=120))
def test_no_character_is_lost_whatever_the_text(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text
