"""The networks that tell roles and relations from context: one score each, whatever is asked beside."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from kg.corpus.paper import Paper
from kg.extract import contextual
from kg.extract.context import Context, context_of
from kg.extract.contextual import STATED, roles_in_context, scores_in_context
from kg.extract.document import make_doc, sentence_spans
from kg.extract.models import MODELS, FactsModel, load_model
from kg.extract.pipeline import create_pipeline
from kg.extract.reading import Reading, read_paper
from kg.extract.record import RELATIONS, ROLES
from kg.extract.relations import CLASSIFIERS
from kg.extract.run import mentions_of

ABSTRACT = (
    "We propose QuillRank for passage retrieval. QuillRank is based on BERT. We evaluate QuillRank on MS MARCO and "
    "BEIR. It outperforms BM25 and ColBERT in accuracy."
)


@cache
def read(name: str = "accurate") -> tuple[Reading, Context, FactsModel]:
    nlp, paper = create_pipeline(name), Paper("p", "QuillRank: Passage Retrieval", ABSTRACT)
    doc = nlp(make_doc(nlp, paper))
    context, model = context_of(doc), load_model(name).facts
    assert context is not None
    assert model is not None
    mentions = tuple(mentions_of(doc, paper))
    return read_paper(paper.title, paper.abstract, sentence_spans(doc), mentions, {}), context, model


def test_the_network_tells_every_relation_but_the_alias() -> None:
    assert set(STATED) == set(RELATIONS) - {"aliasOf"}


@pytest.mark.parametrize("name", MODELS)
def test_each_entity_has_a_score_for_each_role(name: str) -> None:
    reading, context, model = read(name)
    roles = roles_in_context(reading, context, model).roles
    assert roles.shape == (len(reading.entities), len(ROLES))
    likely = {e.name: ROLES[best] for e, best in zip(reading.entities, roles.argmax(axis=1), strict=True)}
    assert (likely["quillrank"], likely["bm25"]) == ("introduces", "compares")


def test_pairs_are_scored_for_what_their_types_allow() -> None:
    reading, context, model = read()
    judged = roles_in_context(reading, context, model)
    asked = {"Thing-Metric": [(0, 1)], "Method-Method": [(0, 1), (1, 0)]}
    scores = scores_in_context(reading, judged, asked, model)
    assert {name: each.shape for name, each in scores.items()} == {
        name: (len(pairs), len(CLASSIFIERS[name])) for name, pairs in asked.items()
    }
    assert not np.allclose(scores["Method-Method"][0], scores["Method-Method"][1])


def test_without_pairs_there_are_no_scores() -> None:
    reading, context, model = read()
    assert scores_in_context(reading, roles_in_context(reading, context, model), {}, model) == {}


def test_pairs_of_a_long_text_are_scored_in_parts_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, context, model = read()
    judged = roles_in_context(reading, context, model)
    pairs = {"Method-Method": [(0, 1), (1, 0), (1, 2), (0, 2), (2, 0)]}
    at_once = scores_in_context(reading, judged, pairs, model)["Method-Method"]
    monkeypatch.setattr(contextual, "_AT_ONCE", 2)
    in_parts = scores_in_context(reading, judged, pairs, model)["Method-Method"]
    assert np.abs(at_once - in_parts).max() < 0.3
