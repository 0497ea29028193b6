"""Judgement: which role each entity has and which pairs are related, by words and, where a model has read, by context.

Words tell more of what is rare, context more of everything else; their scores are averaged. Where words count for
nothing, they are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kg.extract.context import Context
from kg.extract.contextual import roles_in_context, scores_in_context
from kg.extract.linear import Floats, sigmoid, softmax
from kg.extract.pair_features import Cast, cast_of
from kg.extract.reading import Reading
from kg.extract.record import RELATIONS
from kg.extract.relations import Candidates, candidate_pairs, scores_by_words, thresholds_by_words
from kg.extract.role_features import setting_of
from kg.extract.roles import likely_roles, roles_by_words

#: Log odds up to which a pair is unlikely to be related whatever its words say, so they are not read: to make the
#: features of all pairs takes longer than a small network. What is stated has eight in a hundred by context, or more.
_UNLIKELY = -2.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is thought of the entities of a paper.

    roles          entities x ROLES; how likely each is
    cast           who is who by that
    candidates     pairs that may be related
    probabilities  for each classifier, pairs x its relations
    thresholds     from which probability on a relation is stated
    """

    roles: Floats
    cast: Cast
    candidates: Candidates
    probabilities: Mapping[str, Floats]
    thresholds: Mapping[str, float]


def judge(reading: Reading, context: Context | None) -> Judgement:
    """Return what is thought of a paper with at least one entity.

    Roles come first, for what the paper calls its own is what most relations are about.
    """
    setting = setting_of(reading)
    model = context.model if context else None
    if context is None or model is None:
        likely, cast, candidates = _cast(reading, roles_by_words(reading, setting))
        scores, thresholds = scores_by_words(reading, setting, cast, candidates), thresholds_by_words()
    else:
        judged = roles_in_context(reading, context, model)
        roles = judged.roles
        if model.words_in_roles:
            roles = _together(roles_by_words(reading, setting), roles, model.words_in_roles)
        likely, cast, candidates = _cast(reading, roles)
        scores = scores_in_context(reading, judged, candidates, model)
        least = _UNLIKELY if model.words_in_relations else np.inf
        asked = {name: np.flatnonzero((each > least).any(axis=1)).tolist() for name, each in scores.items()}
        pairs = {name: [candidates[name][i] for i in numbers] for name, numbers in asked.items() if numbers}
        for name, words in scores_by_words(reading, setting, cast, pairs).items():
            scores[name][asked[name]] = _together(words, scores[name][asked[name]], model.words_in_relations)
        thresholds = dict.fromkeys(RELATIONS, model.threshold)
    return Judgement(likely, cast, candidates, {n: sigmoid(each) for n, each in scores.items()}, thresholds)


def _cast(reading: Reading, roles: Floats) -> tuple[Floats, Cast, Candidates]:
    """Return how likely each role is by its score, who is who by that, and the pairs that may be related."""
    likely = softmax(roles)
    cast = cast_of(reading, *likely_roles(likely))
    return likely, cast, candidate_pairs(reading, cast)


def _together(words: Floats, context: Floats, share: float) -> Floats:
    return share * words + (1 - share) * context
