"""What a server says that it holds: one description of the whole graph, written last, and a version of each part.

Every named graph that we write, and every entity in the graph of entities, carries its version (`owl:versionInfo`), a
digest of its statements, in the request that writes it: what has its version is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import StoreMissingError, StoreServerError
from kg.graph.iris import entity_iri, graph_iri, paper_iri
from kg.graph.nodes import A, Object, kg, std, typed
from kg.graph.paper_table import PaperTable
from kg.graph.store import Snapshot
from kg.remote.server import SparqlServer

VERSION = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
_VOID = "http://rdfs.org/ns/void#"
#: Rows that are asked for at a time: servers limit the rows of an answer, Virtuoso to 10,000 unless told otherwise.
_PAGE = 5_000
_STATE = f"""SELECT * WHERE {{ GRAPH ?g {{
  ?g a <{_VOID}Dataset> ; <{VERSION.value}> ?version ; <{_VOID}uriSpace> ?base ; <{_VOID}documents> ?papers ;
    <{_VOID}triples> ?quads ; <{_VOID}entities> ?entities ; {kg("corpusHash")} ?corpus_hash ;
    {std("prov:wasAssociatedWith")} ?pipeline ; {std("dcterms:identifier")} ?snapshot
}} }}"""
_VERSIONS = """SELECT ?name ?version WHERE {{
  GRAPH {graph} {{ ?name <{version}> ?version }} FILTER(STRSTARTS(STR(?name), "{base}/") && STR(?name) > "{after}")
}} ORDER BY STR(?name) LIMIT {page}"""


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of named graphs and of entities, by IRI; the graph of entities is not among the graphs."""

    graphs: Mapping[str, str]
    entities: Mapping[str, str]

    def digest(self) -> str:
        """Return one version for all of them."""
        return _digest(f"{iri} {version}" for part in (self.graphs, self.entities) for iri, version in part.items())


@dataclass(frozen=True, slots=True)
class ServerState:
    """The base of the IRIs on a server, the snapshot that it mirrors, and a version that changes with every change."""

    base: str
    snapshot: Snapshot
    version: str

    @property
    def graph(self) -> str:
        """The graph that holds this description."""
        return mirror_graph(self.base)

    def quads(self) -> Iterator[Quad]:
        """Yield the description."""
        graph, facts = NamedNode(self.graph), self.snapshot
        statements: list[tuple[NamedNode, Object]] = [
            (A, NamedNode(f"{_VOID}Dataset")),
            (NamedNode(f"{_VOID}uriSpace"), Literal(f"{self.base}/")),
            (NamedNode(f"{_VOID}documents"), typed(facts.papers, "integer")),
            (NamedNode(f"{_VOID}triples"), typed(facts.quads, "integer")),
            (NamedNode(f"{_VOID}entities"), typed(facts.entities, "integer")),
            (kg("corpusHash"), Literal(facts.corpus_hash)),
            (std("prov:wasAssociatedWith"), Literal(facts.pipeline)),
            (std("dcterms:identifier"), Literal(facts.name)),
            (VERSION, Literal(self.version)),
        ]
        for predicate, value in statements:
            yield Quad(graph, predicate, value, graph)


def mirror_graph(base: str) -> str:
    """Return the name of the graph that describes what a server holds."""
    return graph_iri(base, "mirror")


def read_states(server: SparqlServer) -> list[ServerState]:
    """Return what a server says that it holds, for each base; raises what asking raises."""
    return [_state(row) for row in server.rows(_STATE)]


def read_state(server: SparqlServer, base: str) -> ServerState:
    """Return what a server holds, under `base` where there is more than one.

    Raises StoreMissingError when nothing was written there by `kg build`.
    """
    states = read_states(server)
    found = next((state for state in states if state.base == base.rstrip("/")), None)
    if found is None and len(states) == 1:
        found = states[0]
    if found is None:
        several = f"it holds the bases {', '.join(s.base for s in states)}; name one: KG_BASE" if states else ""
        raise StoreMissingError(
            f"{server.address} holds no graph of kg; "
            + (several or f"write one: kg build CORPUS --store {server.address}")
        )
    return found


def require_union(server: SparqlServer, state: ServerState) -> None:
    """Raise StoreServerError when a query that names no graph is not asked of all graphs."""
    if not server.rows(f"SELECT ?version {{ <{state.graph}> {VERSION} ?version }}"):
        raise StoreServerError(
            f"{server.address} asks its unnamed graph alone where a query names none; let it ask the union of all "
            "graphs (Oxigraph: serve --union-default-graph; Jena: tdb2:unionDefaultGraph true)"
        )


def _state(row: Mapping[str, str]) -> ServerState:
    snapshot = Snapshot(
        folder=Path(row["snapshot"]),
        papers=int(row["papers"]),
        quads=int(row["quads"]),
        entities=int(row["entities"]),
        corpus_hash=row["corpus_hash"],
        pipeline=row["pipeline"],
    )
    return ServerState(row["base"].rstrip("/"), snapshot, row["version"])


def versions_on(server: SparqlServer, base: str) -> Versions:
    """Return the versions of what a server holds, page by page."""
    graphs = dict(_paged(server, base, "?name"))
    graphs.pop(mirror_graph(base), None)
    return Versions(graphs, dict(_paged(server, base, f"<{graph_iri(base, 'entities')}>")))


def _paged(server: SparqlServer, base: str, graph: str) -> Iterator[tuple[str, str]]:
    after = ""
    while True:
        query = _VERSIONS.format(graph=graph, version=VERSION.value, base=base, after=after, page=_PAGE)
        rows = server.rows(query)
        yield from ((row["name"], row["version"]) for row in rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1]["name"]


def versions_of(base: str, graph: Store, table: PaperTable) -> Versions:
    """Return the versions of what a snapshot holds: by the fingerprints of its papers, or else by its statements."""
    writer = table.version_of("writer")
    known = {
        paper_iri(base, paper_id): _digest([writer, fingerprint])
        for paper_id, fingerprint in table.fingerprints()
        if fingerprint
    }
    entities = graph_iri(base, "entities")
    names = sorted(str(name.value) for name in graph.named_graphs() if isinstance(name, NamedNode))
    graphs = {name: known.get(name) or _digest_of(graph, name) for name in names if name != entities}
    return Versions(graphs, _entity_versions(base, graph, table, writer))


def _entity_versions(base: str, graph: Store, table: PaperTable, writer: str) -> dict[str, str]:
    fingerprints = table.entity_fingerprints()
    if fingerprints:
        split = ((path.partition("/"), value) for path, value in fingerprints.items())
        return {entity_iri(base, type, slug): _digest([writer, value]) for (type, _, slug), value in split}  # type: ignore[arg-type]
    name = NamedNode(graph_iri(base, "entities"))  # edited since it was built: what it says counts
    lines: dict[str, list[str]] = {}
    for quad in graph.quads_for_pattern(None, None, None, name):
        if isinstance(quad.subject, NamedNode):
            lines.setdefault(quad.subject.value, []).append(str(quad))
    return {iri: _digest(sorted(lines[iri])) for iri in sorted(lines)}


def _digest_of(graph: Store, name: str) -> str:
    return _digest(sorted(map(str, graph.quads_for_pattern(None, None, None, NamedNode(name)))))


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()[:16]
