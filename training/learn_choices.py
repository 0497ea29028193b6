"""Conditional logit: learn to choose among candidates that are seen together (McFadden, 1974)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold

from kg.extract.linear import BITS, LinearClassifier
from training.learn_linear import FOLDS, STRENGTH, feature_table


@dataclass(frozen=True, slots=True)
class Choice:
    """The buckets of the features of each candidate, and which are right; at least one is."""

    candidates: Sequence[Sequence[int]]
    right: Sequence[bool]


def fit_choices(choices: Sequence[Choice], name: str) -> LinearClassifier:
    """Fit a classifier with one class, whose scores are to be compared among candidates by softmax."""
    weights = _fit(choices, feature_table([*chain.from_iterable(choice.candidates for choice in choices)]))
    return LinearClassifier((name,), False, weights[:, None], np.zeros(1, dtype=np.float32), {})


def cross_validated_choices(choices: Sequence[Choice], groups: Sequence[int]) -> float:
    """Return how often the likeliest candidate is right, by weights that were fitted without its group."""
    places = np.arange(len(choices))
    right = 0
    for seen, unseen in GroupKFold(FOLDS).split(places, places, groups):
        known = [choices[i] for i in seen]
        weights = _fit(known, feature_table([*chain.from_iterable(choice.candidates for choice in known)]))
        for choice in (choices[i] for i in unseen):
            scores = [weights[sorted({*buckets})].sum() for buckets in choice.candidates]
            right += choice.right[int(np.argmax(scores))]
    return right / len(choices)


def _fit(choices: Sequence[Choice], features: csr_matrix) -> NDArray[np.float32]:
    """Return the weight of each bucket: the likeliest for that the right candidates are chosen, under an L2 penalty."""
    used = np.flatnonzero(features.getnnz(axis=0))
    features = features[:, used]
    sizes = [len(choice.candidates) for choice in choices]
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(choices)), sizes)
    right = np.concatenate([choice.right for choice in choices])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = features @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        held = np.where(right, powers, 0)
        every, good = np.add.reduceat(powers, starts), np.add.reduceat(held, starts)
        slope = features.T @ (powers / every[owner] - held / good[owner]) + weights / STRENGTH
        return float(np.log(every / good).sum() + weights @ weights / (2 * STRENGTH)), slope

    found = minimize(loss, np.zeros(len(used)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    weights = np.zeros(1 << BITS, dtype=np.float32)
    weights[used] = found.x
    return weights
