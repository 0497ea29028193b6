"""Judgement: which role each entity has and which pairs are related, by words and, where a model has read, by context.

Words tell more of what is rare, context more of everything else; their scores are averaged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.extract.context import Context
from kg.extract.contextual import roles_in_context, scores_in_context
from kg.extract.linear import Floats, sigmoid, softmax
from kg.extract.pair_features import Cast, cast_of
from kg.extract.reading import Reading
from kg.extract.record import RELATIONS
from kg.extract.relations import Candidates, candidate_pairs, scores_by_words, thresholds_by_words
from kg.extract.role_features import setting_of
from kg.extract.roles import likely_roles, roles_by_words

#: What words count for beside context; 0, 0.5 and 0.7 are worse on held-out papers.
_WORDS = 0.3


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
    roles, thresholds = roles_by_words(reading, setting), thresholds_by_words()
    model = context.model if context else None
    judged = roles_in_context(reading, context, model) if context and model else None
    if judged:
        roles = _together(roles, judged.roles)
    likely = softmax(roles)
    cast = cast_of(reading, *likely_roles(likely))
    candidates = candidate_pairs(reading, cast)
    scores = scores_by_words(reading, setting, cast, candidates)
    if judged and model:
        beside = scores_in_context(reading, judged, candidates, model)
        scores = {name: _together(scores[name], beside[name]) for name in scores}
        thresholds = dict.fromkeys(RELATIONS, model.threshold)
    return Judgement(likely, cast, candidates, {n: sigmoid(each) for n, each in scores.items()}, thresholds)


def _together(words: Floats, context: Floats) -> Floats:
    return _WORDS * words + (1 - _WORDS) * context
