"""Pairs of a long form and its short form in brackets, as Schwartz and Hearst find them, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.extract.abbreviations import abbreviations, long_form
from kg.extract.record import Record

Extract = Callable[..., Record]
Annotate = Callable[..., Doc]


def pairs(doc: Doc) -> list[tuple[str, str]]:
    return [
        (doc[pair.short_start : pair.short_end].text, doc[pair.long_start : pair.long_end].text)
        for pair in abbreviations(doc)
    ]


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        ("PWF", "our peat water filter", "peat water filter"),
        ("PWFs", "our peat water filters", "peat water filters"),
        ("HMM", "with hidden moss models", "hidden moss models"),
        ("HSF", "the heat shock factor", "heat shock factor"),
        ("PEMO", "some peat moss", "peat moss"),
        ("BCD", "a bog-cutting drill", "bog-cutting drill"),
        ("P2M", "from peat 2 moss", "peat 2 moss"),
        ("FPR", "the fen-peat ratio", "fen-peat ratio"),
    ],
)
def test_the_long_form_begins_at_the_word_with_the_first_letter(short: str, before: str, long: str) -> None:
    begin = long_form(short, before)
    assert begin is not None
    assert before[begin:] == long


@pytest.mark.parametrize(
    ("short", "before"),
    [
        ("XYZ", "our peat water filter"),  # letters that are not there
        ("TER", "our water"),  # the first letter does not begin a word
        ("PWF", "our PWF"),  # the long form is the short form
        ("PF", "peat on the wet and windy moor with a filter"),  # too many words for two letters
        ("PWF", ""),
    ],
)
def test_there_is_no_long_form_without_a_fitting_word(short: str, before: str) -> None:
    assert long_form(short, before) is None


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("We use a peat water filter (PWF) daily.", ("PWF", "peat water filter")),
        ("We use large language models (LLMs) daily.", ("LLMs", "large language models")),
        ("We use a peat water filter (PWF, for short) daily.", ("PWF", "peat water filter")),
        ("We use a peat water filter (PWF; see below) daily.", ("PWF", "peat water filter")),
        ("We use a Fen Observation\nNetwork (FON) daily.", ("FON", "Fen Observation Network")),
    ],
)
def test_a_bracket_after_its_long_form_defines_a_short_form(
    annotate: Annotate, abstract: str, expected: tuple[str, str]
) -> None:
    assert pairs(annotate(abstract)) == [expected]


def test_each_sentence_defines_its_own_short_forms(annotate: Annotate) -> None:
    found = pairs(annotate("A peat water filter (PWF) leaks. A moss growth index (MGI) rises."))
    assert found == [("PWF", "peat water filter"), ("MGI", "moss growth index")]


@pytest.mark.parametrize(
    "abstract",
    [
        "A survey of twenty fens (2021) was made.",
        "We describe several experiments there (see Section 3) on heath.",
        "The filters (peat water ones) leak.",
        "The filters (e.g. wet ones) leak.",
        "The peat (P) leaks.",
        "Many filters (n = 12) leak.",
        "The peat water filter (pwf) leaks.",
        "A peat water filter. (PWF) it is.",
        "The heath leaks (PWF) daily.",
        "Our score (12.5) is low.",
    ],
)
def test_another_bracket_defines_nothing(annotate: Annotate, abstract: str) -> None:
    assert pairs(annotate(abstract)) == []


@pytest.mark.parametrize(
    ("long", "short", "type"),
    [
        ("wet graph neural network", "WGNN", "Method"),
        ("moss growth segmentation", "MGS", "Task"),
        ("bog latency", "BLT", "Metric"),
        ("peat walk translation", "PWT", "Task"),
    ],
)
def test_a_short_form_has_the_type_of_its_long_form_throughout_the_text(
    extract: Extract, long: str, short: str, type: str
) -> None:
    record = extract(f"We study {long} ({short}). Later, {short} wins. On heath, {short}s grow.")
    assert [(m.text, m.type) for m in record.mentions if m.text.startswith(short)] == [
        (short, type),
        (short, type),
        (f"{short}s", type),
    ]
    assert (long, type) in [(m.text, m.type) for m in record.mentions]


def test_a_long_form_that_nobody_knows_has_the_type_of_its_short_form(extract: Extract) -> None:
    record = extract("The Common Moss Letters (CML) are old. CML is a dataset.")
    assert [(m.text, m.type, m.extractor) for m in record.mentions] == [
        ("Common Moss Letters", "Dataset", "abbreviation"),
        ("CML", "Dataset", "abbreviation"),
        ("CML", "Dataset", "abbreviation"),
    ]


def test_the_plural_and_the_singular_of_a_short_form_are_found(extract: Extract) -> None:
    record = extract("We study large language models (LLMs). One LLM talks.")
    assert [(m.text, m.type) for m in record.mentions] == [
        ("large language models", "Method"),
        ("LLMs", "Method"),
        ("LLM", "Method"),
    ]
