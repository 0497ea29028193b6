"""Facts: roles, relations and results of a paper, read from its sentences and the mentions in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.aliases import find_aliases, long_forms
from kg.extract.context import Context
from kg.extract.judgement import judge
from kg.extract.reading import Span, read_paper
from kg.extract.record import Mention, Relation, Result, Role
from kg.extract.relations import likely_relations, relations_of
from kg.extract.results import find_results
from kg.extract.roles import roles_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paper says beyond its mentions."""

    roles: tuple[Role, ...]
    relations: tuple[Relation, ...]
    results: tuple[Result, ...]


def find_facts(
    title: str,
    abstract: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    context: Context | None = None,
) -> Facts:
    """Return the facts of a paper whose sentences and mentions are known; both are in the order of the text.

    Roles and relations are judged by context too where a model has read the text.
    """
    aliases = find_aliases(title, abstract, mentions)
    reading = read_paper(title, abstract, sentences, mentions, long_forms(aliases))
    if not reading.entities:
        return Facts((), (), ())
    judged = judge(reading, context)
    likely = likely_relations(judged.candidates, judged.probabilities, judged.thresholds)
    return Facts(
        roles=roles_of(reading, judged.roles),
        relations=(*aliases, *relations_of(reading, likely)),
        results=find_results(reading, judged.cast),
    )
