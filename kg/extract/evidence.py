"""Evidence: what a proposal of each rule or gazetteer adds to the scores of labels, as learned from annotated papers.

A proposal speaks for its own labels, for its type with other boundaries, for its boundaries with another type, or for
no mention at all; each kind of proposal (extractor and type) has one learned weight for each of the four.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extract import coinages, known_names, patterns, terms
from kg.extract.candidates import found_by
from kg.extract.labels import INDEX, LABELS, OUTSIDE, labels_of
from kg.extract.record import ENTITY_TYPES

#: Those who propose, the best informed first: a mention that several propose is credited to the first.
EXTRACTORS = (
    coinages.TITLE,
    coinages.STATED,
    known_names.EXTRACTOR,
    patterns.EXTRACTOR,
    coinages.SHAPE,
    terms.EXTRACTOR,
)
#: What a weight of a kind of proposal speaks for.
VOICES = ("exact", "type", "boundaries", "outside")
KINDS: tuple[tuple[str, str], ...] = tuple((extractor, type) for extractor in EXTRACTORS for type in ENTITY_TYPES)
Weights = Mapping[tuple[str, str], tuple[float, float, float, float]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span of tokens that an extractor takes for a mention."""

    start: int
    end: int
    type: str
    extractor: str


def proposals(doc: Doc) -> list[Proposal]:
    """Return what all extractors propose, the best informed extractor first."""
    return [
        Proposal(span.start, span.end, span.label_, extractor)
        for extractor in EXTRACTORS
        for span in found_by(doc, extractor)
    ]


def occurrences(proposed: list[Proposal]) -> Iterator[tuple[int, int, int]]:
    """Yield, for each word of each proposal: the word, the kind of the proposal, and the label that it proposes."""
    for proposal in proposed:
        kind = KINDS.index((proposal.extractor, proposal.type))
        labels = labels_of(proposal.end - proposal.start, [(0, proposal.end - proposal.start, proposal.type)])
        for i, label in enumerate(labels):
            yield proposal.start + i, kind, int(label)


def add_evidence(scores: NDArray[np.float32], proposed: list[Proposal], weights: Weights) -> NDArray[np.float32]:
    """Return the scores (words x labels) with what the proposals add to them."""
    total = scores.copy()
    for word, kind, label in occurrences(proposed):
        voices = weights.get(KINDS[kind])
        if voices:
            total[word] += np.asarray(voices, dtype=np.float32) @ voice_masks()[label]
    return total


@cache
def voice_masks() -> NDArray[np.float32]:
    """Return which labels each voice speaks for, given the proposed label (proposed x voices x labels)."""
    masks = np.zeros((len(LABELS), len(VOICES), len(LABELS)), dtype=np.float32)
    for proposed, p in INDEX.items():
        for label, i in INDEX.items():
            if label == OUTSIDE:
                voice = VOICES.index("outside")
            elif label == proposed:
                voice = VOICES.index("exact")
            elif label[2:] == proposed[2:]:
                voice = VOICES.index("type")
            elif label[0] == proposed[0]:
                voice = VOICES.index("boundaries")
            else:
                continue
            masks[p, voice, i] = 1.0
    return masks
