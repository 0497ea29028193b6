"""Make the catalogue of a snapshot from a few queries, or take it from the file where it was kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

import numpy as np

from kg.graph.iris import graph_iri
from kg.graph.published import Published
from kg.query.formats import SOLUTIONS
from kg.query.guard import ALL_ROWS
from kg.query.workers import QueryWorkers
from kg.remote.address import ServerAddress, Store
from kg.remote.asking import base_of, open_workers
from kg.settings import Settings
from kg.web.catalogue import ROLES, Catalogue, Thing
from kg.web.catalogue_file import read_catalogue, write_catalogue
from kg.web.names import index_names

# Each asks for one pattern and is joined here: the engine takes ten times as long to join 100,000 rows.
_LABELS = "SELECT ?thing ?label WHERE { GRAPH $entities { ?thing skos:prefLabel ?label } }"
_CLASSES = "SELECT ?thing ?class WHERE { GRAPH $entities { ?thing a ?class } }"
_DETAILS = "SELECT ?thing ?detail WHERE { GRAPH $entities { ?thing kg:hardwareClass ?detail } }"
_ALIASES = "SELECT ?thing ?name WHERE { GRAPH $entities { ?thing skos:altLabel|skos:hiddenLabel ?name } }"
_PAPERS = """SELECT ?thing ?title ?id ?issued ?year WHERE {
  ?thing a kg:Paper ; dcterms:title ?title ; dcterms:identifier ?id .
  OPTIONAL { ?thing dcterms:issued ?issued } OPTIONAL { ?thing kg:year ?year }
}"""
_CATEGORIES = "SELECT ?thing ?category WHERE { ?thing a kg:Paper ; dcterms:subject ?category }"
_LINKS = "SELECT ?paper ?entity WHERE { ?paper $property ?entity }"
#: Properties of a paper by the role that they say an entity has in it.
_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "mentions": ("mentions",),
    "introduces": ("introduces",),
    "compares": ("comparesWith",),
    "uses": ("usesMethod", "usesDataset", "usesHardware", "reportsMetric", "addressesTask"),
}
#: Beside the graph of a snapshot that lies on this machine.
FILE = "catalogue.npz"
#: A catalogue is made once a snapshot and has to be whole: it may take longer and more rows than a visitor's query.
_SECONDS = 900.0


def load_catalogue(store: Store, settings: Settings, types: tuple[str, ...], published: Published) -> Catalogue:
    """Return the catalogue of what is published, from its file, or made anew and kept where that can be.

    Raises StoreError when nothing is published.
    """
    file = None if isinstance(store, ServerAddress) else published.snapshot.folder / FILE
    if file and (kept := read_catalogue(file, published.state, types)):
        return kept
    catalogue = make_catalogue(store, settings, types, published.state)
    if file:
        with suppress(OSError):  # a store that cannot be written to, or a full disk: it is made anew the next time
            write_catalogue(catalogue, file)
    return catalogue


def make_catalogue(store: Store, settings: Settings, types: tuple[str, ...], state: str) -> Catalogue:
    """Return the catalogue of the published snapshot, marked with its state; raises StoreError when there is none."""
    own = replace(settings, query_workers=1, query_seconds=_SECONDS, max_rows=ALL_ROWS, query_memory_mb=0)
    with open_workers(store, own) as workers:
        entity_graph = f"<{graph_iri(base_of(workers), 'entities')}>"
        things = _entities(workers, entity_graph, types)
        entities = len(things)
        described = {row[0]: row for row in _rows(workers, _PAPERS)}  # once each, whatever other graphs say of it
        papers = sorted(described.values(), key=lambda row: (row[3], row[0]), reverse=True)
        things += [Thing(iri, title, "Paper", issued) for iri, title, _, issued, _ in papers]
        number = {thing.iri: i for i, thing in enumerate(things)}
        names = [(thing.label, i) for i, thing in enumerate(things)]
        names += [(paper_id, entities + i) for i, (_, _, paper_id, _, _) in enumerate(papers)]
        names += [(name, number[iri]) for iri, name in _rows(workers, _ALIASES, entities=entity_graph) if iri in number]
        links = _links(workers, number, entities)
        member = _members(workers, number, entities, len(papers))
    return Catalogue(
        snapshot=state,
        things=things,
        entities=entities,
        type_of=np.array([types.index(thing.type) for thing in things], dtype=np.int8),
        papers_of=np.bincount(links[0], minlength=len(things)).astype(np.int32),
        link_entity=links[0],
        link_paper=links[1],
        link_role=links[2],
        year=np.array([int(year or 0) for *_, year in papers], dtype=np.int16),
        member=member,
        names=index_names(names),
        types=types,
    )


def _entities(workers: QueryWorkers, graph: str, types: tuple[str, ...]) -> list[Thing]:
    """Return all entities in the order of their names."""
    kinds = {iri: kind for iri, name in _rows(workers, _CLASSES, entities=graph) if (kind := _local(name)) in types}
    details = dict(_rows(workers, _DETAILS, entities=graph))
    things = [
        Thing(iri, label, kinds[iri], details.get(iri, ""))
        for iri, label in _rows(workers, _LABELS, entities=graph)
        if iri in kinds
    ]
    return sorted(things, key=lambda thing: (thing.label.lower(), thing.iri))


def _rows(workers: QueryWorkers, query: str, **terms: str) -> Iterator[list[str]]:
    """Yield the rows of a query as text; each `$name` in it is a term."""
    for name, term in terms.items():
        query = query.replace(f"${name}", term)
    text = workers.ask(query, solutions=SOLUTIONS["csv"]).read().decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    yield from rows


def _links(workers: QueryWorkers, number: dict[str, int], entities: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return entity, paper and roles of every pair of a paper and an entity that it names, sorted."""
    roles: dict[tuple[int, int], int] = {}
    for role, properties in _PROPERTIES.items():
        for name in properties:
            for paper, entity in _rows(workers, _LINKS, property=f"kg:{name}"):
                with suppress(KeyError):  # of an entity or paper that is not described
                    pair = (number[entity], number[paper] - entities)
                    roles[pair] = roles.get(pair, 0) | ROLES[role]
    pairs = sorted(pair for pair, role in roles.items() if role & ROLES["mentions"])
    columns = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return columns[:, 0], columns[:, 1], np.array([roles[pair] for pair in pairs], dtype=np.uint8)


def _members(workers: QueryWorkers, number: dict[str, int], entities: int, papers: int) -> dict[str, np.ndarray]:
    """Return by category which papers are in it, the largest category first."""
    member: dict[str, list[int]] = {}
    for paper, category in _rows(workers, _CATEGORIES):
        if paper in number:  # with a title and an identifier, as every paper of a build has
            member.setdefault(category, []).append(number[paper] - entities)
    found = {}
    for category in sorted(member, key=lambda c: (-len(member[c]), c)):
        found[category] = np.zeros(papers, dtype=bool)
        found[category][member[category]] = True
    return found


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
