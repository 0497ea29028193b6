"""The published snapshot of a store, opened to be asked by saved queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from oxrdflib import OxigraphStore
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store
from rdflib import Dataset

from kg.graph.store import Snapshot, StoreFolder
from kg.query.declared import SavedQuery
from kg.query.parameters import with_base
from kg.query.saved import read_saved_query
from kg.query.values import replace_values
from kg.resources import queries_dir

#: The cells of a row, unbound ones empty.
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoreRows:
    """A store folder, its published snapshot, and the graph in it, read-only."""

    folder: StoreFolder
    snapshot: Snapshot
    graph: Store

    def rows(self, name: str, given: Mapping[str, Sequence[str]] | None = None) -> Iterator[Row]:
        """Yield the solutions of a saved query as text; a parameter without values stays open or at its default.

        Oxigraph is asked directly: through rdflib a million rows take a minute longer.
        """
        query = read_saved_query(queries_dir() / f"{name}.rq")
        solutions = self.graph.query(self._filled(query, given or {}), use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        known: dict[str, str] = {}
        for solution in solutions:
            # Each IRI and label occurs many times: one string serves them all.
            cells = (_text(solution[name]) for name in names)
            yield tuple(known.setdefault(cell, cell) for cell in cells)

    def _filled(self, query: SavedQuery, given: Mapping[str, Sequence[str]]) -> str:
        text = with_base(query.text, self.folder.base)
        for parameter in query.parameters:
            if values := given.get(parameter.name):
                number = parameter.type in ("year", "integer", "decimal")
                text = replace_values(text, parameter.name, " ".join(v if number else str(Literal(v)) for v in values))
        return text


def open_rows(path: Path) -> StoreRows:
    """Return the published snapshot of a store; raises StoreMissingError where there is none."""
    folder = StoreFolder.open(path)
    snapshot = folder.current()
    return StoreRows(folder, snapshot, Store.read_only(str(snapshot.graph)))


def open_dataset(store: Path) -> Dataset:
    """Return the published snapshot as an rdflib dataset whose default graph is the union of all graphs.

    Queries must be passed as strings: Oxigraph then runs them, where a prepared query would silently be evaluated by
    rdflib's own engine, some ninety times slower.
    """
    snapshot = StoreFolder.open(store).current()
    return Dataset(store=OxigraphStore(store=Store.read_only(str(snapshot.graph))), default_union=True)


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal | BlankNode) else ""
