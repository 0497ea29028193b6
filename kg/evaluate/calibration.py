"""Calibration: whether what is given a confidence of 0.8 is right eight times out of ten."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.evaluate.annotations import Annotations

#: How many bins of equal width the confidences from 0 to 1 are sorted into.
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions whose confidence is from `low` up to `high`: how many, their mean confidence, the share right."""

    low: float
    high: float
    count: int
    confidence: float
    precision: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The bins that are not empty, and the expected calibration error.

    The error is the mean distance between confidence and precision over the bins, weighted by their counts (Naeini,
    Cooper and Hauskrecht, AAAI 2015).
    """

    bins: tuple[Bin, ...]
    error: float

    def to_json(self) -> dict[str, Any]:
        """Return the calibration as a JSON object."""
        return {"expected_calibration_error": round(self.error, 4), "bins": [asdict(each) for each in self.bins]}


def mention_calibration(gold: Mapping[str, Annotations], predicted: Mapping[str, Annotations]) -> Calibration | None:
    """Return the calibration of exact mentions; None where no mention has a confidence."""
    outcomes = list(_outcomes(gold, predicted))
    return calibration(outcomes) if outcomes else None


def calibration(outcomes: Collection[tuple[float, bool]]) -> Calibration:
    """Return the calibration of predictions, each given as its confidence (0 to 1) and whether it is right."""
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in outcomes:
        sorted_in[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    bins = tuple(_bin(i, members) for i, members in enumerate(sorted_in) if members)
    error = sum(each.count * abs(each.confidence - each.precision) for each in bins) / max(len(outcomes), 1)
    return Calibration(bins, error)


def _bin(number: int, members: list[tuple[float, bool]]) -> Bin:
    count = len(members)
    return Bin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=count,
        confidence=round(sum(confidence for confidence, _ in members) / count, 4),
        precision=round(sum(right for _, right in members) / count, 4),
    )


def _outcomes(gold: Mapping[str, Annotations], predicted: Mapping[str, Annotations]) -> Iterator[tuple[float, bool]]:
    for id, paper in gold.items():
        if id in predicted:
            for span, confidence in predicted[id].mentions.items():
                if confidence is not None:
                    yield confidence, span in paper.mentions
