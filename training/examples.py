"""What a tagger learns from: word pieces of a text, and for each word the labels that it may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token
from tokenizers import Tokenizer

from kg.corpus.paper import Paper
from kg.extract.document import field_of, field_offset, make_doc
from kg.extract.labels import INDEX, LABELS, labels_of
from kg.extract.original import CleanedPaper, cleaned
from kg.extract.wordpieces import Window, windows
from training.corpora import Text


@dataclass(frozen=True, slots=True)
class Example:
    """A window of a text, the first word of each sentence, and what each word's label is (words x labels).

    `allowed` says which labels a word may have, or, as fractions, how likely a teacher holds each to be.
    """

    corpus: str
    window: Window
    starts: tuple[int, ...]
    allowed: NDArray[np.bool_] | NDArray[np.float32]


def from_text(text: Text, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield the examples of a public corpus's text; words that it leaves open may have any label of their types."""
    allowed = one_hot(len(text.words), text.spans)
    covered = {i for start, end, _ in text.spans for i in range(start, end)}
    for i, types in enumerate(text.open_types):
        if i not in covered:
            allowed[i, [INDEX[f"{part}-{type}"] for type in types for part in "BILU"]] = True
    breaks = [i > 0 and text.words[i - 1] in ".?!" for i in range(len(text.words))]
    yield from in_windows(text.corpus, text.words, breaks, allowed, tokenizer)


def from_record(
    nlp: Language, record: Mapping[str, Any], tokenizer: Tokenizer, corpus: str = "gold"
) -> Iterator[Example]:
    """Yield the examples of a gold record; `nlp` sets sentence starts."""
    doc, spans = annotated_doc(nlp, record)
    breaks = [bool(token.is_sent_start) for token in doc]
    yield from in_windows(corpus, [token.text for token in doc], breaks, one_hot(len(doc), spans), tokenizer)


def annotated_doc(nlp: Language, record: Mapping[str, Any]) -> tuple[Doc, list[tuple[int, int, str]]]:
    """Return the Doc of a record as extraction reads it, and its mentions as spans of tokens.

    Extraction reads cleaned text while mentions are marked in the original; a mention has the tokens that it touches.
    """
    source = cleaned(Paper(record["id"], record["title"], record["abstract"]))
    doc = nlp(make_doc(nlp, source.paper))
    places = [_place(token, doc, source) for token in doc]
    spans: list[tuple[int, int, str]] = []
    for mention in sorted(record["mentions"], key=lambda m: (m["field"] != "title", m["start"])):
        touched = [
            i
            for i, (field, start, end) in enumerate(places)
            if field == mention["field"] and start < mention["end"] and end > mention["start"]
        ]
        if touched and (not spans or spans[-1][1] <= touched[0]):
            spans.append((touched[0], touched[-1] + 1, mention["type"]))
    return doc, spans


def _place(token: Token, doc: Doc, source: CleanedPaper) -> tuple[str, int, int]:
    """Return the field of a token, and its offsets there in the original text."""
    field = field_of(doc, token.idx)
    start = token.idx - field_offset(doc, field)
    return field, *source.original(field, start, start + len(token))


def one_hot(length: int, spans: Iterable[tuple[int, int, str]]) -> NDArray[np.bool_]:
    """Return a table (words x labels) that allows each word its label alone."""
    allowed = np.zeros((length, len(LABELS)), dtype=np.bool_)
    allowed[np.arange(length), labels_of(length, spans)] = True
    return allowed


def in_windows(
    corpus: str,
    words: Sequence[str],
    breaks: Sequence[bool],
    allowed: NDArray[np.bool_] | NDArray[np.float32],
    tokenizer: Tokenizer,
) -> Iterator[Example]:
    """Yield the examples of a text, a window each; `breaks[i]` says that a sentence begins at word i."""
    done = 0
    for window in windows(words, breaks, tokenizer):
        count = len(window.firsts)
        starts = tuple(i for i in range(count) if i == 0 or breaks[done + i])
        yield Example(corpus, window, starts, allowed[done : done + count])
        done += count
