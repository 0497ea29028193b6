"""A record as curation has it: names that are blocked are left out, names that are retyped have their new type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from typing import Any

from kg.extract.record import EntityType, Record, Result
from kg.resolve.entities import Resolution
from kg.resolve.normal_form import normal_form

#: A name as a record has it: type and text.
Name = tuple[EntityType, str]
#: Type and slug of an entity.
Found = tuple[EntityType, str]
#: The parts of a result that are names, and their types.
PARTS: Mapping[str, EntityType] = {
    "metric": "Metric",
    "method": "Method",
    "dataset": "Dataset",
    "hardware": "Hardware",
    "baseline": "Method",
}


def read_names(record: Record, resolution: Resolution) -> tuple[Record, Callable[[EntityType, str], Found]]:
    """Return the record as curation has it, and what its names, by the type that they then have, refer to.

    A relation, or a part of a result, that was read of a name under another type goes.
    """

    def find(type: EntityType, text: str) -> Found | None:
        return resolution.find(record.id, type, normal_form(text))

    names = _names(record) if resolution.changes_types else set()
    found = {name: find(*name) for name in names}
    moved = {name for name, to in found.items() if to is None or to[0] != name[0]}
    by_new_type = {(to[0], text): to for (_, text), to in found.items() if to}
    by_new_type |= {name: to for name, to in found.items() if to and name not in moved}

    def refers_to(type: EntityType, text: str) -> Found:
        to = by_new_type.get((type, text)) or find(type, text)
        assert to is not None  # what is blocked has left the record
        return to

    return (_curated(record, found, moved) if moved else record), refers_to


def _names(record: Record) -> set[Name]:
    mentions = {(mention.type, mention.text) for mention in record.mentions}
    roles = {(role.type, role.entity) for role in record.roles}
    ends = {end for r in record.relations for end in ((r.head_type, r.head), (r.tail_type, r.tail))}
    parts = {(type, text) for r in record.results for part, type in PARTS.items() if (text := getattr(r, part))}
    return mentions | roles | ends | parts


def _curated(record: Record, found: Mapping[Name, Found | None], moved: Set[Name]) -> Record:
    mentions = ((mention, found[mention.type, mention.text]) for mention in record.mentions)
    roles = ((role, found[role.type, role.entity]) for role in record.roles)
    return replace(
        record,
        mentions=tuple(replace(mention, type=to[0]) for mention, to in mentions if to),
        roles=tuple(replace(role, type=to[0]) for role, to in roles if to),
        relations=tuple(r for r in record.relations if not moved & {(r.head_type, r.head), (r.tail_type, r.tail)}),
        results=tuple(_result(result, moved) for result in record.results),
    )


def _result(result: Result, moved: Set[Name]) -> Result:
    gone: dict[str, Any] = {part: None for part, type in PARTS.items() if (type, getattr(result, part)) in moved}
    return replace(result, **gone)
