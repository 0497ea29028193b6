"""Relations: what the paper states between two of its entities, by a classifier per pair of types.

Two entities need not stand in one sentence: "It outperforms BM25" compares the paper's own method, whatever its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.extract.linear import load_classifiers
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


def candidate_pairs(reading: Reading, cast: Cast) -> dict[str, list[tuple[int, int]]]:
    """Return the pairs of entities that may be related, by classifier."""
    pairs = defaultdict(list)
    where = [{o.sentence for o in entity.occurrences} for entity in reading.entities]
    for head, h in enumerate(reading.entities):
        for tail, t in enumerate(reading.entities):
            name = classifier_of(h.type, t.type) if head != tail else None
            own = cast.rank[head] < _OWN_RANK or (h.type == t.type and cast.rank[tail] < _OWN_RANK)
            if name and (own or not where[head].isdisjoint(where[tail])):
                pairs[name].append((head, tail))
    return pairs


def find_relations(reading: Reading, setting: Setting, cast: Cast) -> tuple[Relation, ...]:
    """Return the relations that are likely enough, in the order of the sentences that state them."""
    features = PairFeatures(reading, setting, cast)
    found = [
        relation
        for name, pairs in candidate_pairs(reading, cast).items()
        for relation in _related(name, pairs, features, reading)
    ]
    return tuple(sorted(found, key=lambda r: (r.field != "title", r.sentence_start, r.head, r.relation, r.tail)))


def _related(name: str, pairs: list[tuple[int, int]], features: PairFeatures, reading: Reading) -> Iterator[Relation]:
    classifier = load_classifiers()[name]
    probabilities = classifier.probabilities([features.of(*pair) for pair in pairs])
    for (head, tail), row in zip(pairs, probabilities, strict=True):
        for relation, probability in zip(classifier.classes, row.tolist(), strict=True):
            if probability >= classifier.thresholds[relation]:
                yield _relation(reading, reading.entities[head], relation, reading.entities[tail], probability)


def _relation(reading: Reading, head: Entity, relation: str, tail: Entity, probability: float) -> Relation:
    """Return the relation; its confidence counts in that of both entities."""
    sentence = _stating(reading, head, tail)
    confidence = round(probability * min(head.confidence, tail.confidence), 3)
    return Relation(
        head.fullest.text,
        head.type,
        relation,
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
