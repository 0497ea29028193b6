"""What is thought of entities and pairs: by words alone, or by words and context together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from kg.corpus.paper import Paper
from kg.extract.context import Context, context_of
from kg.extract.document import make_doc
from kg.extract.judgement import judge
from kg.extract.linear import load_classifiers
from kg.extract.models import load_model
from kg.extract.pipeline import create_pipeline
from kg.extract.reading import Reading
from kg.extract.record import ROLES

Read = Callable[..., Reading]
TEXT = "We propose [M:QuillRank] for [T:sorting]. We train [M:QuillRank] on [D:heath]. It outperforms [M:BM25]."


@cache
def context() -> Context:
    nlp = create_pipeline("accurate")
    plain = TEXT.replace("[M:", "").replace("[T:", "").replace("[D:", "").replace("]", "")
    found = context_of(nlp(make_doc(nlp, Paper("p", "", plain))))
    assert found is not None
    return found


def test_without_context_the_words_tell_and_have_their_own_thresholds(read: Read) -> None:
    judged = judge(read(TEXT), None)
    assert judged.thresholds["basedOn"] == load_classifiers()["Method-Method"].thresholds["basedOn"]
    assert len(set(judged.thresholds.values())) > 1


def test_with_context_one_threshold_serves_all_relations(read: Read) -> None:
    model = load_model("accurate").facts
    assert model is not None
    assert set(judge(read(TEXT), context()).thresholds.values()) == {model.threshold}


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
