"""Chosen mentions: what a pipeline leaves on a Doc for those who make Records of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

_CHOSEN = "kg_mentions"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A span of tokens that is a mention, who is credited with it, and the probability that it is one."""

    start: int
    end: int
    type: str
    extractor: str
    confidence: float


def leave_mentions(doc: Doc, chosen: Iterable[Chosen]) -> Doc:
    """Leave the mentions of a Doc, which do not overlap, for those who ask for them."""
    doc.user_data[_CHOSEN] = sorted(chosen, key=lambda mention: mention.start)
    return doc


def chosen_mentions(doc: Doc) -> list[Chosen]:
    """Return what was chosen, in the order of the text."""
    return list(doc.user_data.get(_CHOSEN, ()))
