"""The facts of one paper in comparable form: what is counted as right, missed or made up."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from kg.evaluate.annotations import Annotations, Span
from kg.evaluate.names import Canonical, canonical_names, name_key, value_key

#: The kinds of facts, in the order in which they are printed.
KINDS = ("mentions", "entities", "roles", "relations", "aliases", "results")


@dataclass(frozen=True, slots=True)
class Facts:
    """One paper's facts by kind. Names are canonical by the gold's aliases, so that either form is right.

    mentions   field, start, end, type
    entities   entity, type
    roles      entity, type, role
    relations  head, relation, tail; all but `aliasOf`
    aliases    short form, long form
    results    value, metric, direction
    """

    mentions: frozenset[Span]
    entities: frozenset[tuple[str, str]]
    roles: frozenset[tuple[str, str, str]]
    relations: frozenset[tuple[str, str, str]]
    aliases: frozenset[tuple[str, str]]
    results: frozenset[tuple[str, str, str]]

    def of(self, kind: str) -> frozenset[tuple[Hashable, ...]]:
        """Return the facts of one kind."""
        found: frozenset[tuple[Hashable, ...]] = getattr(self, kind)
        return found


def facts_of(paper: Annotations, canonical: Canonical) -> Facts:
    """Return the facts of a paper, with names joined by `canonical`."""
    roles = frozenset((canonical(r["entity"]), r["type"], r["role"]) for r in paper.roles)
    aliases = [r for r in paper.relations if r["relation"] == "aliasOf"]
    return Facts(
        mentions=frozenset(paper.mentions),
        entities=frozenset((name, type) for name, type, _ in roles),
        roles=roles,
        relations=frozenset(
            (canonical(r["head"]), r["relation"], canonical(r["tail"]))
            for r in paper.relations
            if r["relation"] != "aliasOf"
        ),
        aliases=frozenset((name_key(r["head"]), name_key(r["tail"])) for r in aliases),
        results=frozenset(
            (value_key(r.get("value")), canonical(r.get("metric")), r.get("direction") or "") for r in paper.results
        ),
    )


def paired_facts(
    gold: Mapping[str, Annotations], predicted: Mapping[str, Annotations]
) -> dict[str, tuple[Facts, Facts]]:
    """Return the facts of each gold paper and of its prediction; a paper that was not predicted has none."""
    pairs = {}
    for id, paper in gold.items():
        canonical = canonical_names(paper.relations)
        guess = predicted.get(id) or Annotations(id, "", "", {})
        pairs[id] = facts_of(paper, canonical), facts_of(guess, canonical)
    return pairs
