"""Where sentences end, and where they do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

Annotate = Callable[..., Doc]


def sentences(doc: Doc) -> list[str]:
    return [sentence.text.strip() for sentence in doc.sents]


@pytest.mark.parametrize(
    "abstract",
    [
        "We count mosses, e.g. Peat moss and others.",
        "We count one moss, i.e. Peat moss alone.",
        "We follow Marsh et al. Their mosses grew.",
        "We compare wet vs. Dry ground.",
        "The result of Fig. 3 holds.",
        "We prompt GPT-3.5 Turbo with mosses.",
        "We gain 4.5 points on heath.",
        "We count mosses (wet ones. Dry ones too) on heath.",
        "We count mosses [wet ones. Dry ones too] on heath.",
        "We solve $a. B$ on heath.",
        "We solve $a. b$ on heath.",
        "The rate is 3.5 Per hour.",
    ],
)
def test_no_sentence_ends_inside(annotate: Annotate, abstract: str) -> None:
    assert sentences(annotate(abstract)) == ["A short study", abstract]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We count mosses.", "They grow."),
        ("Do mosses grow?", "They do."),
        ("Mosses grow!", "We count them."),
        ("We prompt GPT-3.5.", "It knows mosses."),
        ("We count mosses (wet ones).", "They grow."),
        ('They said "mosses grow."', "We agree."),
        ("We solve $a$.", "It holds."),
        ("It grew by 4.5.", "20 mosses died."),
        ("We count mosses.", "(They grow.)"),
        ("We count mosses.", "$n$ of them grow."),
        ("We count mosses.", r"\emph{MossNet} counts them."),
        ("We count mosses.", "we count ferns."),
    ],
)
def test_a_sentence_ends_between(annotate: Annotate, first: str, second: str) -> None:
    assert sentences(annotate(f"{first} {second}")) == ["A short study", first, second]


def test_sentences_that_are_glued_together_are_parted(annotate: Annotate) -> None:
    assert sentences(annotate("We train models.We count mosses."))[1:] == ["We train models.", "We count mosses."]


def test_a_hard_line_end_ends_no_sentence(annotate: Annotate) -> None:
    assert sentences(annotate("We count\nMosses on\nheath."))[1:] == ["We count Mosses on heath."]


@pytest.mark.parametrize(
    "title",
    [
        "Peat moss",
        "Peat moss?",
        "Peat moss. Again",
        "Peat (moss",
        "Peat $moss",
        "Peat moss ",
        "Peat moss \n",
        "Peat et al.",
    ],
)
@pytest.mark.parametrize("abstract", ["Heath grows.", "heath grows.", " heath grows."])
def test_the_abstract_begins_a_sentence_whatever_the_title(annotate: Annotate, title: str, abstract: str) -> None:
    doc = annotate(abstract, title)
    assert sentences(doc)[-1].lower() == "heath grows."


def test_a_bracket_that_never_closes_is_given_up(annotate: Annotate) -> None:
    abstract = "We count mosses (wet ones " + "and more " * 70 + "on heath. They grow."
    assert sentences(annotate(abstract))[-1] == "They grow."


def test_a_doc_without_text_has_no_sentence(annotate: Annotate) -> None:
    assert sentences(annotate("", "")) == []
