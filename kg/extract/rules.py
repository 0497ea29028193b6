"""Rules alone: out of what gazetteers and rules propose, the spans that stand, without a trained model.

The quickest way to mentions, the one that other components are tested with, and what the trained models are measured
against.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract import coinages
from kg.extract.abbreviations import abbreviations
from kg.extract.candidates import found_by
from kg.extract.chosen import Chosen, leave_mentions
from kg.extract.evidence import EXTRACTORS
from kg.extract.mentions import ABBREVIATION

#: The best informed first: of two proposals of the same length the earlier one's stands.
_INFORMED = (*EXTRACTORS[:4], ABBREVIATION, *EXTRACTORS[4:])

#: How often a proposal of an extractor is an exact mention, as measured on 144 hand-annotated abstracts; a proposal
#: has this confidence.
PRECISION: Mapping[tuple[str, str], float] = {
    ("known_names", "Method"): 0.75,
    ("known_names", "Dataset"): 0.9,
    ("known_names", "Hardware"): 0.76,
    ("known_names", "Metric"): 0.76,
    ("known_names", "Task"): 0.44,
    ("patterns", "Hardware"): 0.8,
    ("patterns", "Metric"): 0.77,
    ("title_coinage", "Method"): 0.91,
    ("title_coinage", "Dataset"): 0.92,
    ("stated_coinage", "Method"): 0.85,
    ("stated_coinage", "Dataset"): 0.85,
    ("shape", "Method"): 0.74,
    ("shape", "Dataset"): 0.74,
    ("terms", "Method"): 0.41,
    ("terms", "Metric"): 0.34,
    ("terms", "Task"): 0.32,
}


@Language.component("kg_rule_mentions")
def choose_by_rules(doc: Doc) -> Doc:
    """Choose among overlapping proposals, give both forms of an abbreviation one type, and keep the rest out."""
    chosen = _choose(_proposals(doc))
    forms = list(_abbreviated(doc, chosen))
    spans = {(p.start, p.end) for p in forms}
    # Its shape says that a short form is a name; its long form says of what.
    rest = [p for p in chosen if p.extractor != coinages.SHAPE or (p.start, p.end) not in spans]
    chosen = _choose([*rest, *forms])
    return leave_mentions(doc, chosen)


def confidence_of(extractor: str, type: str) -> float:
    """Return the measured precision of an extractor on a type; 0.5 where it has not been measured."""
    return PRECISION.get((extractor, type), 0.5)


def _proposals(doc: Doc) -> list[Chosen]:
    return [
        Chosen(span.start, span.end, span.label_, extractor, confidence_of(extractor, span.label_))
        for extractor in EXTRACTORS
        for span in found_by(doc, extractor)
    ]


def _choose(proposals: Iterable[Chosen]) -> list[Chosen]:
    """Return proposals that do not overlap: the longer wins, then the extractor that knows more, then the surer."""
    taken: set[int] = set()
    chosen = []
    for proposal in sorted(proposals, key=_rank):
        tokens = range(proposal.start, proposal.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            chosen.append(proposal)
    return sorted(chosen, key=lambda p: p.start)


def _rank(proposal: Chosen) -> tuple[int, int, float, int, str]:
    informed = _INFORMED.index(proposal.extractor)
    return proposal.start - proposal.end, informed, -proposal.confidence, proposal.start, proposal.type


def _abbreviated(doc: Doc, chosen: list[Chosen]) -> Iterable[Chosen]:
    """Yield the short forms of mentions and the long forms of short mentions, wherever they stand in the text."""
    by_span = {(p.start, p.end): p for p in chosen}
    by_end = {p.end: p for p in chosen}
    for pair in abbreviations(doc):
        long = by_span.get((pair.long_start, pair.long_end)) or by_end.get(pair.long_end)
        short = by_span.get((pair.short_start, pair.short_end))
        known = long or short
        if known is None:
            continue
        type, confidence = known.type, known.confidence
        yield Chosen(pair.long_start, pair.long_end, type, ABBREVIATION, confidence)
        text = doc[pair.short_start : pair.short_end].text
        for token in doc:
            if pair.short_end - pair.short_start == 1 and token.text.removesuffix("s") == text.removesuffix("s"):
                yield Chosen(token.i, token.i + 1, type, ABBREVIATION, confidence)
