"""Linear classifiers over hashed features."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.linear import BITS, LinearClassifier, buckets, load_classifiers, save_classifiers


def classifier(exclusive: bool, **weights: tuple[float, float]) -> LinearClassifier:
    table = np.zeros((1 << BITS, 2), dtype=np.float32)
    for feature, row in weights.items():
        table[buckets([feature])[0]] = row
    return LinearClassifier(("a", "b"), exclusive, table, np.array([0.0, 1.0], dtype=np.float32), {"a": 0.4})


def test_alternatives_share_a_probability_of_one() -> None:
    (row,) = classifier(True, wet=(2.0, 0.0), dry=(0.0, 9.0)).probabilities([buckets(["wet", "unknown"])])
    assert row.sum() == pytest.approx(1)
    assert row[0] == pytest.approx(1 / (1 + np.exp(-1)), abs=1e-6)


def test_classes_that_do_not_exclude_each_other_hold_each_for_itself() -> None:
    both = classifier(False, wet=(5.0, 5.0)).probabilities([buckets(["wet"]), buckets(["unknown"])])
    assert both[0].min() > 0.9
    assert both[1].tolist() == pytest.approx([0.5, 1 / (1 + np.exp(-1))], abs=1e-6)


def test_no_candidates_have_no_probabilities() -> None:
    assert classifier(True).probabilities([]).shape == (0, 2)


def test_what_was_saved_decides_alike_and_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    made = classifier(False, wet=(0.5, -0.25))
    save_classifiers({"one": made}, tmp_path / "first.npz")
    save_classifiers({"one": made}, tmp_path / "second.npz")
    assert (tmp_path / "first.npz").read_bytes() == (tmp_path / "second.npz").read_bytes()
    loaded = load_classifiers(tmp_path / "first.npz")["one"]
    assert (loaded.classes, loaded.exclusive, loaded.thresholds) == (("a", "b"), False, {"a": 0.4})
    assert loaded.probabilities([buckets(["wet"])]).tolist() == made.probabilities([buckets(["wet"])]).tolist()


def test_the_shipped_classifiers_have_a_threshold_for_all_that_they_find() -> None:
    shipped = dict(load_classifiers())
    assert {"role", "result", "metric", "direction", "Method-Method"} <= set(shipped)
    assert not shipped.pop("metric").thresholds  # a metric is chosen among candidates, one of which is none
    for name, each in shipped.items():
        assert each.exclusive or {*each.classes} <= {*each.thresholds}, name


@given(st.text())
def test_a_feature_has_one_bucket_within_the_table(feature: str) -> None:
    (bucket,) = buckets([feature])
    assert 0 <= bucket < 1 << BITS
    assert buckets([feature, feature]) == [bucket, bucket]
