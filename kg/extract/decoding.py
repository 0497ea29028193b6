"""Decoding: from scores of labels to the mentions that are likely, each with its probability.

A linear-chain model over the valid label sequences of each sentence: the forward-backward sums give the probability
that a span is a mention of a type, exactly, and the best sequence of labels is found among valid ones alone
(Lafferty, McCallum and Pereira, ICML 2001). All sentences of a text are worked on side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.extract.labels import INDEX, LABELS, can_begin, can_end, can_follow, spans_of

Floats = NDArray[np.float32]
_NEVER = np.float32(-1e4)
_BEGIN = np.where(can_begin(), 0, _NEVER).astype(np.float32)
_END = np.where(can_end(), 0, _NEVER).astype(np.float32)
_VALID = np.where(can_follow(), 0, _NEVER).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Likely:
    """A span of words (first, after the last), its type, and the probability that it is a mention of that type."""

    start: int
    end: int
    type: str
    probability: float


def decode(scores: Floats, transitions: Floats, starts: Sequence[int]) -> list[Likely]:
    """Return the mentions of the best valid labels of each sentence, in the order of the text.

    `scores` (words x labels) has a row per word, `transitions` (labels x labels) what it adds that one label follows
    another, and `starts` the first word of each sentence.
    """
    if not len(scores):
        return []
    lengths = np.diff([*starts, len(scores)])
    padded = _by_sentence(scores, starts, lengths)
    steps = transitions + _VALID
    labels = _best_labels(padded, steps, lengths)
    forward, backward = _sums(padded, steps, lengths)
    found = []
    for s, (start, length) in enumerate(zip(starts, lengths, strict=True)):
        spans = spans_of(labels[s, :length])
        total = _log_sum(forward[s, length - 1] + _END) if spans else 0.0
        for first, end, type in spans:
            path = _path(end - first, type)
            weight = forward[s, first, path[0]] + backward[s, end - 1, path[-1]] - padded[s, end - 1, path[-1]]
            for t, (before, label) in enumerate(pairwise(path), first + 1):
                weight += steps[before, label] + padded[s, t, label]
            found.append(Likely(start + first, start + end, type, min(1.0, float(np.exp(weight - total)))))
    return found


def label_probabilities(scores: Floats, transitions: Floats, starts: Sequence[int]) -> Floats:
    """Return how likely each word (row) has each label, over all valid sequences of its sentence."""
    lengths = np.diff([*starts, len(scores)])
    padded = _by_sentence(scores, starts, lengths)
    forward, backward = _sums(padded, transitions + _VALID, lengths)
    weight = forward + backward - padded
    weight -= weight.max(axis=2, keepdims=True)
    shares = np.exp(weight)
    shares /= shares.sum(axis=2, keepdims=True)
    return np.concatenate([row[:length] for row, length in zip(shares, lengths, strict=True)])


def _path(length: int, type: str) -> list[int]:
    """Return the labels of a mention of some words."""
    begin, inside, last, single = (INDEX[f"{part}-{type}"] for part in "BILU")
    return [single] if length == 1 else [begin, *[inside] * (length - 2), last]


def _by_sentence(scores: Floats, starts: Sequence[int], lengths: NDArray[np.int64]) -> Floats:
    """Return the scores as sentences x words x labels, padded with zeros."""
    padded = np.zeros((len(starts), lengths.max(), len(LABELS)), dtype=np.float32)
    for row, start, length in zip(padded, starts, lengths, strict=True):
        row[:length] = scores[start : start + length]
    return padded


def _best_labels(padded: Floats, steps: Floats, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return, for each sentence, the valid labels with the highest sum of scores (Viterbi)."""
    sentences, words, _ = padded.shape
    best = np.empty_like(padded)
    best[:, 0] = padded[:, 0] + _BEGIN
    for t in range(1, words):
        best[:, t] = (best[:, t - 1, :, None] + steps).max(axis=1) + padded[:, t]
    labels = np.zeros((sentences, words), dtype=np.int64)
    every = np.arange(sentences)
    labels[every, lengths - 1] = (best[every, lengths - 1] + _END).argmax(axis=1)
    into = np.ascontiguousarray(steps.T)
    for t in range(words - 1, 0, -1):
        ongoing = np.flatnonzero(t < lengths)
        labels[ongoing, t - 1] = (best[ongoing, t - 1] + into[labels[ongoing, t]]).argmax(axis=1)
    return labels


def _sums(padded: Floats, steps: Floats, lengths: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return, for each word and label, the log sums over what may stand up to there, and from there on."""
    words = padded.shape[1]
    backwards = np.maximum(lengths[:, None] - 1 - np.arange(words), 0)
    mirrored = np.take_along_axis(padded, backwards[:, :, None], axis=1)
    both = np.stack([padded, mirrored])
    weights = np.exp(np.stack([steps, steps.T]))
    sums = np.empty_like(both)
    sums[:, :, 0] = both[:, :, 0] + np.stack([_BEGIN, _END])[:, None]
    for t in range(1, words):
        before = sums[:, :, t - 1]
        top = before.max(axis=2, keepdims=True)
        sums[:, :, t] = np.log(np.exp(before - top) @ weights + np.float32(1e-38)) + top + both[:, :, t]
    return sums[0], np.take_along_axis(sums[1], backwards[:, :, None], axis=1)


def _log_sum(values: Floats) -> float:
    top = values.max()
    return float(np.log(np.exp(values - top).sum()) + top)
