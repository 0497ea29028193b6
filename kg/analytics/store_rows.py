"""The published snapshot of a store, opened to be asked by saved queries."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TextIO

from oxrdflib import OxigraphStore
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, Store
from rdflib import Dataset

from kg.errors import StoreServerError
from kg.graph.store import Snapshot, StoreFolder
from kg.query.declared import SavedQuery
from kg.query.formats import SOLUTIONS
from kg.query.guard import ALL_ROWS
from kg.query.parameters import with_base
from kg.query.saved import read_saved_query
from kg.query.values import replace_values
from kg.remote.address import ServerAddress
from kg.remote.asking import ServerQueries, base_of
from kg.resources import queries_dir
from kg.settings import Settings, load_settings

#: A report has to be whole: it may take longer and more rows than a query of a visitor.
_SECONDS = 900.0
#: The cells of a row, unbound ones empty.
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoreRows:
    """The base of a store's IRIs, its published snapshot, and what yields the rows of a query on that."""

    base: str
    snapshot: Snapshot
    ask: Callable[[str], Iterator[Row]]

    def rows(self, name: str, given: Mapping[str, Sequence[str]] | None = None) -> Iterator[Row]:
        """Yield the solutions of a saved query as text; a parameter without values stays open or at its default."""
        query = read_saved_query(queries_dir() / f"{name}.rq")
        known: dict[str, str] = {}
        for cells in self.ask(self._filled(query, given or {})):
            # Each IRI and label occurs many times: one string serves them all.
            yield tuple(known.setdefault(cell, cell) for cell in cells)

    def _filled(self, query: SavedQuery, given: Mapping[str, Sequence[str]]) -> str:
        text = with_base(query.text, self.base)
        for parameter in query.parameters:
            if values := given.get(parameter.name):
                number = parameter.type in ("year", "integer", "decimal")
                text = replace_values(text, parameter.name, " ".join(v if number else str(Literal(v)) for v in values))
        return text


def open_rows(store: Path | ServerAddress, settings: Settings | None = None) -> StoreRows:
    """Return the published snapshot of a store; raises StoreMissingError where there is none."""
    if isinstance(store, ServerAddress):
        return _on_server(store, settings or load_settings())
    folder = StoreFolder.open(store)
    snapshot = folder.current()
    return StoreRows(folder.base, snapshot, partial(_rows_here, Store.read_only(str(snapshot.graph))))


def _rows_here(graph: Store, query: str) -> Iterator[Row]:
    """Ask Oxigraph directly, and let it write the cells: one object for each of them would take twice as long."""
    solutions = graph.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    with tempfile.TemporaryFile() as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as answer:
        solutions.serialize(file, format=QueryResultsFormat.CSV)
        file.seek(0)
        yield from _cells(answer)


def _on_server(address: ServerAddress, settings: Settings) -> StoreRows:
    own = replace(settings, query_seconds=_SECONDS, max_rows=ALL_ROWS, cache_mb=0)  # a report needs all of the rows
    workers = ServerQueries(address, own)

    def rows(query: str) -> Iterator[Row]:
        answer = workers.ask(query, solutions=SOLUTIONS["csv"])
        if answer.truncated:
            raise StoreServerError(f"{address} cuts long answers; raise its limit on rows (Virtuoso: ResultSetMaxRows)")
        yield from _cells(io.StringIO(answer.read().decode(), newline=""))

    return StoreRows(base_of(workers), workers.published.current().snapshot, rows)


def _cells(answer: TextIO) -> Iterator[Row]:
    """Yield the rows of an answer in CSV, without its heading."""
    lines = csv.reader(answer)
    next(lines)
    yield from map(tuple, lines)


def open_dataset(store: Path) -> Dataset:
    """Return the published snapshot as an rdflib dataset whose default graph is the union of all graphs.

    Queries must be passed as strings: Oxigraph then runs them, where a prepared query would silently be evaluated by
    rdflib's own engine, some ninety times slower.
    """
    snapshot = StoreFolder.open(store).current()
    return Dataset(store=OxigraphStore(store=Store.read_only(str(snapshot.graph))), default_union=True)
