"""What the networks are made of: which paper has which entity, read from the published snapshot of a store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oxrdflib import OxigraphStore
from pyoxigraph import Store
from rdflib import Dataset

from kg.extract.record import ENTITY_TYPES, EntityType
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import KG
from kg.resources import queries_dir

#: The saved query that yields the links; reports name it, so that anyone can run it again.
LINKS_QUERY = "paper_entities"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A paper that introduces, uses or compares with an entity."""

    paper: str
    entity: str
    label: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many papers there are, over which years, and how many name at least one entity of each type."""

    papers: int
    years: tuple[int, int] | None
    papers_with: dict[EntityType, int]


def open_dataset(store: Path) -> Dataset:
    """Return the published snapshot as an rdflib dataset whose default graph is the union of all graphs.

    Queries must be passed as strings: Oxigraph then runs them, where a prepared query would silently be evaluated by
    rdflib's own engine, some ninety times slower.
    """
    snapshot = StoreFolder.open(store).current()
    return Dataset(store=OxigraphStore(store=Store.read_only(str(snapshot.graph))), default_union=True)


def read_links(dataset: Dataset) -> list[Link]:
    """Return all links, sorted."""
    query = (queries_dir() / f"{LINKS_QUERY}.rq").read_text(encoding="utf-8")
    return sorted(
        Link(str(row.paper), str(row.entity), str(row.label), _type(row.type))  # type: ignore[union-attr]
        for row in dataset.query(query)
    )


def read_coverage(dataset: Dataset) -> Coverage:
    """Return the denominators of every count over the corpus."""
    (totals,) = dataset.query(
        f"SELECT (COUNT(?paper) AS ?papers) (MIN(?year) AS ?first) (MAX(?year) AS ?last) "
        f"WHERE {{ ?paper a <{KG}Paper> OPTIONAL {{ ?paper <{KG}year> ?year }} }}"
    )
    named = {
        _type(row.type): int(row.papers)  # type: ignore[union-attr]
        for row in dataset.query(
            f"SELECT ?type (COUNT(DISTINCT ?paper) AS ?papers) "
            f"WHERE {{ ?paper <{KG}mentions> ?entity . ?entity a ?type FILTER(?type != <{KG}Entity>) }} GROUP BY ?type"
        )
    }
    years = (int(totals.first), int(totals.last)) if totals.first is not None else None  # type: ignore[union-attr]
    return Coverage(
        papers=int(totals.papers),  # type: ignore[union-attr]
        years=years,
        papers_with={type: named.get(type, 0) for type in ENTITY_TYPES},
    )


def _type(term: object) -> EntityType:
    name = str(term).removeprefix(KG)
    return next(type for type in ENTITY_TYPES if type == name)
