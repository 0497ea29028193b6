"""What is thought of entities and pairs: by words alone, or by words and context together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from kg.corpus.paper import Paper
from kg.extract import judgement, relations
from kg.extract.context import Context, context_of
from kg.extract.document import make_doc
from kg.extract.judgement import judge
from kg.extract.linear import Floats, load_classifiers
from kg.extract.models import MODELS, load_model
from kg.extract.pipeline import create_pipeline
from kg.extract.reading import Reading
from kg.extract.record import ROLES
from kg.extract.relations import Candidates

Read = Callable[..., Reading]
TEXT = "We propose [M:QuillRank] for [T:sorting]. We train [M:QuillRank] on [D:heath]. It outperforms [M:BM25]."


@cache
def context(name: str = "accurate") -> Context:
    nlp = create_pipeline(name)
    plain = TEXT.replace("[M:", "").replace("[T:", "").replace("[D:", "").replace("]", "")
    found = context_of(nlp(make_doc(nlp, Paper("p", "", plain))))
    assert found is not None
    return found


def test_without_context_the_words_tell_and_have_their_own_thresholds(read: Read) -> None:
    judged = judge(read(TEXT), None)
    assert judged.thresholds["basedOn"] == load_classifiers()["Method-Method"].thresholds["basedOn"]
    assert len(set(judged.thresholds.values())) > 1


@pytest.mark.parametrize("name", MODELS)
def test_with_context_one_threshold_serves_all_relations(read: Read, name: str) -> None:
    model = load_model(name).facts
    assert model is not None
    assert set(judge(read(TEXT), context(name)).thresholds.values()) == {model.threshold}


@pytest.mark.parametrize(("unlikely", "all_read"), [(np.inf, False), (-np.inf, True)])
def test_words_are_read_of_the_pairs_that_context_takes_for_likely(
    read: Read, monkeypatch: pytest.MonkeyPatch, unlikely: float, all_read: bool
) -> None:
    asked: list[Candidates] = []

    def scores_by_words(*given: Any) -> dict[str, Floats]:
        asked.append(given[-1])
        return relations.scores_by_words(*given)

    monkeypatch.setattr(judgement, "_UNLIKELY", unlikely)
    monkeypatch.setattr(judgement, "scores_by_words", scores_by_words)
    judged = judge(read(TEXT), context())
    assert asked == [dict(judged.candidates) if all_read else {}]


def test_pairs_whose_words_are_not_read_change_nothing_that_is_stated(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, seen = read(TEXT), context()
    some = judge(reading, seen)
    monkeypatch.setattr(judgement, "_UNLIKELY", -np.inf)
    every = judge(reading, seen)
    for name, probabilities in every.probabilities.items():
        read_too = some.probabilities[name] != probabilities
        assert probabilities[read_too].max(initial=0) < 0.1
        assert some.probabilities[name][read_too].max(initial=0) < 0.1


def test_context_changes_what_the_words_alone_say(read: Read) -> None:
    reading = read(TEXT)
    alone, together = judge(reading, None), judge(reading, context())
    assert not np.allclose(alone.roles, together.roles)
    roles = {e.name: ROLES[best] for e, best in zip(reading.entities, together.roles.argmax(axis=1), strict=True)}
    assert (roles["bm25"], roles["heath"]) == ("compares", "uses")


@pytest.mark.parametrize("read_in_context", [False, True])
def test_all_is_probabilities_of_the_candidates(read: Read, read_in_context: bool) -> None:
    judged = judge(read(TEXT), context() if read_in_context else None)
    assert np.allclose(judged.roles.sum(axis=1), 1, atol=1e-5)
    assert judged.probabilities.keys() == judged.candidates.keys()
    for name, pairs in judged.candidates.items():
        assert len(judged.probabilities[name]) == len(pairs)
        assert ((judged.probabilities[name] >= 0) & (judged.probabilities[name] <= 1)).all()
