"""Abbreviations: pairs of a long form and its short form in brackets (Schwartz and Hearst, PSB 2003)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import text_of

_BRACKET = re.compile(r"\(([^()]{2,40}?)\)")
_SHORT = re.compile(r"[A-Za-z0-9][\w&+./-]*(?: [\w&+./-]+)?")
_ABBREVIATIONS = "kg_abbreviations"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that a text defines, with the tokens of both forms."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


@Language.component("kg_abbreviations")
def find_abbreviations(doc: Doc) -> Doc:
    """Leave the pairs of each sentence for the components that follow."""
    text = text_of(doc)
    doc.user_data[_ABBREVIATIONS] = [
        found
        for sentence in doc.sents
        for found in _in_sentence(doc, text[sentence.start_char : sentence.end_char], sentence.start_char)
    ]
    return doc


def abbreviations(doc: Doc) -> list[Abbreviation]:
    """Return the pairs found in a Doc, in the order of the text."""
    return list(doc.user_data.get(_ABBREVIATIONS, ()))


def _in_sentence(doc: Doc, sentence: str, offset: int) -> Iterator[Abbreviation]:
    for bracket in _BRACKET.finditer(sentence):
        inside = re.split(r"[,;]", bracket[1])[0].strip()
        before = sentence[: bracket.start()].rstrip()
        if not _is_short_form(inside) or not before:
            continue
        found = long_form(inside, before)
        if found is None:
            continue
        short_start = offset + bracket.start() + 1 + bracket[1].index(inside)
        long = doc.char_span(offset + found, offset + len(before))
        short = doc.char_span(short_start, short_start + len(inside))
        if long is not None and short is not None:
            yield Abbreviation(long.start, long.end, short.start, short.end)


def _is_short_form(text: str) -> bool:
    """Two to ten characters, at most two words, a capital letter among them, beginning with a letter or digit."""
    return (
        2 <= len(text) <= 12
        and bool(_SHORT.fullmatch(text))
        and any(c.isupper() for c in text)
        and any(c.isalpha() for c in text)
    )


def long_form(short: str, before: str) -> int | None:
    """Return where in `before` the long form of a short form begins, or None.

    Letters and digits of the short form are looked for from right to left; the first must begin a word, in a window
    of min(|short| + 5, 2 |short|) words (section 2 of the paper). A plural's `s` is left out.
    """
    letters = [c.lower() for c in (short[:-1] if short.endswith("s") and len(short) > 2 else short) if c.isalnum()]
    words = before.split()
    window = min(len(letters) + 5, 2 * len(letters))
    position = len(before)
    for i in range(len(letters) - 1, -1, -1):
        position -= 1
        while position >= 0 and (
            before[position].lower() != letters[i] or (i == 0 and position > 0 and before[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    begin = max(before.rfind(" ", 0, position), before.rfind("-", 0, position) if letters else -1) + 1
    begin = position if begin > position else begin
    long = before[begin:]
    too_short = len(long) <= len(short) or short.lower() in long.lower().split()
    return None if too_short or len(long.split()) > min(window, len(words)) else begin
