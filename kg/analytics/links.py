"""What networks are made of: the papers of a selection, the entities, and which paper has which in what role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.analytics.selection import Selection
from kg.analytics.store_rows import StoreRows
from kg.extract.record import ENTITY_TYPES, ROLES, EntityType, RoleName

#: The saved query that yields the links; reports name it, so that anyone can run it again.
LINKS_QUERY = "network_paper_entity"

#: What its rows call types and roles.
_TYPES: Mapping[str, EntityType] = {type: type for type in ENTITY_TYPES}
_ROLES: Mapping[str, RoleName] = {role: role for role in ROLES}


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A paper that has an entity, in the most specific of the roles that were asked for."""

    paper: str
    entity: str
    role: RoleName


@dataclass(frozen=True, slots=True)
class Named:
    """An entity's label and type."""

    label: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper's title and its date in the precision known (`2021`, `2021-05`, `2021-05-14`), None without one."""

    title: str
    issued: str | None

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return int(self.issued[:4]) if self.issued else None


@dataclass(frozen=True)
class Links:
    """All papers of a selection, with and without entities, all entities that they have, and the links, sorted."""

    papers: Mapping[str, PaperFacts]
    entities: Mapping[str, Named]
    links: tuple[Link, ...]

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year of the papers that are dated."""
        years = [paper.year for paper in self.papers.values() if paper.year is not None]
        return (min(years), max(years)) if years else None

    def by_entity(self) -> Mapping[str, frozenset[str]]:
        """Return the papers that have each entity."""
        return self._by_entity

    @cached_property
    def _by_entity(self) -> dict[str, frozenset[str]]:
        papers: defaultdict[str, list[str]] = defaultdict(list)
        for link in self.links:
            papers[link.entity].append(link.paper)
        return {entity: frozenset(papers[entity]) for entity in sorted(papers)}

    def papers_with(self) -> dict[EntityType, int]:
        """Return how many papers have at least one entity of each type: the denominators of every count."""
        papers: dict[EntityType, set[str]] = {type: set() for type in ENTITY_TYPES}
        for link in self.links:
            papers[self.entities[link.entity].type].add(link.paper)
        return {type: len(found) for type, found in papers.items()}


def read_links(store: StoreRows, selection: Selection) -> Links:
    """Return the papers, entities and links of a selection."""
    papers = {
        paper: PaperFacts(title, issued or None)
        for paper, title, issued in store.rows("network_papers", selection.of_papers)
    }
    sure = _sure_pairs(store, selection.confidence)
    entities: dict[str, Named] = {}
    roles: dict[tuple[str, str], RoleName] = {}
    for paper, entity, label, type, role in store.rows(LINKS_QUERY, {**selection.of_papers, "role": selection.roles}):
        if sure is not None and (paper, entity) not in sure:
            continue
        pair = (paper, entity)
        named = Named(label, _TYPES[type])
        entities[entity] = min(entities.get(entity, named), named, key=_order)
        roles[pair] = min(roles.get(pair, _ROLES[role]), _ROLES[role], key=selection.roles.index)
    links = tuple(sorted(Link(paper, entity, role) for (paper, entity), role in roles.items()))
    return Links(dict(sorted(papers.items())), dict(sorted(entities.items())), links)


def _order(named: Named) -> tuple[str, str]:
    return named.label, named.type


def _sure_pairs(store: StoreRows, confidence: float) -> set[tuple[str, str]] | None:
    """Return the pairs of paper and entity whose surest mention is sure enough; None where any is."""
    if confidence <= 0:
        return None
    rows = store.rows("network_confidence", {"confidence": [f"{confidence:f}"]})
    return {(paper, entity) for paper, entity, _ in rows}
