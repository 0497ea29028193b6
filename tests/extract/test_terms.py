"""Noun phrases that end in a word of the field are terms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.extract.candidates import found_by
from kg.extract.terms import EXTRACTOR, HEADS, STOPS

Annotate = Callable[..., Doc]


def terms(doc: Doc) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in found_by(doc, EXTRACTOR)]


@pytest.mark.parametrize(
    ("abstract", "term", "type"),
    [
        ("We train a peat growth encoder.", "peat growth encoder", "Method"),
        ("We study moss growth segmentation.", "moss growth segmentation", "Task"),
        ("We measure bog latency.", "bog latency", "Metric"),
        ("We measure the wet bog latency.", "bog latency", "Metric"),
        ("We train an acid peat growth encoder.", "peat growth encoder", "Method"),
        ("We study moss-aware segmentation.", "moss-aware segmentation", "Task"),
    ],
)
def test_a_head_with_modifiers_is_a_term_of_the_type_of_the_head(
    annotate: Annotate, abstract: str, term: str, type: str
) -> None:
    assert terms(annotate(abstract)) == [(term, type)]


@pytest.mark.parametrize("word", ["novel", "new", "efficient", "our", "the", "using", "three", "quickly", "3"])
def test_a_word_that_judges_counts_or_points_is_no_part_of_a_term(annotate: Annotate, word: str) -> None:
    assert terms(annotate(f"On heath {word} encoder")) == []
    assert terms(annotate(f"On heath {word} peat encoder")) == [("peat encoder", "Method")]


def test_a_head_alone_is_no_term(annotate: Annotate) -> None:
    assert terms(annotate("Segmentation. The encoder, the latency.")) == []


def test_a_term_does_not_reach_over_a_sentence_end_or_comma(annotate: Annotate) -> None:
    assert terms(annotate("We like peat. Segmentation helps moss, segmentation too.")) == []


@pytest.mark.parametrize("space", ["\n", "\t", "\u00a0"])
def test_a_term_reaches_over_a_line_end(annotate: Annotate, space: str) -> None:
    assert terms(annotate(f"We study moss{space}segmentation.")) == [("moss segmentation", "Task")]


def test_a_word_is_the_head_of_one_type_and_no_stop_word() -> None:
    heads = [head for words in HEADS.values() for head in words]
    assert len(heads) == len(set(heads))
    assert [head for head in heads if head in STOPS] == []
