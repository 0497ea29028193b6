"""What is chosen where scores and evidence meet, on a model with scores that are set by hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.corpus.paper import Paper
from kg.extract.chosen import chosen_mentions
from kg.extract.document import make_doc
from kg.extract.evidence import Weights
from kg.extract.labels import INDEX, LABELS
from kg.extract.mentions import Mentions
from kg.extract.models import Model

Scores = Mapping[str, Mapping[str, float]]


def choose(nlp: Language, text: str, scores: Scores, evidence: Weights | None = None) -> list[tuple[str, str, str]]:
    return [(doc_text, type, extractor) for doc_text, type, extractor, _ in choose_all(nlp, text, scores, evidence)]


def choose_all(
    nlp: Language, text: str, scores: Scores, evidence: Weights | None = None
) -> list[tuple[str, str, str, float]]:
    """Score words by hand (by word, then label; `O` has 3 unless it is said), and return what is chosen."""
    doc: Doc = nlp(make_doc(nlp, Paper("p1", "", text)))
    table = np.zeros((len(doc), len(LABELS)), np.float32)
    table[:, INDEX["O"]] = 3
    for token in doc:
        for label, score in scores.get(token.text, {}).items():
            table[token.i, INDEX[label]] = score
    doc.user_data["kg_scores"] = table
    silent = np.zeros((len(LABELS), len(LABELS)), np.float32)
    model = Model("accurate", (), None, silent, evidence or {}, 1.0)  # type: ignore[arg-type]
    return [
        (doc[m.start : m.end].text, m.type, m.extractor, m.confidence) for m in chosen_mentions(Mentions(model)(doc))
    ]


def test_the_model_alone_makes_a_mention(nlp: Language) -> None:
    assert choose(nlp, "We like peat walks.", {"peat": {"B-Task": 5}, "walks": {"L-Task": 5}}) == [
        ("peat walks", "Task", "accurate")
    ]


@pytest.mark.parametrize(("text", "found"), [("PSNR score", "PSNR"), ("GLUE score", "GLUE score")])
def test_a_metric_that_is_known_without_the_word_score_goes_without_it(nlp: Language, text: str, found: str) -> None:
    scores = {text.split()[0]: {"B-Metric": 5}, "score": {"L-Metric": 5}}
    assert [(name, type) for name, type, _ in choose(nlp, f"We like the {text} here.", scores)] == [(found, "Metric")]


def test_evidence_can_tip_the_scales_either_way(nlp: Language) -> None:
    unsure = {"ImageNet": {"U-Dataset": 2.5}}
    assert choose(nlp, "We use ImageNet.", unsure) == []
    for_it = {("known_names", "Dataset"): (2.0, 0.0, 0.0, 0.0)}
    assert choose(nlp, "We use ImageNet.", unsure, for_it) == [("ImageNet", "Dataset", "known_names")]
    sure = {"ImageNet": {"U-Dataset": 4}}
    against = {("known_names", "Dataset"): (0.0, 0.0, 0.0, 3.0)}
    assert choose(nlp, "We use ImageNet.", sure) == [("ImageNet", "Dataset", "known_names")]
    assert choose(nlp, "We use ImageNet.", sure, against) == []


def test_a_mention_that_others_propose_otherwise_is_credited_to_the_model(nlp: Language) -> None:
    assert choose(nlp, "We use ImageNet.", {"ImageNet": {"U-Task": 5}}) == [("ImageNet", "Task", "accurate")]


def test_the_confidence_is_the_probability_to_two_digits(nlp: Language) -> None:
    ((_, _, _, confidence),) = choose_all(nlp, "Moss", {"Moss": {"U-Task": 5}})
    weights = [np.exp(5.0), np.exp(3.0), *[1.0] * 4]
    assert confidence == pytest.approx(weights[0] / sum(weights), abs=0.006)
    assert confidence == round(confidence, 2)


def test_both_forms_of_an_abbreviation_have_the_type_of_the_surer(nlp: Language) -> None:
    scores = {"moss": {"B-Task": 6}, "segmentation": {"L-Task": 6}, "MGS": {"U-Method": 4}}
    assert choose(nlp, "On moss growth segmentation (MGS).", {**scores, "growth": {"I-Task": 6}}) == [
        ("moss growth segmentation", "Task", "terms"),
        ("MGS", "Task", "abbreviation"),
    ]


def test_the_short_form_of_a_mention_is_one(nlp: Language) -> None:
    scores = {"moss": {"B-Task": 6}, "growth": {"I-Task": 6}, "segmentation": {"L-Task": 6}}
    assert choose(nlp, "On moss growth segmentation (MGS).", scores)[1:] == [("MGS", "Task", "abbreviation")]
