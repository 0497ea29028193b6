"""Labels of tokens: a mention begins (B), goes on (I) and ends (L), or is one token (U); O is outside of all."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kg.extract.record import ENTITY_TYPES

OUTSIDE = "O"
LABELS: tuple[str, ...] = (OUTSIDE, *(f"{part}-{type}" for type in ENTITY_TYPES for part in "BILU"))
INDEX = {label: i for i, label in enumerate(LABELS)}


def can_follow() -> NDArray[np.bool_]:
    """Return which label (column) may stand after which (row): inside a mention only its own I or L may."""
    allowed = np.zeros((len(LABELS), len(LABELS)), dtype=np.bool_)
    for before, a in INDEX.items():
        open_type = before[2:] if before[0] in "BI" else None
        for after, b in INDEX.items():
            continues = after[0] in "IL"
            allowed[a, b] = (continues and after[2:] == open_type) if open_type else not continues
    return allowed


def can_begin() -> NDArray[np.bool_]:
    """Return which labels the first token may have."""
    return np.array([label[0] not in "IL" for label in LABELS])


def can_end() -> NDArray[np.bool_]:
    """Return which labels the last token may have."""
    return np.array([label[0] not in "BI" for label in LABELS])


def labels_of(length: int, spans: Iterable[tuple[int, int, str]]) -> NDArray[np.int64]:
    """Return the label of each of `length` tokens, given spans (first token, token after the last, type)."""
    labels = np.zeros(length, dtype=np.int64)
    for start, end, type in spans:
        labels[start:end] = INDEX[f"I-{type}"]
        labels[start], labels[end - 1] = INDEX[f"B-{type}"], INDEX[f"L-{type}"]
        if end == start + 1:
            labels[start] = INDEX[f"U-{type}"]
    return labels


def spans_of(labels: Iterable[int]) -> list[tuple[int, int, str]]:
    """Return the spans that a valid sequence of labels holds; the inverse of `labels_of`."""
    spans, start = [], 0
    for i, index in enumerate(labels):
        label = LABELS[index]
        if label[0] in "BU":
            start = i
        if label[0] in "LU":
            spans.append((start, i + 1, label[2:]))
    return spans
