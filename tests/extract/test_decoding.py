"""The likeliest mentions and their probabilities, against enumerating every label sequence."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.decoding import decode
from kg.extract.labels import INDEX, LABELS, can_begin, can_end, can_follow, spans_of

NO_TRANSITIONS = np.zeros((len(LABELS), len(LABELS)), np.float32)


def scored(*words: dict[str, float]) -> np.ndarray:
    scores = np.zeros((len(words), len(LABELS)), np.float32)
    for row, word in zip(scores, words, strict=True):
        for label, score in word.items():
            row[INDEX[label]] = score
    return scores


def valid_sequences(length: int) -> list[tuple[int, ...]]:
    follow, begin, end = can_follow(), can_begin(), can_end()
    return [
        labels
        for labels in itertools.product(range(len(LABELS)), repeat=length)
        if begin[labels[0]] and end[labels[-1]] and all(follow[a, b] for a, b in itertools.pairwise(labels))
    ]


SEQUENCES = {length: valid_sequences(length) for length in (1, 2, 3)}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("length", [1, 2, 3])
def test_mentions_and_probabilities_are_those_of_summing_over_all_sequences(seed: int, length: int) -> None:
    drawn = np.random.default_rng(seed)
    scores = drawn.normal(0, 2, (length, len(LABELS))).astype(np.float32)
    transitions = drawn.normal(0, 1, NO_TRANSITIONS.shape).astype(np.float32)

    def weight(labels: tuple[int, ...]) -> float:
        followed = sum(transitions[a, b] for a, b in itertools.pairwise(labels))
        return float(np.exp(sum(scores[i, label] for i, label in enumerate(labels)) + followed))

    weights = {labels: weight(labels) for labels in SEQUENCES[length]}
    best = max(weights, key=lambda labels: weights[labels])
    found = decode(scores, transitions, [0])
    assert [(f.start, f.end, f.type) for f in found] == spans_of(best)
    for mention in found:
        span = (mention.start, mention.end, mention.type)
        share = sum(w for labels, w in weights.items() if span in spans_of(labels)) / sum(weights.values())
        assert mention.probability == pytest.approx(share, abs=1e-4)


@given(st.integers(0, 10_000), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_a_sentence_has_the_same_mentions_alone_as_among_others(seed: int, lengths: list[int]) -> None:
    drawn = np.random.default_rng(seed)
    scores = drawn.normal(0, 3, (sum(lengths), len(LABELS))).astype(np.float32)
    transitions = drawn.normal(0, 1, NO_TRANSITIONS.shape).astype(np.float32)
    starts = [0, *itertools.accumulate(lengths)][:-1]
    together = decode(scores, transitions, starts)
    for start, length in zip(starts, lengths, strict=True):
        alone = decode(scores[start : start + length], transitions, [0])
        among = [m for m in together if start <= m.start < start + length]
        assert [(m.start - start, m.end - start, m.type) for m in among] == [(m.start, m.end, m.type) for m in alone]
        assert [m.probability for m in among] == pytest.approx([m.probability for m in alone], abs=1e-4)


def test_a_label_that_cannot_follow_is_not_taken_however_high_its_score() -> None:
    scores = scored({"B-Task": 4}, {"L-Method": 5, "L-Task": 2})
    assert [(m.start, m.end, m.type) for m in decode(scores, NO_TRANSITIONS, [0])] == [(0, 2, "Task")]


def test_no_mention_reaches_over_the_start_of_a_sentence() -> None:
    scores = scored({"B-Task": 6, "U-Task": 5}, {"L-Task": 6, "U-Task": 5})
    assert [(m.start, m.end) for m in decode(scores, NO_TRANSITIONS, [0])] == [(0, 2)]
    assert [(m.start, m.end) for m in decode(scores, NO_TRANSITIONS, [0, 1])] == [(0, 1), (1, 2)]


def test_a_text_without_words_has_no_mention() -> None:
    assert decode(scored(), NO_TRANSITIONS, []) == []
