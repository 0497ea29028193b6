"""The shipped models, as components of the pipeline."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus.paper import Paper
from kg.extract.document import make_doc
from kg.extract.labels import LABELS
from kg.extract.models import MODELS, load_model
from kg.extract.pipeline import create_pipeline
from kg.extract.record import ENTITY_TYPES, Record
from kg.extract.run import extract_paper, extract_papers
from kg.extract.tagger import scores_of
from kg.settings import Settings

ABSTRACT = (
    "We present QuillRank, a ranking model that is trained on MS MARCO and evaluated on the moss retrieval benchmark "
    "PeatQA. It outperforms BERT by 4.1 points in accuracy on document ranking, and runs on a single A100 GPU."
)
both_models = pytest.mark.parametrize("model", MODELS)


@cache
def extract_by(model: str) -> Callable[[str, str], Record]:
    nlp = create_pipeline(model)
    return lambda title, abstract: extract_paper(nlp, Paper("p1", title, abstract))


@both_models
def test_a_trained_model_finds_names_that_no_list_holds(model: str) -> None:
    found = {(m.text, m.type) for m in extract_by(model)("QuillRank: Ranking Moss Documents", ABSTRACT).mentions}
    assert {
        ("QuillRank", "Method"),
        ("MS MARCO", "Dataset"),
        ("PeatQA", "Dataset"),
        ("BERT", "Method"),
        ("accuracy", "Metric"),
    } <= found
    assert any(type == "Hardware" and "A100" in text for text, type in found)


@both_models
def test_generic_words_are_no_mentions(model: str) -> None:
    abstract = (
        "In this paper we propose our method, and our approach improves performance. The model shows good results."
    )
    assert [m.text for m in extract_by(model)("A new approach", abstract).mentions] == []


@both_models
@settings(deadline=None, max_examples=25)
@given(title=st.text(max_size=60), abstract=st.one_of(st.text(max_size=200), st.just(ABSTRACT)))
def test_mentions_are_stretches_of_the_text_that_do_not_overlap(model: str, title: str, abstract: str) -> None:
    record = extract_by(model)(title, abstract)
    for mention in record.mentions:
        assert record.text(mention.field)[mention.start : mention.end] == mention.text
        assert mention.type in ENTITY_TYPES
        assert 0 <= mention.confidence <= 1
    for before, after in pairwise(record.mentions):
        assert before.field != after.field or before.end <= after.start


@both_models
def test_a_text_longer_than_a_window_is_read_to_its_end(model: str) -> None:
    record = extract_by(model)("Moss", f"{'Peat grows slowly in the rain. ' * 120}We train BERT on ImageNet.")
    assert {"BERT", "ImageNet"} <= {m.text for m in record.mentions if m.start > 3600}


@both_models
def test_a_paper_has_the_same_record_whatever_is_read_with_it(model: str) -> None:
    paper = Paper("p1", "QuillRank", ABSTRACT)
    others = [Paper(f"o{i}", "Moss", "Peat " * (7 * i) + "on ImageNet.") for i in range(5)]
    alone = list(extract_papers([paper], Settings(model=model, processes=1)))
    among = list(extract_papers([*others, paper], Settings(model=model, processes=1)))
    assert among[-1] == alone[0]


@both_models
def test_scores_are_one_row_a_token(model: str) -> None:
    nlp = create_pipeline(model)
    doc = nlp(make_doc(nlp, Paper("p1", "", ABSTRACT)))
    assert scores_of(doc).shape == (len(doc), len(LABELS))
    assert scores_of(nlp(make_doc(nlp, Paper("p1", "", "")))).shape == (0, len(LABELS))


@both_models
def test_what_goes_with_a_model_fits_its_labels(model: str) -> None:
    loaded = load_model(model)
    assert loaded.transitions.shape == (len(LABELS), len(LABELS))
    assert 0.2 < loaded.scale < 2
    assert {extractor for extractor, _ in loaded.evidence} >= {"known_names", "patterns", "title_coinage"}
    assert all(np.isfinite(voices).all() for voices in loaded.evidence.values())


def test_a_known_name_counts_for_more_than_an_unknown_word() -> None:
    weights = load_model("accurate").evidence
    exact, _, _, outside = weights["known_names", "Dataset"]
    assert exact > outside
