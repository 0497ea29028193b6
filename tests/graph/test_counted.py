"""A counted store knows how many statements it holds, whatever comes and goes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from kg.graph.counted import CountedStore

NAMES = [NamedNode(f"http://example.org/{name}") for name in "abc"]
some = st.sampled_from(NAMES)
quads = st.sets(st.builds(Quad, some, some, some, some))


@given(quads, st.lists(st.tuples(quads, some, st.none() | some, st.none() | some)))
def test_the_count_is_that_of_the_store(
    first: set[Quad], steps: list[tuple[set[Quad], NamedNode, NamedNode | None, NamedNode | None]]
) -> None:
    store = Store()
    store.extend(first)
    counted = CountedStore(store, len(first))
    for added, graph, subject, value in steps:
        counted.add(added - set(store))
        assert counted.quads == len(store)
        counted.remove(subject, None, value, graph)
        assert counted.quads == len(store)
        counted.remove_graph(graph)
        assert counted.quads == len(store)
