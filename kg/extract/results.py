"""Results: measured claims with a number (`reduces latency by 41%`, `2.3x higher throughput`, `88.4% accuracy`).

Three classifiers tell whether a number is a result, which metric of its sentence it is of, and which way it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.claim_features import direction_features, result_features
from kg.extract.claim_words import own_of_list
from kg.extract.linear import load_classifiers, softmax
from kg.extract.metric_features import metric_features, unnamed_features
from kg.extract.pair_features import Cast
from kg.extract.reading import Measured, Occurrence, Reading, Sentence
from kg.extract.record import Direction, EntityType, Mention, Result

#: The classes of the classifier of directions.
DIRECTIONS: tuple[Direction, ...] = ("increase", "decrease", "absolute")
#: A paper's own method is named with its results when it is at least so likely its own.
_OWN = 0.3
#: How far, in words, a dataset or device may stand from the number that was measured on it.
_REACH = 40
_AGAINST = re.compile(
    r"\b(?:over|than|compared (?:to|with)|relative to|against|versus|vs\.?)\b(?: [\w-]+){0,2} $", re.IGNORECASE
)


def find_results(reading: Reading, cast: Cast) -> tuple[Result, ...]:
    """Return the results of a paper in the order of the text; one that is claimed twice is given once."""
    found: dict[tuple[str, int | None, Direction], Result] = {}
    own = _own_method(reading, cast)
    for number, sentence in enumerate(reading.sentences):
        place = number / len(reading.sentences)
        for measured, probability in _likely_results(sentence, place):
            for metric in _metrics(reading, sentence, measured) or [None]:
                result = _result(reading, sentence, measured, metric, own, probability)
                key = result.value, metric.entity if metric else None, result.direction
                if key not in found or found[key].field == "title":
                    found[key] = result
    return tuple(sorted(found.values(), key=lambda r: (r.field != "title", r.start)))


def _likely_results(sentence: Sentence, place: float) -> Iterator[tuple[Measured, float]]:
    if not sentence.measured:
        return
    classifier = load_classifiers()["result"]
    candidates = [result_features(measured, sentence, place) for measured in sentence.measured]
    likely = classifier.probabilities(candidates)[:, 0].tolist()
    for measured, probability in zip(sentence.measured, likely, strict=True):
        if probability >= classifier.thresholds["result"]:
            yield measured, probability


def _metrics(reading: Reading, sentence: Sentence, measured: Measured) -> list[Occurrence | None]:
    """Return the metric of the sentence that a number is of, with those listed beside it; none if that is likelier."""
    metrics = [o for o in sentence.occurrences if o.mention.type == "Metric"]
    if not metrics:
        return []
    classifier = load_classifiers()["metric"]
    candidates = [metric_features(measured, sentence, o, reading.entities[o.entity].name) for o in metrics]
    scores = classifier.scores([*candidates, unnamed_features(measured, sentence)])
    *likely, unnamed = softmax(scores.T)[0].tolist()
    best = max(range(len(metrics)), key=lambda i: (likely[i], -i))
    if likely[best] < unnamed:
        return []
    if (own := own_of_list(measured, metrics[best], sentence)) is not None:
        return [metric for metric in metrics if metric.item == own]
    return [metric for metric in metrics if metric.first == metrics[best].first]


def _result(
    reading: Reading,
    sentence: Sentence,
    measured: Measured,
    metric: Occurrence | None,
    own: Mention | None,
    probability: float,
) -> Result:
    quantity = measured.quantity
    direction, certainty = _direction(reading, sentence, measured, metric)
    baseline = _baseline(sentence)
    dataset, hardware = (_nearest(sentence, measured, type) for type in ("Dataset", "Hardware"))
    return Result(
        metric=metric.mention.text if metric else None,
        value=quantity.value,
        unit=quantity.unit.symbol if quantity.unit else None,
        direction=direction,
        method=own.text if own else None,
        dataset=dataset.text if dataset else None,
        hardware=hardware.text if hardware else None,
        baseline=baseline.text if baseline else None,
        field=sentence.field,
        start=sentence.start + quantity.start,
        end=sentence.start + quantity.end,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        confidence=round(probability * certainty, 3),
    )


def _direction(
    reading: Reading, sentence: Sentence, measured: Measured, metric: Occurrence | None
) -> tuple[Direction, float]:
    if measured.quantity.sign == "+":
        return "increase", 1.0
    entity = reading.entities[metric.entity] if metric else None
    (row,) = load_classifiers()["direction"].probabilities([direction_features(measured, sentence, entity, metric)])
    best = int(row.argmax())
    return DIRECTIONS[best], float(row[best])


def _own_method(reading: Reading, cast: Cast) -> Mention | None:
    for entity, own, rank in zip(reading.entities, cast.own, cast.rank, strict=True):
        if entity.type == "Method" and rank == 0 and own >= _OWN:
            return entity.fullest
    return None


def _nearest(sentence: Sentence, measured: Measured, type: EntityType) -> Mention | None:
    """Return the mention of a type nearest to a number; of two as near, the later."""
    there = [(abs(o.item - measured.item), -o.item, o.mention) for o in sentence.occurrences if o.mention.type == type]
    distance, _, mention = min(there, key=lambda found: found[:2], default=(_REACH + 1, 0, None))
    return mention if distance <= _REACH else None


def _baseline(sentence: Sentence) -> Mention | None:
    """Return the method that "over", "than" or "compared to" sets the numbers of a sentence against."""
    for occurrence in sentence.occurrences:
        mention = occurrence.mention
        before = sentence.text[max(0, mention.start - sentence.start - 50) : mention.start - sentence.start]
        if mention.type == "Method" and _AGAINST.search(before):
            return mention
    return None
