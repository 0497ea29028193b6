"""The known names: one TSV per entity type in `ontology/`, with aliases and wider terms."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.extract.record import ENTITY_TYPES, EntityType
from kg.resources import ontology_dir

#: The file of each type.
FILES: Mapping[EntityType, str] = {
    "Method": "methods.tsv",
    "Dataset": "datasets.tsv",
    "Hardware": "hardware.tsv",
    "Metric": "metrics.tsv",
    "Task": "tasks.tsv",
}


@dataclass(frozen=True, slots=True)
class Name:
    """One row: a preferred label, its other forms, its wider terms (labels of other rows) and further columns."""

    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def forms(self) -> tuple[str, ...]:
        """The label and the aliases. A form in lower case matches any letter case, another exactly as written."""
        return (self.label, *self.aliases)


@cache
def load_gazetteer(folder: Path | None = None) -> tuple[Name, ...]:
    """Return all rows of all types, sorted by type and label; the shipped ones unless a folder is given."""
    return tuple(
        name
        for type in ENTITY_TYPES
        for name in sorted(_read(type, (folder or ontology_dir()) / FILES[type]), key=lambda n: n.label)
    )


def _read(type: EntityType, path: Path) -> Iterable[Name]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Name(
                type=type,
                label=row.pop("name"),
                aliases=_several(row.pop("aliases")),
                broader=_several(row.pop("broader")),
                attributes={key: value for key, value in row.items() if value},
            )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
