"""A paper becomes one Doc, and each character of the Doc leads back to title or abstract."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.corpus.paper import Paper
from kg.extract.document import field_of, field_offset, make_doc, text_of, title_chars


def test_the_doc_is_the_title_a_space_and_the_abstract(nlp: Language) -> None:
    doc = make_doc(nlp, Paper("p", "Moss counting", "We count moss."))
    assert doc.text == "Moss counting We count moss."
    assert title_chars(doc) == len("Moss counting")


def test_the_text_of_a_doc_is_that_of_its_tokens(nlp: Language) -> None:
    for doc in (make_doc(nlp, Paper("p", "Heath", "Moss  on moor. ")), nlp.make_doc("Moss"), nlp.make_doc("")):
        assert [text_of(doc), text_of(doc)] == [doc.text, doc.text]


@pytest.mark.parametrize("space", ["\n", "\r", "\t", "\v", "\f", "\u00a0", "\u2002", "\u2003", "\u2009", "\u202f"])
def test_white_space_of_one_character_becomes_a_space_of_one_character(nlp: Language, space: str) -> None:
    doc = make_doc(nlp, Paper("p", "T", f"wet{space}moss"))
    assert doc.text == "T wet moss"


@pytest.mark.parametrize(("char", "field"), [(0, "title"), (4, "title"), (5, "abstract"), (6, "abstract")])
def test_a_character_is_in_the_title_up_to_its_last_one(nlp: Language, char: int, field: str) -> None:
    assert field_of(make_doc(nlp, Paper("p", "Heath", "Moor")), char) == field


@pytest.mark.parametrize(("title", "abstract"), [("Heath", "Moor"), ("", "Moor"), (" ", "Moor"), ("Heath\n", " Moor")])
def test_the_offset_of_a_field_leads_from_the_doc_to_the_text_of_the_field(
    nlp: Language, title: str, abstract: str
) -> None:
    doc = make_doc(nlp, Paper("p", title, abstract))
    start = doc.text.index("Moor")
    assert field_of(doc, start) == "abstract"
    assert start - field_offset(doc, "abstract") == abstract.index("Moor")
    assert field_offset(doc, "title") == 0


def test_a_doc_that_is_no_paper_has_no_title(nlp: Language) -> None:
    doc = nlp.make_doc("Heath and moor")
    assert title_chars(doc) == 0
    assert field_of(doc, 0) == "abstract"
    assert field_offset(doc, "abstract") == 0
