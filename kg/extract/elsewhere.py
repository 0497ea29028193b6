"""Mentions of what another extractor has found: its spans, where they stand in one sentence, before ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.candidates import in_one_sentence
from kg.extract.chosen import Chosen, chosen_mentions, leave_mentions
from kg.extract.evidence import EXTRACTORS

#: The confidence of a span whose extractor says none.
UNSCORED = 0.5


class FoundElsewhere:
    """Makes mentions of `doc.ents` and of every group of `doc.spans` that is not ours; labels without a type are left.

    Of two of its spans that overlap the longer stands, then the surer; of ours those stay that overlap none of them.
    A confidence is the group's `attrs["scores"]`, else the span's extension `score`, else UNSCORED; it is not
    calibrated as ours are.
    """

    def __init__(self, extractor: str, labels: Mapping[str, str]) -> None:
        self.extractor = extractor
        self.labels = labels

    def __call__(self, doc: Doc) -> Doc:
        found = [
            Chosen(span.start, span.end, self.labels[span.label_], self.extractor, round(min(max(score, 0.0), 1.0), 2))
            for span, score in _scored(doc)
            if span.label_ in self.labels and in_one_sentence(doc, span) and span.text.strip()
        ]
        taken: set[int] = set()
        kept = []
        for mention in [*sorted(found, key=_rank), *chosen_mentions(doc)]:
            tokens = range(mention.start, mention.end)
            if taken.isdisjoint(tokens):
                taken.update(tokens)
                kept.append(mention)
        return leave_mentions(doc, kept)


def _rank(mention: Chosen) -> tuple[int, float, int, str]:
    return mention.start - mention.end, -mention.confidence, mention.start, mention.type


def _scored(doc: Doc) -> Iterator[tuple[Span, float]]:
    """Yield the spans that are not ours, with their scores."""
    yield from ((span, _score(span)) for span in doc.ents)
    for name, group in sorted(doc.spans.items()):
        if name not in EXTRACTORS:
            scores = group.attrs.get("scores")
            yield from zip(group, map(_score, group) if scores is None else map(float, scores), strict=True)


def _score(span: Span) -> float:
    score = span._.get("score") if Span.has_extension("score") else None
    return float(score) if isinstance(score, int | float) else UNSCORED


@Language.factory("kg_found_elsewhere")
def create_found_elsewhere(nlp: Language, name: str, extractor: str, labels: dict[str, str]) -> FoundElsewhere:
    """Return the component."""
    return FoundElsewhere(extractor, labels)
