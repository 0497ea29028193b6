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
from kg.web.catalogue import ROLES, Catalogue, Numbers, Thing
from kg.web.catalogue_file import read_catalogue, write_catalogue
from kg.web.names import index_names

# Sub-selects, so that the engine reads each in one pass and joins them once, and looks nothing up row by row.
_ENTITIES = """SELECT ?thing ?label ?type WHERE {
  { SELECT ?thing ?type WHERE { VALUES (?class ?type) { $types } GRAPH $entities { ?thing a ?class } } }
  { SELECT ?thing ?label WHERE { GRAPH $entities { ?thing skos:prefLabel ?label } } }
}"""
_DETAILS = "SELECT ?thing ?detail WHERE { GRAPH $entities { ?thing kg:hardwareClass ?detail } }"
_ALIASES = "SELECT ?thing ?name WHERE { GRAPH $entities { ?thing skos:altLabel|skos:hiddenLabel ?name } }"
_PAPERS = """SELECT ?thing ?title ?id ?issued ?year WHERE {
  { SELECT ?thing WHERE { ?thing a kg:Paper } }
  { SELECT ?thing ?title WHERE { ?thing dcterms:title ?title } }
  { SELECT ?thing ?id WHERE { ?thing dcterms:identifier ?id } }
  OPTIONAL { SELECT ?thing ?issued WHERE { ?thing dcterms:issued ?issued } }
  OPTIONAL { SELECT ?thing ?year WHERE { ?thing kg:year ?year } }
}"""
_CATEGORIES = "SELECT ?thing ?category WHERE { ?thing a kg:Paper ; dcterms:subject ?category }"
_LINKS = "SELECT ?paper ?entity WHERE { ?paper $property ?entity }"
#: The same by the identifiers of papers: short texts, which the engine has at hand; IRIs it looks up one by one.
_LINKS_BY_ID = """SELECT ?id ?entity WHERE {
  { SELECT ?paper ?id WHERE { ?paper dcterms:identifier ?id } }
  { SELECT ?paper ?entity WHERE { ?paper $property ?entity } }
}"""
#: Properties of a paper by the role that they say an entity has in it.
_PROPERTIES: Mapping[str, tuple[str, ...]] = {
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
        paper = {row[2]: i for i, row in enumerate(papers)}
        query = _LINKS_BY_ID
        if len(paper) < len(papers):  # others than a build may write papers that share an identifier
            paper, query = {row[0]: i for i, row in enumerate(papers)}, _LINKS
        links = _links(workers, query, number, paper)
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
    details = dict(_rows(workers, _DETAILS, entities=graph))
    values = " ".join(f'(kg:{type} "{type}")' for type in types)
    rows = _rows(workers, _ENTITIES, types=values, entities=graph)
    things = {iri: Thing(iri, label, type, details.get(iri, "")) for iri, label, type in rows}  # once each
    return sorted(things.values(), key=lambda thing: (thing.label.lower(), thing.iri))


def _rows(workers: QueryWorkers, query: str, **terms: str) -> Iterator[list[str]]:
    """Yield the rows of a query as text; each `$name` in it is a term."""
    for name, term in terms.items():
        query = query.replace(f"${name}", term)
    text = workers.ask(query, solutions=SOLUTIONS["csv"]).read().decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    yield from rows


def _links(
    workers: QueryWorkers, query: str, entity: Mapping[str, int], paper: Mapping[str, int]
) -> tuple[Numbers, Numbers, Numbers]:
    """Return entity, paper and roles of every pair of a paper and an entity that it names, sorted.

    The query asks for pairs of a paper and an entity, which have numbers here.
    """
    many = max(1, len(paper))  # a pair as one number: entity * many + paper

    def pairs(property: str) -> Numbers:
        rows = _rows(workers, query, property=f"kg:{property}")
        known = (entity[e] * many + paper[p] for p, e in rows if e in entity and p in paper)
        return np.fromiter(known, dtype=np.int64)

    named = np.unique(pairs("mentions"))
    roles = np.full(len(named), ROLES["mentions"], dtype=np.uint8)
    for role, properties in _PROPERTIES.items():
        for property in properties:
            roles[np.isin(named, pairs(property))] |= ROLES[role]
    return (named // many).astype(np.int32), (named % many).astype(np.int32), roles


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
