"""Edit a store beside building it: a new snapshot, changed and published in one step, or not at all.

Who owns which graph: a build owns the graphs of papers and the graph of entities, and adds to the runs graph. Edits of
graphs that a build owns hold until the next build, which writes these graphs anew from its papers. All other graphs,
the unnamed one included, belong to whoever wrote them: builds and removals of papers leave them as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from pyoxigraph import NamedNode, Store

from kg.graph.iris import graph_iri, paper_iri
from kg.graph.nodes import A, kg
from kg.graph.paper_table import open_papers
from kg.graph.store import StoreFolder


@contextmanager
def editing(folder: StoreFolder, graphs: Collection[str] | None = None) -> Iterator[Store]:
    """Yield the graph as a store to change, and publish it as a new snapshot at the end.

    `graphs` are the IRIs of the graphs that will be written, None when it may be any; the next build restores those
    that it owns. On an exception nothing is published and what was served stays. Raises StoreMissingError before the
    first build, StoreLockedError while another process writes, StoreFullError when the disk fills up.
    """
    with _unpublished(folder) as (building, work):
        store = Store(str(work))
        yield store
        store.backup(str(building / "graph"))  # a copy, for the caller may still hold the store open
        _publish(folder, building, store, graphs)


@contextmanager
def edited_files(folder: StoreFolder, graphs: Collection[str] | None = None) -> Iterator[Path]:
    """As `editing`, with the folder of the Oxigraph store, for another process to open, change, flush and close."""
    with _unpublished(folder) as (building, work):
        yield work
        work.rename(building / "graph")
        _publish(folder, building, Store.read_only(str(building / "graph")), graphs)


@contextmanager
def _unpublished(folder: StoreFolder) -> Iterator[tuple[Path, Path]]:
    """Yield the folder of a snapshot to be and that of a store to change, which both go unless they are published."""
    with folder.writing():
        folder.current()
        building = folder.begin()
        work = building.with_name(f"{building.stem}.work{building.suffix}")
        try:
            (building / "graph").rename(work)
            yield building, work
        finally:
            folder.abandon(building)
            folder.abandon(work)


def _publish(folder: StoreFolder, building: Path, store: Store, graphs: Collection[str] | None) -> None:
    """Publish a snapshot whose graph, which `store` holds, is in its place."""
    with open_papers(building / "papers.sqlite") as table:
        table.forget_fingerprints(_papers_to_restore(folder.base, graphs))
    entities = NamedNode(graph_iri(folder.base, "entities"))
    facts = replace(
        folder.current(),
        folder=building,
        papers=sum(q.subject == q.graph_name for q in store.quads_for_pattern(None, A, kg("Paper"), None)),
        quads=len(store),
        entities=sum(1 for _ in store.quads_for_pattern(None, A, kg("Entity"), entities)),
    )
    folder.publish(building, facts)


def _papers_to_restore(base: str, graphs: Collection[str] | None) -> list[str] | None:
    """Return the ids of papers whose graphs the next build has to write anew; None for all of them."""
    if graphs is None or graph_iri(base, "entities") in graphs:
        return None
    prefix = paper_iri(base, "")
    return [unquote(graph.removeprefix(prefix)) for graph in sorted(graphs) if graph.startswith(prefix)]
