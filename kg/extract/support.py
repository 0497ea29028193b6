"""Support: a mention that is unsure, alone with its name, and no part of any fact is more often wrong than right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.extract.evidence import EXTRACTORS
from kg.extract.facts import Facts
from kg.extract.mentions import ABBREVIATION
from kg.extract.models import MODELS
from kg.extract.record import Mention, Role
from kg.resolve.normal_form import normal_form

#: The confidence from which on a mention stays that nothing supports. F1 of entities and of their roles is best from
#: 0.35 to 0.45 on each file of annotated papers; from 0.45 on, spans that overlap a right one are lost as well.
LEAST = 0.4
#: Whose confidences are calibrated; what others say of theirs is taken as it is.
_CALIBRATED = frozenset((*EXTRACTORS, ABBREVIATION, *MODELS))


def supported(mentions: Sequence[Mention], facts: Facts) -> tuple[tuple[Mention, ...], tuple[Role, ...]]:
    """Return mentions and roles without those of names that are unsure and that nothing supports."""
    names = [normal_form(mention.text) for mention in mentions]
    counts, stated = Counter(names), set(map(normal_form, _stated(facts)))
    kept = {
        name
        for name, mention in zip(names, mentions, strict=True)
        if mention.confidence >= LEAST or mention.extractor not in _CALIBRATED or counts[name] > 1 or name in stated
    }
    return (
        tuple(mention for name, mention in zip(names, mentions, strict=True) if name in kept),
        tuple(role for role in facts.roles if normal_form(role.entity) in kept),
    )


def _stated(facts: Facts) -> Iterator[str]:
    """Yield the names that relations and results speak of."""
    for relation in facts.relations:
        yield from (relation.head, relation.tail)
    for result in facts.results:
        parts = (result.metric, result.method, result.dataset, result.hardware, result.baseline)
        yield from (part for part in parts if part)
