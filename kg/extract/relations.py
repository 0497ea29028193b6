"""Relations: what the paper states between two of its entities; what can hold is a matter of their types.

Two entities need not stand in one sentence: "It outperforms BM25" compares the paper's own method, whatever its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.linear import Floats, load_classifiers
from kg.extract.pair_features import Cast, PairFeatures
from kg.extract.reading import Entity, Reading, Sentence
from kg.extract.record import EntityType, Relation
from kg.extract.role_features import Setting

#: What can hold between two types, by the name of the classifier that tells.
CLASSIFIERS: dict[str, tuple[str, ...]] = {
    "Method-Dataset": ("evaluatedOn", "trainedOn"),
    "Method-Task": ("usedFor",),
    "Dataset-Task": ("benchmarkFor",),
    "Method-Method": ("comparedWith", "basedOn", "partOf", "subClassOf"),
    "Method-Hardware": ("runsOn",),
    "Thing-Metric": ("measuredBy",),
    "Same-Same": ("subClassOf",),
}

#: Pairs of entities, by number, that may be related, by classifier.
Candidates = Mapping[str, Sequence[tuple[int, int]]]

#: Of two that are not named together, the head must be among the paper's own of its type, up to this rank; of two of
#: one type either may be.
_OWN_RANK = 2


def classifier_of(head: EntityType, tail: EntityType) -> str | None:
    """Return the classifier for a pair of types; None where nothing can hold between them."""
    pair = f"{head}-{tail}"
    if pair in CLASSIFIERS:
        return pair
    if tail == "Metric" and head in ("Method", "Task"):
        return "Thing-Metric"
    return "Same-Same" if head == tail else None


def candidate_pairs(reading: Reading, cast: Cast) -> Candidates:
    """Return the pairs of entities that may be related, by classifier."""
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    where = [{o.sentence for o in entity.occurrences} for entity in reading.entities]
    for head, h in enumerate(reading.entities):
        for tail, t in enumerate(reading.entities):
            name = classifier_of(h.type, t.type) if head != tail else None
            own = cast.rank[head] < _OWN_RANK or (h.type == t.type and cast.rank[tail] < _OWN_RANK)
            if name and (own or not where[head].isdisjoint(where[tail])):
                pairs[name].append((head, tail))
    return pairs


@dataclass(frozen=True, slots=True)
class Likely:
    """What is likely to hold between two entities, by number, and how likely."""

    head: int
    relation: str
    tail: int
    probability: float


def scores_by_words(reading: Reading, setting: Setting, cast: Cast, candidates: Candidates) -> dict[str, Floats]:
    """Return the log odds of each classifier's relations, by the words of the text (pairs x relations)."""
    features = PairFeatures(reading, setting, cast)
    return {
        name: load_classifiers()[name].scores([features.of(*pair) for pair in candidates[name]]) for name in candidates
    }


def thresholds_by_words() -> Mapping[str, float]:
    """Return from which probability on each relation is stated, where words alone tell."""
    return {r: threshold for name in CLASSIFIERS for r, threshold in load_classifiers()[name].thresholds.items()}


def likely_relations(
    candidates: Candidates, probabilities: Mapping[str, Floats], thresholds: Mapping[str, float]
) -> Iterator[Likely]:
    """Yield the relations of candidates that are likely enough."""
    for name, pairs in candidates.items():
        for (head, tail), row in zip(pairs, probabilities[name].tolist(), strict=True):
            for relation, probability in zip(CLASSIFIERS[name], row, strict=True):
                if probability >= thresholds[relation]:
                    yield Likely(head, relation, tail, probability)


def relations_of(reading: Reading, likely: Iterable[Likely]) -> tuple[Relation, ...]:
    """Return relations with the sentences that state them, in the order of these."""
    found = [_relation(reading, each) for each in likely]
    return tuple(sorted(found, key=lambda r: (r.field != "title", r.sentence_start, r.head, r.relation, r.tail)))


def _relation(reading: Reading, likely: Likely) -> Relation:
    """Return the relation; its confidence, to two decimals as that of mentions, counts in that of both entities."""
    head, tail = reading.entities[likely.head], reading.entities[likely.tail]
    sentence = _stating(reading, head, tail)
    confidence = round(likely.probability * min(head.confidence, tail.confidence), 2)
    return Relation(
        head.fullest.text,
        head.type,
        likely.relation,
        tail.fullest.text,
        tail.type,
        sentence.field,
        sentence.start,
        sentence.end,
        confidence,
    )


def _stating(reading: Reading, head: Entity, tail: Entity) -> Sentence:
    """Return the sentence that names both, as near to each other as anywhere; else the first that names the tail.

    The abstract comes before the title, which says less.
    """
    together = [
        (reading.sentences[a.sentence].field == "title", abs(a.item - b.item), a.sentence)
        for a in head.occurrences
        for b in tail.occurrences
        if a.sentence == b.sentence
    ]
    alone = [(reading.sentences[o.sentence].field == "title", o.sentence) for o in tail.occurrences]
    return reading.sentences[min(together)[2] if together else min(alone)[1]]
