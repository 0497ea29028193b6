"""Brackets: a name holds both of a pair or neither."""

from __future__ import annotations

from collections.abc import Sequence

_PARTNER = {")": "(", "]": "[", "}": "{"}


def within_brackets(words: Sequence[str]) -> tuple[int, int]:
    """Return from where to where the words of a name leave no bracket without its partner; equal where nothing is left.

    What stands before a bracket that is not closed, or after one that is not opened, is kept: `QG (XLT` gives `QG`. A
    word that a bracket is a part of goes with it.
    """
    start, end = 0, len(words)
    while (at := _without_partner(words[start:end])) is not None:
        opens = any(c in _PARTNER.values() for c in words[start + at])
        if at + 1 == end - start or (opens and at):
            end = start + at
        else:
            start += at + 1
    return start, end


def _without_partner(words: Sequence[str]) -> int | None:
    """Return the first word with a bracket that has no partner."""
    opened: list[tuple[str, int]] = []
    for at, word in enumerate(words):
        for c in word:
            if c in _PARTNER.values():
                opened.append((c, at))
            elif c in _PARTNER:
                if not opened or opened[-1][0] != _PARTNER[c]:
                    return at
                opened.pop()
    return opened[0][1] if opened else None
