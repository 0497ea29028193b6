"""Roles: what the paper does with each entity, by a classifier of how the entity is spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.linear import Floats, load_classifiers
from kg.extract.reading import Reading
from kg.extract.record import ENTITY_TYPES, ROLES, Role, RoleName
from kg.extract.role_features import Setting, role_features

#: The name of the classifier among the weights; its classes are `ROLES`.
CLASSIFIER = "role"


def roles_by_words(reading: Reading, setting: Setting) -> Floats:
    """Return the score of each role for each entity, by the words of the text (entities x roles)."""
    candidates = [role_features(entity, reading, setting) for entity in reading.entities]
    return load_classifiers()[CLASSIFIER].scores(candidates)


def likely_roles(probabilities: Floats) -> tuple[Sequence[RoleName], Sequence[float]]:
    """Return the likeliest role of each entity, and how likely the paper introduces it."""
    return [ROLES[best] for best in probabilities.argmax(axis=1)], probabilities[:, ROLES.index("introduces")].tolist()


def roles_of(reading: Reading, probabilities: Floats) -> tuple[Role, ...]:
    """Return one role per entity, sorted by type and name; its confidence counts in that of the entity itself."""
    roles = []
    for entity, row in zip(reading.entities, probabilities, strict=True):
        best = int(row.argmax())
        confidence = round(float(row[best]) * entity.confidence, 2)
        key = ENTITY_TYPES.index(entity.type), entity.name
        roles.append((key, Role(entity.fullest.text, entity.type, ROLES[best], confidence)))
    return tuple(role for _, role in sorted(roles, key=lambda item: item[0]))
