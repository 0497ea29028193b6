"""What extractors find before it is decided which of it are mentions: labelled spans in groups of the Doc.

Every extractor, the trained ones included, leaves its finds in `doc.spans` under its own name.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span
from spacy.util import filter_spans


def propose(doc: Doc, extractor: str, spans: Iterable[Span | None]) -> None:
    """Add an extractor's finds to the Doc; of two that overlap the longer stays."""
    within = [span for span in spans if span is not None and len(span) and in_one_sentence(doc, span)]
    known = list(doc.spans[extractor]) if extractor in doc.spans else []
    doc.spans[extractor] = filter_spans([*known, *within])


def found_by(doc: Doc, extractor: str) -> list[Span]:
    """Return the finds of one extractor in the order of the text."""
    return list(doc.spans[extractor]) if extractor in doc.spans else []


def in_one_sentence(doc: Doc, span: Span) -> bool:
    """Say whether no sentence begins within a span."""
    return not any(doc[i].is_sent_start for i in range(span.start + 1, span.end))
