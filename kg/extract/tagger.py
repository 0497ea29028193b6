"""The tagger: scores each token of a Doc for each label, by a trained model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.context import leave_context
from kg.extract.labels import LABELS
from kg.extract.models import Model, load_model
from kg.extract.wordpieces import windows

_SCORES = "kg_scores"


class Tagger:
    """Leaves the scores of labels for the component that chooses mentions, and how it read the text for facts.

    A text is scored alone, never in a batch with others, so that it has the same scores whatever its neighbours.
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        told = [(token.text, bool(token.is_sent_start)) for token in doc]
        seen = list(windows([word for word, _ in told], [begins for _, begins in told], self.model.tokenizer))
        scored = [self.model.read(window) for window in seen]
        scores = [scores for scores, _ in scored]
        doc.user_data[_SCORES] = np.concatenate(scores) if scores else np.zeros((0, len(LABELS)), np.float32)
        leave_context(doc, seen, [read for _, read in scored if read is not None], self.model.facts)
        return doc


def scores_of(doc: Doc) -> NDArray[np.float32]:
    """Return the scores (tokens x labels) that the tagger has left."""
    scores: NDArray[np.float32] = doc.user_data[_SCORES]
    return scores


@Language.factory("kg_tagger", default_config={"model": "accurate"})
def create_tagger(nlp: Language, name: str, model: str) -> Tagger:
    """Return the component with a shipped model."""
    return Tagger(load_model(model))
