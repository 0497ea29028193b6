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
    scores = {}
    for number, (name, relations) in enumerate(CLASSIFIERS.items()):
        columns = [STATED.index(relation) for relation in relations]
        pairs = candidates.get(name, ())
        parts = [pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)]
        if parts:
            scores[name] = np.concatenate([_scores(reading, judged, part, number, model)[:, columns] for part in parts])
    return scores


def _scores(
    reading: Reading, judged: Judged, pairs: Sequence[tuple[int, int]], classifier: int, model: FactsModel
) -> Floats:
    (scores,) = model.pairs.run(
        ["relations"],
        {
            "pieces": judged.pieces,
            "spans": judged.places.spans,
            "occurrences": judged.places.occurrences,
            "pairs": pair_places(reading, judged.places, pairs),
            "classes": np.full(len(pairs), classifier),
        },
    )
    found: Floats = scores
    return found
