"""Choosing among candidates."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from kg.extract.linear import buckets
from training.learn_choices import Choice, cross_validated_choices, fit_choices

CHOICES = [Choice([buckets(["wet", "near"]), buckets(["dry"])], [True, False]) for _ in range(6)] + [
    Choice([buckets(["dry"]), buckets(["none"])], [False, True]) for _ in range(6)
]


def test_what_was_right_before_is_chosen_again() -> None:
    classifier = fit_choices(CHOICES, "choice")
    wet, dry, none = classifier.scores([buckets(["wet", "near"]), buckets(["dry"]), buckets(["none"])])[:, 0].tolist()
    assert wet > dry
    assert none > dry


def test_several_candidates_may_be_right() -> None:
    both = [Choice([buckets(["wet"]), buckets(["damp"]), buckets(["dry"])], [True, True, False]) for _ in range(4)]
    wet, damp, dry = fit_choices(both, "choice").scores([buckets([w]) for w in ("wet", "damp", "dry")])[:, 0].tolist()
    assert wet == pytest.approx(damp)
    assert wet > dry


def test_the_share_of_right_choices_is_of_those_not_learned_from() -> None:
    assert cross_validated_choices(CHOICES, list(range(len(CHOICES)))) == 1.0
