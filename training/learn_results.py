"""Learn which numbers are results, which metric each is of, and which way it goes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.evaluate.names import value_key
from kg.extract.claim_features import direction_features, result_features
from kg.extract.linear import LinearClassifier
from kg.extract.metric_features import metric_features, unnamed_features
from kg.extract.reading import Measured, Sentence
from kg.extract.results import DIRECTIONS
from training.gold_readings import GoldReading
from training.learn_choices import Choice, cross_validated_choices, fit_choices
from training.learn_linear import cross_validated, cross_validated_each, fit, fit_each


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a gold paper, and what the gold says of it: metric and direction of each result with its value.

    All readings of a paper are one group, which cross-validation leaves whole.
    """

    paper: int
    group: int
    sentence: Sentence
    place: float
    measured: Measured
    stated: list[tuple[str, str]]


def learn_results(papers: Sequence[GoldReading]) -> dict[str, LinearClassifier]:
    """Return the classifiers `result`, `metric` and `direction`."""
    numbers = list(_numbers(papers))
    claimed = [number for number in numbers if number.stated]
    return {
        "result": _learn_which(numbers),
        "metric": _learn_metric(papers, claimed),
        "direction": _learn_direction(papers, claimed),
    }


def _numbers(papers: Sequence[GoldReading]) -> Iterator[_Number]:
    groups = {paper.paper.id: i for i, paper in enumerate(papers)}
    for i, paper in enumerate(papers):
        results = paper.results()
        for j, sentence in enumerate(paper.reading.sentences):
            for measured in sentence.measured:
                stated = results.get(value_key(measured.quantity.value), [])
                yield _Number(i, groups[paper.paper.id], sentence, j / len(paper.reading.sentences), measured, stated)


def _learn_which(numbers: Sequence[_Number]) -> LinearClassifier:
    features = [result_features(n.measured, n.sentence, n.place) for n in numbers]
    holds = {"result": [bool(n.stated) for n in numbers]}
    held_out = cross_validated_each(features, holds, [n.group for n in numbers])[:, 0]
    threshold = _best_threshold(held_out.tolist(), holds["result"])
    _tell("numbers that are results", held_out.tolist(), holds["result"], threshold)
    return fit_each(features, holds, {"result": threshold})


def _learn_metric(papers: Sequence[GoldReading], claimed: Sequence[_Number]) -> LinearClassifier:
    choices, groups = [], []
    for number in claimed:
        paper = papers[number.paper]
        stated = {metric for metric, _ in number.stated}
        features, right = [], []
        for occurrence in number.sentence.occurrences:
            if occurrence.mention.type == "Metric":
                name = paper.reading.entities[occurrence.entity].name
                features.append(metric_features(number.measured, number.sentence, occurrence, name))
                right.append(not stated.isdisjoint(paper.names[occurrence.entity]))
        if features:
            features.append(unnamed_features(number.measured, number.sentence))
            choices.append(Choice(features, [*right, not any(right)]))
            groups.append(number.group)
    share = cross_validated_choices(choices, groups)
    print(f"metrics of results: {share:.3f} of {len(choices)} right in cross-validation", file=sys.stderr)
    return fit_choices(choices, "metric")


def _learn_direction(papers: Sequence[GoldReading], claimed: Sequence[_Number]) -> LinearClassifier:
    features, labels, groups = [], [], []
    for number in claimed:
        paper = papers[number.paper]
        for metric, direction in number.stated:
            at = number.measured.item
            named = [o for o in number.sentence.occurrences
                     if o.mention.type == "Metric" and metric in paper.names[o.entity]]  # fmt: skip
            nearest = min(named, key=lambda o: abs(o.item - at), default=None)
            entity = next((e for e, names in zip(paper.reading.entities, paper.names, strict=True)
                           if e.type == "Metric" and metric in names), None)  # fmt: skip
            features.append(direction_features(number.measured, number.sentence, entity, nearest))
            labels.append(direction)
            groups.append(number.group)
    held_out = cross_validated(features, labels, DIRECTIONS, groups)
    right = sum(DIRECTIONS[best] == label for best, label in zip(held_out.argmax(axis=1), labels, strict=True))
    print(f"directions: {right / len(labels):.3f} of {len(labels)} right in cross-validation", file=sys.stderr)
    return fit(features, labels, DIRECTIONS)


def _best_threshold(probabilities: Sequence[float], truth: Sequence[bool]) -> float:
    """Return the probability from which on F1 is best."""
    best = (0.0, 0.5)
    for threshold in (i / 50 for i in range(5, 45)):
        taken = [t for p, t in zip(probabilities, truth, strict=True) if p >= threshold]
        best = max(best, (2 * sum(taken) / (len(taken) + sum(truth)), threshold))
    return best[1]


def _tell(what: str, probabilities: Sequence[float], truth: Sequence[bool], threshold: float) -> None:
    taken = [t for p, t in zip(probabilities, truth, strict=True) if p >= threshold]
    print(
        f"{what}: from {threshold:.2f} on precision {sum(taken) / len(taken):.2f}, "
        f"recall {sum(taken) / sum(truth):.2f} of {sum(truth)} among {len(truth)}",
        file=sys.stderr,
    )
