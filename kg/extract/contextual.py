"""Roles and relations from context: networks that go on from how a trained model has read the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.context import Context
from kg.extract.linear import Floats
from kg.extract.models import FactsModel
from kg.extract.places import EntityPlaces, entity_places, pair_places
from kg.extract.reading import Reading
from kg.extract.record import RELATIONS
from kg.extract.relations import CLASSIFIERS, Candidates

#: What the network of pairs tells of each, in this order.
STATED = tuple(relation for relation in RELATIONS if relation != "aliasOf")
#: Pairs that are looked at in one run, so that a long text needs no more memory for it.
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Judged:
    """The entities of a reading: where they are, the scores of their roles, how their pieces are read now."""

    places: EntityPlaces
    roles: Floats
    pieces: Floats


def roles_in_context(reading: Reading, context: Context, model: FactsModel) -> Judged:
    """Return the score of each role for each entity (entities x roles), and what pairs are judged by."""
    places = entity_places(reading, context)
    roles, pieces = model.entities.run(
        ["roles", "pieces"],
        {
            "read": context.read[None],
            "kinds": places.kinds[None],
            "spans": places.spans,
            "occurrences": places.occurrences,
            "types": places.types,
        },
    )
    return Judged(places, roles, pieces)


def scores_in_context(reading: Reading, judged: Judged, candidates: Candidates, model: FactsModel) -> dict[str, Floats]:
    """Return the log odds of each classifier's relations, by the context of both entities (pairs x relations)."""
    numbers = {name: number for number, name in enumerate(CLASSIFIERS)}
    asked = [(numbers[name], pair) for name, pairs in candidates.items() for pair in pairs]
    if not asked:
        return {}
    parts = [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]
    rows = np.concatenate([_scores(reading, judged, part, model) for part in parts])
    ends = np.cumsum([len(pairs) for pairs in candidates.values()])
    return {
        name: own[:, [STATED.index(relation) for relation in CLASSIFIERS[name]]]
        for name, own in zip(candidates, np.split(rows, ends[:-1]), strict=True)
    }


def _scores(
    reading: Reading, judged: Judged, asked: Sequence[tuple[int, tuple[int, int]]], model: FactsModel
) -> Floats:
    """Return the log odds of all relations of pairs, each asked with the number of its classifier (pairs x STATED)."""
    (scores,) = model.pairs.run(
        ["relations"],
        {
            "pieces": judged.pieces,
            "spans": judged.places.spans,
            "occurrences": judged.places.occurrences,
            "pairs": pair_places(reading, judged.places, [pair for _, pair in asked]),
            "classes": np.array([number for number, _ in asked]),
        },
    )
    found: Floats = scores
    return found
