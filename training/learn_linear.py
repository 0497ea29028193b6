"""Logistic regression over hashed features, and its predictions for papers that it was not trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from kg.extract.linear import BITS, Floats, LinearClassifier

#: Inverse strength of the L2 penalty; 0.03 and 0.3 are no better in cross-validation.
STRENGTH = 0.1
FOLDS = 5
#: A bucket that fewer candidates have says nothing that holds for others.
_RAREST = 2


def fit(
    candidates: Sequence[Sequence[int]],
    labels: Sequence[str],
    classes: Sequence[str],
    thresholds: Mapping[str, float] | None = None,
) -> LinearClassifier:
    """Fit a classifier of classes that exclude each other."""
    table = feature_table(candidates)
    model = _model().fit(table, labels)
    return _exclusive(model, classes, thresholds or {})


def fit_each(
    candidates: Sequence[Sequence[int]],
    holds: Mapping[str, Sequence[bool]],
    thresholds: Mapping[str, float],
) -> LinearClassifier:
    """Fit one classifier per class that holds or not, whatever the others do."""
    table = feature_table(candidates)
    models = [_model().fit(table, truth) for truth in holds.values()]
    weights = np.column_stack([model.coef_[0] for model in models]).astype(np.float32)
    bias = np.array([model.intercept_[0] for model in models], dtype=np.float32)
    return LinearClassifier(tuple(holds), False, weights, bias, thresholds)


def cross_validated(
    candidates: Sequence[Sequence[int]], labels: Sequence[str], classes: Sequence[str], groups: Sequence[int]
) -> Floats:
    """Return the probability of each class for each candidate, from a model that has seen nothing of its group."""
    table, truth = feature_table(candidates), np.array(labels)
    held_out = np.zeros((len(truth), len(classes)), dtype=np.float32)
    for seen, unseen in GroupKFold(FOLDS).split(table, truth, groups):
        model = _model().fit(table[seen], truth[seen])
        columns = [list(classes).index(name) for name in model.classes_]
        held_out[np.ix_(unseen, columns)] = model.predict_proba(table[unseen])
    return held_out


def cross_validated_each(
    candidates: Sequence[Sequence[int]], holds: Mapping[str, Sequence[bool]], groups: Sequence[int]
) -> Floats:
    """Return the probability that each class holds, from models that have seen nothing of the candidate's group."""
    columns = [
        cross_validated(candidates, ["yes" if t else "no" for t in truth], ("no", "yes"), groups)[:, 1]
        for truth in holds.values()
    ]
    return np.column_stack(columns)


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=500, tol=1e-4)


def feature_table(candidates: Sequence[Sequence[int]]) -> csr_matrix:
    """Return candidates x buckets, without the buckets that are too rare to learn from."""
    rows = [sorted(found) for found in candidates]
    counts = np.bincount(np.concatenate([np.array(row) for row in rows]), minlength=1 << BITS)
    kept = [[bucket for bucket in row if counts[bucket] >= _RAREST] for row in rows]
    ends = np.cumsum([0, *map(len, kept)])
    columns = np.array([bucket for row in kept for bucket in row])
    return csr_matrix((np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(rows), 1 << BITS))


def _exclusive(model: LogisticRegression, classes: Sequence[str], thresholds: Mapping[str, float]) -> LinearClassifier:
    order = [list(model.classes_).index(name) for name in classes]
    weights = model.coef_[order].T.astype(np.float32)
    return LinearClassifier(tuple(classes), True, weights, model.intercept_[order].astype(np.float32), thresholds)
