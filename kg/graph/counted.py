"""A store that is written to, with the number of its statements: counting all of a large one takes seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Store


class CountedStore:
    """A store, and how many statements it holds, as they come and go through the methods."""

    def __init__(self, store: Store, quads: int) -> None:
        self.store = store
        self.quads = quads

    def remove_graph(self, name: NamedNode) -> None:
        """Remove a graph with its statements."""
        self.quads -= sum(1 for _ in self.store.quads_for_pattern(None, None, None, name))
        self.store.remove_graph(name)

    def remove(
        self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | None, graph: NamedNode
    ) -> None:
        """Remove the statements of a graph that match; None matches all."""
        for quad in list(self.store.quads_for_pattern(subject, predicate, value, graph)):
            self.store.remove(quad)
            self.quads -= 1

    def add(self, quads: Iterable[Quad]) -> None:
        """Add statements, none of which is there yet and none of which comes twice."""
        self.store.bulk_extend(self._counted(quads))

    def _counted(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            self.quads += 1
            yield quad
