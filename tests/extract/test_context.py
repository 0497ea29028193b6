"""How a model has read a text is kept piece by piece, and found again by where a mention stands."""

from __future__ import annotations

from functools import cache

import numpy as np
from spacy.language import Language

from kg.corpus.paper import Paper
from kg.extract.context import Context, context_of, leave_context
from kg.extract.document import make_doc
from kg.extract.pipeline import create_pipeline
from kg.extract.record import Mention, TextField
from kg.extract.wordpieces import Window


def mention(field: TextField, start: int, end: int) -> Mention:
    return Mention(field, start, end, "Method", "peat", 0, 99, "reader", 0.9)


@cache
def accurate() -> Language:
    return create_pipeline("accurate")


def context(nlp: Language, title: str, abstract: str) -> Context:
    found = context_of(nlp(make_doc(nlp, Paper("p", title, abstract))))
    assert found is not None
    return found


def test_a_mention_has_the_pieces_of_the_words_that_it_touches_in_its_own_field() -> None:
    starts, ends = np.array([-1, 0, 0, 5, 10, 15, -1]), np.array([-1, 4, 4, 9, 14, 19, -1])
    read = Context(np.zeros((7, 2), np.float32), starts, ends, 10, None)
    assert read.pieces(mention("title", 0, 4)) == (1, 3)
    assert read.pieces(mention("title", 2, 7)) == (1, 4)
    assert read.pieces(mention("abstract", 5, 9)) == (5, 6)


def test_a_mention_without_a_word_has_the_first_mark() -> None:
    read = Context(np.zeros((2, 2), np.float32), np.array([-1, -1]), np.array([-1, -1]), 0, None)
    assert read.pieces(mention("abstract", 3, 4)) == (0, 1)


def test_pieces_of_several_windows_stand_in_one_row(nlp: Language) -> None:
    doc = nlp.make_doc("Moss peats grow")
    windows = [
        Window(np.arange(5), np.zeros(5, int), np.array([1, 2])),
        Window(np.arange(3), np.zeros(3, int), np.array([1])),
    ]
    leave_context(doc, windows, [np.ones((5, 2), np.float32), np.zeros((3, 2), np.float32)], None)
    found = context_of(doc)
    assert found is not None
    assert found.starts.tolist() == [-1, 0, 5, 5, -1, -1, 11, -1]
    assert found.ends.tolist() == [-1, 4, 10, 10, -1, -1, 15, -1]
    assert found.read[:, 0].tolist() == [1] * 5 + [0] * 3


def test_each_piece_is_read_and_says_of_which_word_it_is() -> None:
    text = "Moss grows on peat. " * 150
    found = context(accurate(), "Moss", text)
    assert found.read.shape == (len(found.starts), 384)
    words = {(start, end) for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True) if start >= 0}
    assert {f"Moss {text}"[start:end] for start, end in words} == {"Moss", "grows", "on", "peat", "."}
    assert len(words) == 751


def test_rules_alone_read_nothing_in_context() -> None:
    nlp = create_pipeline("rules")
    assert context_of(nlp(make_doc(nlp, Paper("p", "Moss", "We train BERT.")))) is None


def test_of_a_text_as_long_as_a_whole_paper_nothing_is_kept() -> None:
    nlp = accurate()
    assert context_of(nlp(make_doc(nlp, Paper("p", "Moss", "Moss grows on peat. " * 300)))) is None


def test_an_empty_text_has_no_context() -> None:
    nlp = accurate()
    assert context_of(nlp(make_doc(nlp, Paper("p", "", "")))) is None
