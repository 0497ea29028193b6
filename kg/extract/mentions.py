"""Mentions: what the trained model, the gazetteers and the rules together make the likeliest reading of a text."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.abbreviations import abbreviations
from kg.extract.agreement import agreed
from kg.extract.brackets import within_brackets
from kg.extract.chosen import Chosen, leave_mentions
from kg.extract.decoding import Likely, decode
from kg.extract.evidence import add_evidence, proposals
from kg.extract.models import Model, load_model
from kg.extract.sentences import sentence_starts
from kg.extract.tagger import scores_of

ABBREVIATION = "abbreviation"
#: Words that name nothing by themselves; no annotated paper mentions one.
GENERIC = frozenset(
    f"{word}{plural}"
    for word in (
        "method",
        "model",
        "framework",
        "system",
        "technique",
        "algorithm",
        "dataset",
        "task",
        "problem",
        "result",
    )
    for plural in ("", "s")
) | {
    *("approach", "approaches", "data", "hardware", "paper", "performance", "sota", "state of the art"),
    *("state-of-the-art", "accessibility", "baseline models", "deployment", "errors", "evaluation metric"),
    *("evaluation metrics", "generality", "healthcare", "huggingface", "law"),
    *("low-resource languages", "medical", "performance degradation", "performance gap", "prediction", "recognition"),
    *("science", "trade-off", "trade-offs", "training models", "usability", "usefulness"),
}

#: What follows the name of a metric that is known without it.
_SCORES = frozenset({"score", "scores"})


class Mentions:
    """Chooses the mentions of a Doc."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        proposed = proposals(doc)
        scores = add_evidence(scores_of(doc), proposed, self.model.evidence) * self.model.scale
        likely = decode(scores, self.model.transitions * self.model.scale, sentence_starts(doc))
        credited: dict[tuple[int, int, str], str] = {}
        for proposal in proposed:
            credited.setdefault((proposal.start, proposal.end, proposal.type), proposal.extractor)
        chosen = [
            _chosen(whole, credited, self.model)
            for found in likely
            if (whole := _whole(doc, found, credited)) and doc[whole.start : whole.end].text.lower() not in GENERIC
        ]
        return leave_mentions(doc, agreed(doc, _with_short_forms(doc, chosen)))


def _whole(doc: Doc, found: Likely, known: Container[tuple[int, int, str]]) -> Likely | None:
    """Return what is left of a span without brackets that have no partner in it; `PSNR score` leaves `PSNR`."""
    words = [token.text for token in doc[found.start : found.end]]
    if words[-1].lower() in _SCORES and (found.start, found.end - 1, found.type) in known:
        words.pop()
    start, end = within_brackets(words)
    return replace(found, start=found.start + start, end=found.start + end) if start < end else None


def _chosen(found: Likely, credited: Mapping[tuple[int, int, str], str], model: Model) -> Chosen:
    extractor = credited.get((found.start, found.end, found.type), model.name)
    # Two decimals, so that the last bits of different processors make no different records.
    return Chosen(found.start, found.end, found.type, extractor, round(model.confidence(found.probability), 2))


def _with_short_forms(doc: Doc, chosen: list[Chosen]) -> list[Chosen]:
    """Give both forms of an abbreviation one type, and add a form that only the other's presence makes a mention."""
    by_span = {(m.start, m.end): m for m in chosen}
    taken = {i for m in chosen for i in range(m.start, m.end)}
    for pair in abbreviations(doc):
        spans = ((pair.long_start, pair.long_end), (pair.short_start, pair.short_end))
        long, short = (by_span.get(span) for span in spans)
        if long and short and long.type != short.type:
            surer = max(long, short, key=lambda m: m.confidence)
            other = short if surer is long else long
            by_span[other.start, other.end] = replace(other, type=surer.type, extractor=ABBREVIATION)
        for known, span in ((long, spans[1]), (short, spans[0])):
            if known and span not in by_span and taken.isdisjoint(range(*span)):
                by_span[span] = Chosen(*span, known.type, ABBREVIATION, known.confidence)
                taken.update(range(*span))
    return list(by_span.values())


@Language.factory("kg_mentions", default_config={"model": "accurate"})
def create_mentions(nlp: Language, name: str, model: str) -> Mentions:
    """Return the component with what goes with a shipped model."""
    return Mentions(load_model(model))
