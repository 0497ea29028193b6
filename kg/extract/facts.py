"""Facts: roles, relations and results of a paper, read from its sentences and the mentions in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.aliases import find_aliases, long_forms
from kg.extract.pair_features import cast_of
from kg.extract.reading import Span, read_paper
from kg.extract.record import Mention, Relation, Result, Role
from kg.extract.relations import find_relations
from kg.extract.results import find_results
from kg.extract.role_features import setting_of
from kg.extract.roles import likely_roles, role_probabilities, roles_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paper says beyond its mentions."""

    roles: tuple[Role, ...]
    relations: tuple[Relation, ...]
    results: tuple[Result, ...]


def find_facts(title: str, abstract: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> Facts:
    """Return the facts of a paper whose sentences and mentions are known; both are in the order of the text.

    Roles come first, for what the paper calls its own is what most relations and results are about.
    """
    aliases = find_aliases(title, abstract, mentions)
    reading = read_paper(title, abstract, sentences, mentions, long_forms(aliases))
    if not reading.entities:
        return Facts((), (), ())
    setting = setting_of(reading)
    probabilities = role_probabilities(reading, setting)
    cast = cast_of(reading, *likely_roles(probabilities))
    return Facts(
        roles=roles_of(reading, probabilities),
        relations=(*aliases, *find_relations(reading, setting, cast)),
        results=find_results(reading, cast),
    )
