"""Bring a server in line with a store folder: what is new or has changed is written, and what is gone is removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import StoreError
from kg.graph.iris import graph_iri
from kg.graph.paper_table import read_papers
from kg.graph.store import StoreFolder
from kg.remote.address import ServerAddress
from kg.remote.server import SparqlServer
from kg.remote.state import VERSION, ServerState, Versions, read_states, versions_of, versions_on
from kg.settings import Settings

#: The version of a server that is being written to.
_UNFINISHED = "unfinished "


@dataclass(frozen=True, slots=True)
class Mirrored:
    """How many graphs and entities were written to a server and removed from it, and how many it had as they are."""

    written: int
    removed: int
    unchanged: int

    def describe(self) -> str:
        """Return the counts as a line of text."""
        return f"{self.written:,} graphs and entities written, {self.removed:,} removed, {self.unchanged:,} unchanged"


@dataclass(frozen=True, slots=True)
class Piece:
    """What a graph gets: what clears the way, and what is put there; `whole` where it comes in place of the graph."""

    name: str
    clear: str
    block: str
    whole: bool = True


def mirror_store(
    store: Path, address: ServerAddress, settings: Settings, progress: Callable[[int], None] | None = None
) -> Mirrored:
    """Make a server hold what a store folder has published.

    A request holds whole graphs and entities, with their versions, and can be sent twice; so a run that is stopped, or
    that the server fails, leaves no half of a paper, and the next one writes what is missing. Raises
    StoreServerError, UnauthorizedError and StoreError.
    """
    folder = StoreFolder.open(store)
    snapshot = folder.current()
    graph = Store.read_only(str(snapshot.graph))
    with read_papers(snapshot.papers_file) as table:
        wanted = versions_of(folder.base, graph, table)
    state = ServerState(folder.base, snapshot, wanted.digest())
    with SparqlServer(address, settings) as server:
        if any(there.base == state.base and there.version == state.version for there in read_states(server)):
            return Mirrored(0, 0, len(wanted.graphs) + len(wanted.entities))
        _write_state(server, replace(state, version=_UNFINISHED + state.version))
        try:
            done = _bring_in_line(server, graph, wanted, folder.base, settings, progress or (lambda _: None))
        except StoreError as error:
            error.add_note("what was written so far is whole; the same command again writes the rest")
            raise
        _write_state(server, state)
        return done


def _bring_in_line(
    server: SparqlServer, graph: Store, wanted: Versions, base: str, settings: Settings, progress: Callable[[int], None]
) -> Mirrored:
    there = versions_on(server, base)
    entities = [iri for iri, version in wanted.entities.items() if there.entities.get(iri) != version]
    graphs = [name for name, version in wanted.graphs.items() if there.graphs.get(name) != version]
    within = graph_iri(base, "entities")
    if entities and not there.entities:
        server.update(f"DROP SILENT GRAPH <{within}>")
    pieces = (entity_piece(graph, within, iri, wanted.entities[iri], bool(there.entities)) for iri in entities)
    _write(server, pieces, settings, progress)
    parts = (graph_pieces(graph, name, wanted.graphs[name], settings.update_kb * 1000) for name in graphs)
    _write(server, chain.from_iterable(parts), settings, progress)
    gone = [f"DROP SILENT GRAPH <{name}>" for name in there.graphs if name not in wanted.graphs]
    gone += [clear_entity(within, iri) for iri in there.entities if iri not in wanted.entities]
    for text in _packed(gone, settings.update_kb):
        server.update(text)
    written = len(entities) + len(graphs)
    return Mirrored(written, len(gone), len(wanted.graphs) + len(wanted.entities) - written)


def graph_pieces(graph: Store, name: str, version: str, most: int) -> Iterator[Piece]:
    """Yield a named graph as it is to be written, in pieces of about so many characters where it is long.

    The last piece has the version, so that a graph of which only some pieces were written counts as not there.
    """
    node = NamedNode(name)
    clear = f"DROP SILENT GRAPH <{name}>"
    held: list[Quad] = []
    size = 0
    for quad in graph.quads_for_pattern(None, None, None, node):
        if size > most:
            yield Piece(name, clear, _block(held), whole=bool(clear))
            clear, held, size = "", [], 0
        held.append(quad)
        size += len(str(quad.triple))
    yield Piece(name, clear, _block([*held, _marked(node, version)]), whole=bool(clear))


def entity_piece(graph: Store, within: str, iri: str, version: str, was_there: bool) -> Piece:
    """Return the facts of an entity as they are to be written into the graph of entities."""
    node = NamedNode(iri)
    quads = graph.quads_for_pattern(node, None, None, NamedNode(within))
    return Piece(
        within, clear_entity(within, iri) if was_there else "", _block([*quads, _marked(node, version)]), False
    )


def clear_entity(within: str, iri: str) -> str:
    """Return the operation that removes the facts of an entity."""
    return f"DELETE WHERE {{ GRAPH <{within}> {{ <{iri}> ?p ?o }} }}"


def _marked(name: NamedNode, version: str) -> Quad:
    return Quad(name, VERSION, Literal(version))


def _block(quads: Iterable[Quad]) -> str:
    return "".join(f"{quad.triple} .\n" for quad in quads)


def update_text(pieces: Iterable[Piece]) -> str:
    """Return the update that writes some pieces, each in place of what was there."""
    held = list(pieces)
    clears = [piece.clear for piece in held if piece.clear]
    blocks = "".join(f"GRAPH <{piece.name}> {{\n{piece.block}}}\n" for piece in held)
    return " ;\n".join([*clears, f"INSERT DATA {{\n{blocks}}}"])


def _write(server: SparqlServer, pieces: Iterable[Piece], settings: Settings, progress: Callable[[int], None]) -> None:
    for batch in batches(pieces, settings.update_kb * 1000):
        _put(server, batch) if settings.graph_store_url else server.update(update_text(batch))
        progress(len(batch))


def _put(server: SparqlServer, batch: Sequence[Piece]) -> None:
    """Write pieces by the Graph Store Protocol: a graph by a request of its own, what adds to one graph together."""
    for (name, whole), group in groupby(batch, key=lambda piece: (piece.name, piece.whole)):
        pieces = list(group)
        if whole:
            server.put(name, pieces[0].block)
            continue
        if clears := [piece.clear for piece in pieces if piece.clear]:
            server.update(" ;\n".join(clears))
        server.post(name, "".join(piece.block for piece in pieces))


def batches(pieces: Iterable[Piece], most: int) -> Iterator[list[Piece]]:
    """Yield pieces in batches of about so many characters, none of them cut."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        if batch and size + len(piece.block) > most:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece.block) + len(piece.clear)
    if batch:
        yield batch


def _packed(operations: Iterable[str], kilobytes: int) -> Iterator[str]:
    """Yield operations joined to updates of about so many kilobytes."""
    for batch in batches((Piece("", "", operation) for operation in operations), kilobytes * 1000):
        yield " ;\n".join(piece.block for piece in batch)


def _write_state(server: SparqlServer, state: ServerState) -> None:
    server.update(update_text([Piece(state.graph, f"DROP SILENT GRAPH <{state.graph}>", _block(state.quads()))]))
