"""Linear classifiers over hashed features: what training writes, and numpy alone applies.

A feature is a string; its bucket is its CRC-32 in a table of `2 ** BITS` rows, one column per class. The tables of all
classifiers are in one `.npz` file, in half precision and sparse: row numbers and rows that are not zero.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

#: Size of a table, as a power of two.
BITS = 17
_MASK = (1 << BITS) - 1

WEIGHTS = Path(__file__).with_name("facts.npz")

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LinearClassifier:
    """Weights (buckets x classes), a bias per class, and what each class stands for.

    `exclusive` classes are alternatives (softmax); others hold or not, each for itself (sigmoid), from `thresholds` on.
    """

    classes: tuple[str, ...]
    exclusive: bool
    weights: Floats
    bias: Floats
    thresholds: Mapping[str, float]

    def probabilities(self, candidates: Sequence[Sequence[int]]) -> Floats:
        """Return the probability of each class for each candidate (candidates x classes)."""
        scores = self.scores(candidates)
        return softmax(scores) if self.exclusive else sigmoid(scores)

    def scores(self, candidates: Sequence[Sequence[int]]) -> Floats:
        """Return what softmax or sigmoid makes probabilities of (candidates x classes).

        A candidate is given by the buckets of its features, of which it has at least one.
        """
        if not candidates:
            return np.zeros((0, len(self.classes)), dtype=np.float32)
        starts = np.cumsum([0, *map(len, candidates[:-1])])
        flat = np.fromiter(chain.from_iterable(candidates), dtype=np.intp)
        scores: Floats = np.add.reduceat(self.weights[flat], starts, axis=0) + self.bias
        return scores


def buckets(features: Iterable[str]) -> list[int]:
    """Return the bucket of each feature; two features may share one."""
    return [crc32(feature.encode()) & _MASK for feature in features]


@cache
def load_classifiers(path: Path = WEIGHTS) -> Mapping[str, LinearClassifier]:
    """Return the classifiers of a weights file by name."""
    with np.load(path) as stored:
        about = json.loads(stored["about"].tobytes())
        return {name: _stored(about[name], name, stored) for name in about}


def save_classifiers(classifiers: Mapping[str, LinearClassifier], path: Path) -> None:
    """Write classifiers to a weights file; the same classifiers give the same bytes."""
    arrays: dict[str, NDArray[Any]] = {}
    about = {}
    for name, classifier in sorted(classifiers.items()):
        rows = np.flatnonzero(classifier.weights.any(axis=1))
        arrays[f"{name}.rows"] = rows.astype(np.uint32)
        arrays[f"{name}.weights"] = classifier.weights[rows].astype(np.float16)
        arrays[f"{name}.bias"] = classifier.bias.astype(np.float32)
        about[name] = {
            "classes": classifier.classes,
            "exclusive": classifier.exclusive,
            "thresholds": dict(sorted(classifier.thresholds.items())),
        }
    arrays["about"] = np.frombuffer(json.dumps(about, sort_keys=True).encode(), dtype=np.uint8)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _stored(about: Mapping[str, Any], name: str, stored: Any) -> LinearClassifier:
    weights = np.zeros((1 << BITS, len(about["classes"])), dtype=np.float32)
    weights[stored[f"{name}.rows"]] = stored[f"{name}.weights"]
    return LinearClassifier(
        tuple(about["classes"]), about["exclusive"], weights, stored[f"{name}.bias"], about["thresholds"]
    )


def sigmoid(scores: Floats) -> Floats:
    """Return the probability that each holds, whatever the others do."""
    probabilities: Floats = np.reciprocal(1 + np.exp(-scores))
    return probabilities


def softmax(scores: Floats) -> Floats:
    """Return the probability of each of the alternatives in a row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: Floats = powers / powers.sum(axis=1, keepdims=True)
    return probabilities
