"""What proposals of rules and gazetteers add to the scores of labels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from spacy.tokens import Doc

from kg.extract.evidence import EXTRACTORS, Proposal, add_evidence, proposals
from kg.extract.labels import INDEX, LABELS

SILENT = np.zeros((3, len(LABELS)), np.float32)


def test_a_proposal_speaks_for_its_labels_its_type_its_boundaries_and_against_none() -> None:
    weights = {("shape", "Dataset"): (4.0, 3.0, 2.0, -1.0)}
    scores = add_evidence(SILENT, [Proposal(1, 3, "Dataset", "shape")], weights)
    assert scores[0].tolist() == [0.0] * len(LABELS)
    assert {label: scores[1, INDEX[label]] for label in ("B-Dataset", "U-Dataset", "B-Method", "O", "I-Method")} == {
        "B-Dataset": 4.0,
        "U-Dataset": 3.0,
        "B-Method": 2.0,
        "O": -1.0,
        "I-Method": 0.0,
    }
    assert scores[2, INDEX["L-Dataset"]] == 4.0


def test_proposals_of_several_extractors_add_up() -> None:
    weights = {("shape", "Method"): (1.0, 0.0, 0.0, 0.0), ("terms", "Method"): (0.5, 0.0, 0.0, 0.25)}
    proposed = [Proposal(0, 1, "Method", "shape"), Proposal(0, 1, "Method", "terms")]
    scores = add_evidence(SILENT, proposed, weights)
    assert (scores[0, INDEX["U-Method"]], scores[0, INDEX["O"]]) == (1.5, 0.25)


def test_a_kind_of_proposal_that_was_never_weighed_adds_nothing() -> None:
    assert np.array_equal(add_evidence(SILENT, [Proposal(0, 1, "Task", "shape")], {}), SILENT)


def test_scores_that_evidence_is_added_to_stay_as_they_were() -> None:
    before = SILENT.copy()
    add_evidence(before, [Proposal(0, 3, "Task", "terms")], {("terms", "Task"): (1.0, 1.0, 1.0, 1.0)})
    assert np.array_equal(before, SILENT)


def test_proposals_come_from_all_extractors_the_best_informed_first(annotate: Callable[..., Doc]) -> None:
    doc = annotate("We propose QuillRank for moss segmentation on A100 GPUs with BERT.")
    found = [(doc[p.start : p.end].text, p.type, p.extractor) for p in proposals(doc)]
    assert ("QuillRank", "Method", "stated_coinage") in found
    assert ("BERT", "Method", "known_names") in found
    assert ("A100 GPUs", "Hardware", "patterns") in found
    assert ("moss segmentation", "Task", "terms") in found
    order = [EXTRACTORS.index(extractor) for _, _, extractor in found]
    assert order == sorted(order)
