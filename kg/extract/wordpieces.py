"""Word pieces: a Doc's tokens as a transformer reads them, in windows that end with sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

#: Most word pieces of a window, the two marks around it included.
WINDOW = 512
#: How a word is written, which a vocabulary without capitals does not tell.
SHAPES = ("none", "lower", "capital", "upper", "mixed", "digit", "letters and digits", "other")


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces of some tokens: their ids, the shape of each piece's word, and where each token's first piece is."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    firsts: NDArray[np.int64]


@lru_cache(maxsize=50_000)
def shape_of(word: str) -> int:
    """Return the index in SHAPES of a word."""
    letters, digits = any(c.isalpha() for c in word), any(c.isdigit() for c in word)
    if letters and digits:
        name = "letters and digits"
    elif digits:
        name = "digit"
    elif not letters:
        name = "other"
    elif word.islower():
        name = "lower"
    elif word.isupper():
        name = "upper" if len(word) > 1 else "capital"
    else:
        name = "capital" if word[0].isupper() and word[1:].islower() else "mixed"
    return SHAPES.index(name)


def windows(words: Sequence[str], breaks: Sequence[bool], tokenizer: Tokenizer, size: int = WINDOW) -> Iterator[Window]:
    """Yield windows of at most `size` word pieces; where more are needed, a window ends before a break if it can.

    `breaks[i]` says that a sentence begins at word i. Every word has at least one piece, of which all but the last
    windowful are dropped in a word that alone would fill more than a window.
    """
    pieces = [_pieces(word, tokenizer)[: size - 2] for word in words]
    start = 0
    while start < len(words):
        end, taken, last_break = start, 0, start
        while end < len(words) and taken + len(pieces[end]) <= size - 2:
            if breaks[end] and end > start:
                last_break = end
            taken += len(pieces[end])
            end += 1
        if end < len(words) and last_break > start and not breaks[end]:
            end = last_break
        yield _window(words[start:end], pieces[start:end], tokenizer)
        start = end


@lru_cache(maxsize=50_000)
def _pieces(word: str, tokenizer: Tokenizer) -> tuple[int, ...]:
    """Return the ids of the pieces of a word, of which most come again and again."""
    return tuple(tokenizer.encode(word, add_special_tokens=False).ids) or (_id(tokenizer, "[UNK]"),)


def _window(words: Sequence[str], pieces: Sequence[Sequence[int]], tokenizer: Tokenizer) -> Window:
    ids, shapes, firsts = [_id(tokenizer, "[CLS]")], [0], []
    for word, own in zip(words, pieces, strict=True):
        firsts.append(len(ids))
        ids.extend(own)
        shapes.extend([shape_of(word)] * len(own))
    ids.append(_id(tokenizer, "[SEP]"))
    shapes.append(0)
    return Window(np.array(ids), np.array(shapes), np.array(firsts))


def _id(tokenizer: Tokenizer, mark: str) -> int:
    return int(tokenizer.token_to_id(mark) or 0)
