"""Lists of a type with facets: what is left under each choice, counted with all other choices kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.web.catalogue import ROLES, Catalogue, Numbers, Thing

#: Categories that are offered; any other can be given in the address.
_CATEGORIES = 15


@dataclass(frozen=True, slots=True)
class Choice:
    """What a visitor has chosen; empty is everything."""

    year: str = ""
    role: str = ""
    category: str = ""
    kind: str = ""
    sort: str = "papers"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: a thing, the number of papers that it has under the choice, and its first and last year."""

    thing: Thing
    papers: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, how long the list is, and for every facet the values with what each would leave."""

    rows: Sequence[Row]
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]]


SORTS: Mapping[str, str] = {"papers": "most papers", "name": "name", "new": "newest", "old": "oldest"}


def list_entities(catalogue: Catalogue, type: str, choice: Choice, offset: int, most: int) -> Listing:
    """Return some of the entities of a type that papers name under a choice."""
    of_type = catalogue.type_of[: catalogue.entities] == catalogue.types.index(type)
    kept = _links(catalogue, of_type, choice)
    entity, paper = catalogue.link_entity[kept], catalogue.link_paper[kept]
    counts = np.bincount(entity, minlength=catalogue.entities)
    first, last = _span(catalogue, entity, paper)
    order = _order(np.flatnonzero(counts), counts, first, last, choice.sort)
    rows = [
        Row(catalogue.things[i], int(counts[i]), int(first[i]), int(last[i])) for i in order[offset : offset + most]
    ]
    return Listing(rows, len(order), _entity_facets(catalogue, of_type, choice))


def list_papers(catalogue: Catalogue, choice: Choice, offset: int, most: int) -> Listing:
    """Return some of the papers under a choice, the newest first unless sorted by name or the oldest first."""
    order = np.flatnonzero(_papers(catalogue, choice))
    if choice.sort == "old":
        order = order[::-1]
    if choice.sort == "name":
        titles = [thing.label.lower() for thing in catalogue.things[catalogue.entities :]]
        order = np.array(sorted(order, key=lambda i: titles[i]), dtype=int)
    named = np.bincount(catalogue.link_paper, minlength=catalogue.papers)
    rows = [
        Row(catalogue.things[catalogue.entities + i], int(named[i]), int(catalogue.year[i]), int(catalogue.year[i]))
        for i in order[offset : offset + most]
    ]
    facets = {
        "year": _by_year(catalogue, lambda c: _papers(catalogue, c), choice),
        "category": _by_category(catalogue, lambda c: _papers(catalogue, c), choice),
    }
    return Listing(rows, len(order), facets)


def _papers(catalogue: Catalogue, choice: Choice) -> Numbers:
    """Return which papers are of a year and in a category."""
    kept = np.ones(catalogue.papers, dtype=bool)
    if choice.year:
        kept &= catalogue.year == (int(choice.year) if choice.year.isdigit() and len(choice.year) == 4 else -1)
    if choice.category:
        kept &= catalogue.member.get(choice.category, np.zeros(catalogue.papers, dtype=bool))
    return kept


def _links(catalogue: Catalogue, of_type: Numbers, choice: Choice) -> Numbers:
    """Return which links are to entities of a type, and kind of hardware, in a role, from papers under a choice."""
    if choice.kind:
        of_kind = [i for i in np.flatnonzero(of_type) if catalogue.things[int(i)].detail == choice.kind]
        of_type = np.isin(np.arange(catalogue.entities), of_kind)
    kept: Numbers = of_type[catalogue.link_entity]
    if choice.role:
        kept = kept & (catalogue.link_role & ROLES.get(choice.role, 0)).astype(bool)
    if choice.year or choice.category:
        kept = kept & _papers(catalogue, choice)[catalogue.link_paper]
    return kept


def _span(catalogue: Catalogue, entity: Numbers, paper: Numbers) -> tuple[Numbers, Numbers]:
    """Return the first and the last year by entity; 0 where no paper has a date."""
    year = catalogue.year[paper]
    dated = year > 0
    first = np.full(catalogue.entities, 9999, dtype=np.int16)
    last = np.zeros(catalogue.entities, dtype=np.int16)
    np.minimum.at(first, entity[dated], year[dated])
    np.maximum.at(last, entity[dated], year[dated])
    first[first == 9999] = 0
    return first, last


def _order(named: Numbers, counts: Numbers, first: Numbers, last: Numbers, sort: str) -> Numbers:
    """Return entities in the order asked for; they are numbered by name, so that a stable sort keeps names in order."""
    keys = {"papers": -counts[named], "new": -first[named].astype(int), "old": first[named].astype(int)}
    if sort not in keys:
        return named
    return named[np.lexsort((named, -counts[named], keys[sort]))]


def _entity_facets(catalogue: Catalogue, of_type: Numbers, choice: Choice) -> dict[str, list[tuple[str, int]]]:
    def left(kept: Numbers) -> int:
        return int(np.count_nonzero(np.bincount(catalogue.link_entity[kept], minlength=catalogue.entities)))

    facets = {"year": _entity_years(catalogue, _links(catalogue, of_type, replace(choice, year="")))}
    without_role = _links(catalogue, of_type, replace(choice, role=""))
    facets["role"] = [
        (role, left(without_role & (catalogue.link_role & bit).astype(bool)))
        for role, bit in ROLES.items()
        if role != "mentions"
    ]
    without = _links(catalogue, of_type, replace(choice, category=""))
    facets["category"] = [
        (category, left(without & member[catalogue.link_paper]))
        for category, member in list(catalogue.member.items())[:_CATEGORIES]
    ]
    facets["kind"] = _kinds(catalogue, _links(catalogue, of_type, replace(choice, kind="")))
    return {name: [(value, count) for value, count in values if count] for name, values in facets.items()}


def _entity_years(catalogue: Catalogue, kept: Numbers) -> list[tuple[str, int]]:
    years = [int(year) for year in np.unique(catalogue.year) if year]
    touched = np.zeros((len(years), catalogue.entities), dtype=bool)
    year = catalogue.year[catalogue.link_paper[kept]]
    dated = year > 0
    touched[np.searchsorted(years, year[dated]), catalogue.link_entity[kept][dated]] = True
    return [(str(year), int(count)) for year, count in zip(years, touched.sum(axis=1), strict=True)][::-1]


def _kinds(catalogue: Catalogue, kept: Numbers) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for i in np.unique(catalogue.link_entity[kept]):
        if detail := catalogue.things[i].detail:
            counts[detail] = counts.get(detail, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _by_year(catalogue: Catalogue, kept: Callable[[Choice], Numbers], choice: Choice) -> list[tuple[str, int]]:
    years, counts = np.unique(catalogue.year[kept(replace(choice, year=""))], return_counts=True)
    return [(str(year), int(count)) for year, count in zip(years, counts, strict=True) if year][::-1]


def _by_category(catalogue: Catalogue, kept: Callable[[Choice], Numbers], choice: Choice) -> list[tuple[str, int]]:
    others = kept(replace(choice, category=""))
    counts = [(name, int(np.count_nonzero(others & member))) for name, member in catalogue.member.items()]
    return [(name, count) for name, count in counts if count][:_CATEGORIES]
