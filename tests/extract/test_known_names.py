"""Names of the gazetteers are found in every regular spelling, and only there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from kg.extract.candidates import found_by
from kg.extract.known_names import EXTRACTOR, KnownNames, spellings
from kg.extract.record import Record
from kg.gazetteer import Name

Extract = Callable[..., Record]

NAMES = (
    Name("Method", "peat filter", ("PEF", "multi-layer peat")),
    Name("Dataset", "MossBank", ("Moss Bank 2",)),
    Name("Task", "bog query", ()),
    Name("Metric", "wetness index", ()),
)


def found(nlp: Language, text: str) -> list[tuple[str, str]]:
    doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    return [(span.text, span.label_) for span in found_by(KnownNames(nlp, NAMES)(doc), EXTRACTOR)]


@pytest.mark.parametrize("form", ["peat filter", "Peat filter", "Peat Filter", "PEAT FILTER"])
def test_a_form_in_lower_case_matches_in_any_letter_case(nlp: Language, form: str) -> None:
    assert found(nlp, f"our {form} works") == [(form, "Method")]


@pytest.mark.parametrize("form", ["pef", "Pef", "mossbank", "Mossbank", "MOSSBANK"])
def test_a_form_with_a_capital_does_not_match_in_another_letter_case(nlp: Language, form: str) -> None:
    assert found(nlp, f"our {form} works") == []


@pytest.mark.parametrize(("form", "type"), [("PEF", "Method"), ("MossBank", "Dataset")])
def test_a_form_with_a_capital_matches_as_written(nlp: Language, form: str, type: str) -> None:
    assert found(nlp, f"our {form} works") == [(form, type)]


@pytest.mark.parametrize(
    "form", ["peat filters", "peat-filter", "peat-filters", "multi layer peat", "multi-layer-peat"]
)
def test_plurals_and_hyphens_for_spaces_match(nlp: Language, form: str) -> None:
    assert found(nlp, f"our {form} here") == [(form, "Method")]


@pytest.mark.parametrize(
    ("form", "label"), [("bog queries", "Task"), ("wetness indexes", "Metric"), ("PEFs", "Method")]
)
def test_plurals_in_ies_and_es_match(nlp: Language, form: str, label: str) -> None:
    assert found(nlp, f"our {form} here") == [(form, label)]


@pytest.mark.parametrize("text", ["a peaty filter", "the filter of peat", "compeat filter", "PEFX"])
def test_a_part_of_a_word_is_no_match(nlp: Language, text: str) -> None:
    assert found(nlp, text) == []


def test_of_two_that_overlap_the_longer_stays(nlp: Language) -> None:
    names = [Name("Method", "peat"), Name("Method", "peat filter")]
    doc = nlp.make_doc("our peat filter")
    assert [span.text for span in found_by(KnownNames(nlp, names)(doc), EXTRACTOR)] == ["peat filter"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("peat bog", {"peat bog", "peat-bog", "peat bogs", "peat-bogs"}),
        ("moss", {"moss"}),
        ("mossing", {"mossing"}),
        ("fern7", {"fern7"}),
        ("patch", {"patch", "patches"}),
        ("query", {"query", "queries"}),
        ("array", {"array", "arrays"}),
    ],
)
def test_spellings_are_joints_times_number(form: str, expected: set[str]) -> None:
    assert set(spellings(form)) == expected


def test_a_form_with_many_joints_is_tried_as_written_and_without_hyphens() -> None:
    assert {s for s in spellings("a-b c-d e-f9") if s} == {"a-b c-d e-f9", "a b c d e f9"}


@pytest.mark.parametrize(
    ("abstract", "text", "type"),
    [
        ("We train a Convolutional Neural Network on heath.", "Convolutional Neural Network", "Method"),
        ("We use ImageNet here.", "ImageNet", "Dataset"),
        ("It runs on GPUs here.", "GPUs", "Hardware"),
        ("We report perplexity here.", "perplexity", "Metric"),
        ("We study machine translation here.", "machine translation", "Task"),
    ],
)
def test_the_shipped_names_of_each_type_are_found(extract: Extract, abstract: str, text: str, type: str) -> None:
    start = abstract.index(text)
    assert (start, text, type, "known_names") in [
        (m.start, m.text, m.type, m.extractor) for m in extract(abstract).mentions
    ]


@pytest.mark.parametrize("space", ["\n", "\t", "\u00a0", "\u2009"])
def test_a_term_is_found_across_a_line_end_or_unusual_space(extract: Extract, space: str) -> None:
    abstract = f"On heath\nwe train a neural{space}network daily."
    (mention,) = [m for m in extract(abstract).mentions if m.type == "Method"]
    assert (mention.start, mention.text) == (abstract.index("neural"), f"neural{space}network")


@pytest.mark.parametrize("command", ["emph", "textbf", "texttt", "textsc"])
def test_a_name_in_a_latex_command_is_found(extract: Extract, command: str) -> None:
    abstract = rf"We train on \{command}{{ImageNet}} daily."
    assert [(m.start, m.text) for m in extract(abstract).mentions] == [(abstract.index("ImageNet"), "ImageNet")]


@pytest.mark.parametrize(
    "abstract", ["We use BERT-based ferns.", "We use BERT.", "We use (BERT) now.", "We use BERT's tail."]
)
def test_a_name_is_found_beside_punctuation(extract: Extract, abstract: str) -> None:
    assert [(m.start, m.text, m.type) for m in extract(abstract).mentions] == [
        (abstract.index("BERT"), "BERT", "Method")
    ]
