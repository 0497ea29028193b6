"""Sentences: where they end in abstracts, which full stops, brackets and formulas make hard to say."""

from __future__ import annotations

import numpy as np
from spacy.attrs import SENT_START  # type: ignore[import-not-found]  # a compiled module without stubs
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import title_chars

_ENDS = frozenset(".?!")
_CLOSERS = frozenset(["'", '"', "”", "’", "''", ")", "]", "}"])
_OPENERS = frozenset("([{")
_BEGINNERS = frozenset("\"'“‘([\\$")
#: A bracket or formula that has not closed after so many tokens was never meant to.
_LONGEST_BRACKET = 60


@Language.component("kg_sentences")
def find_sentences(doc: Doc) -> Doc:
    """Mark sentence starts: after `.`, `?` or `!` outside brackets and formulas, and after the title."""
    boundary = title_chars(doc)
    opened: list[int] = []
    starts: list[bool] = []
    ended = in_formula = False
    before, space = 0, ""
    for i, token in enumerate(doc):
        text = token.text
        starts_abstract = bool(boundary) and i > 0 and before <= boundary < token.idx
        closing = ended and text in _CLOSERS and not space
        before, space = token.idx, token.whitespace_
        if starts_abstract:
            opened, in_formula = [], False
        starts.append(i == 0 or starts_abstract or (ended and not closing and _can_begin(text)))
        if closing:
            continue
        ended = False
        if opened and i - opened[0] > _LONGEST_BRACKET:
            opened, in_formula = [], False
        if text == "$":
            in_formula = not in_formula
        elif text in _OPENERS:
            opened.append(i)
        elif text in _CLOSERS and opened:
            opened.pop()
        elif text in _ENDS or (token.is_punct and text[0] in _ENDS):
            ended = not opened and not in_formula
        elif token.is_space and text.count(" ") > 1:
            ended = True
    if starts:  # all at once: setting one looks through the whole Doc for a parse
        marks = np.where(starts, 1, -1).astype(np.uint64)
        doc.from_array([SENT_START], marks.reshape(-1, 1))  # type: ignore[arg-type]  # as spaCy's own arrays
    return doc


def sentence_starts(doc: Doc) -> list[int]:
    """Return the first token of each sentence."""
    return [token.i for token in doc if token.is_sent_start]


def _can_begin(text: str) -> bool:
    first = text[0]
    return first.isupper() or first.isdigit() or first in _BEGINNERS or text == "we"
