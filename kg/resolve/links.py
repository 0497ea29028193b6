"""The shipped links: what an entity is called in Wikidata, the Computer Science Ontology (CSO) and MLSO."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.extract.record import EntityType
from kg.graph.vocabulary import PREFIXES
from kg.resolve.meanings import Key
from kg.resolve.normal_form import normal_form
from kg.resources import ontology_dir

#: The file of links, beside the gazetteers, and its columns.
FILE = "links.tsv"
COLUMNS = ("type", "name", "match", "link", "source")


@dataclass(frozen=True, slots=True)
class Link:
    """A thing elsewhere that is what a name of a type means (`exact`), or the nearest that is described there.

    `target` is an IRI; `source` says where it comes from: `openalex`, `cso` and `mlso` are the vocabularies in which
    name and target stand together, `reading` is an id that people have looked up.
    """

    type: EntityType
    name: str
    exact: bool
    target: str
    source: str


@cache
def load_links(file: Path | None = None) -> tuple[Link, ...]:
    """Return all links in the order of the file; the shipped ones unless a file is given."""
    with (file or ontology_dir() / FILE).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            Link(row["type"], row["name"], row["match"] == "exact", target_iri(row["link"]), row["source"])  # type: ignore[arg-type]
            for row in rows
        )


def links_by_key(links: Iterable[Link]) -> Mapping[Key, tuple[Link, ...]]:
    """Return the links of each type and normal form."""
    found: dict[Key, list[Link]] = defaultdict(list)
    for link in links:
        found[link.type, normal_form(link.name)].append(link)
    return {key: tuple(of_key) for key, of_key in found.items()}


def target_iri(link: str) -> str:
    """Return the IRI that a Wikidata id (`Q42`), a prefixed name (`cso:deep_learning`) or an IRI stands for."""
    prefix, colon, name = link.partition(":")
    if not colon:
        return PREFIXES["wd"] + link
    return PREFIXES[prefix] + name if prefix in PREFIXES else link
