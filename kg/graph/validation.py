"""Validate a graph against the shapes in `ontology/shapes.ttl` (W3C SHACL), some papers at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from kg.errors import UsageError
from kg.graph.iris import graph_iri
from kg.graph.nodes import A, kg, std
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import TYPE_SEGMENTS
from kg.resources import ontology_dir

#: Papers that are validated together: memory stays flat in the number of papers.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a rule of the shapes: which, where, with which value, in the words of the rule."""

    node: str
    path: str
    value: str
    message: str


def validate_store(store: Path, progress: Callable[[int], None] | None = None) -> Iterator[Violation]:
    """Yield what in the published graph breaks the shapes, sorted within every batch of papers.

    Raises UsageError when pySHACL is not installed.
    """
    folder = StoreFolder.open(store)
    graph = Store.read_only(str(folder.current().graph))
    shapes = Graph().parse(ontology_dir() / "shapes.ttl")
    yield from _violations(_entity_graph(folder.base, graph), shapes)
    papers = (quad.subject for quad in graph.quads_for_pattern(None, A, kg("Paper"), None))
    names = sorted({paper for paper in papers if isinstance(paper, NamedNode)}, key=lambda paper: paper.value)
    remaining = iter(names)
    while batch := list(islice(remaining, _BATCH)):
        yield from _violations(_paper_graph(folder.base, graph, batch), shapes)
        if progress:
            progress(len(batch))


def _entity_graph(base: str, graph: Store) -> Graph:
    return _as_rdflib(graph.quads_for_pattern(None, None, None, NamedNode(graph_iri(base, "entities"))))


def _paper_graph(base: str, graph: Store, papers: Iterable[NamedNode]) -> Graph:
    """Return the graphs of papers, and of the entities that they name the classes and labels."""
    quads = [quad for paper in papers for quad in graph.quads_for_pattern(None, None, None, paper)]
    paths = tuple(f"{base}/{segment}/" for segment in TYPE_SEGMENTS.values())
    entities = {q.object for q in quads if isinstance(q.object, NamedNode) and q.object.value.startswith(paths)}
    home = NamedNode(graph_iri(base, "entities"))
    known = [
        quad
        for entity in sorted(entities, key=lambda entity: entity.value)
        for property in (A, std("skos:prefLabel"))
        for quad in graph.quads_for_pattern(entity, property, None, home)
    ]
    return _as_rdflib([*quads, *known])


def _as_rdflib(quads: Iterable[Quad]) -> Graph:
    text = io.BytesIO()
    serialize((quad.triple for quad in quads), text, RdfFormat.N_TRIPLES)
    return Graph().parse(data=text.getvalue(), format="nt")


def _violations(data: Graph, shapes: Graph) -> list[Violation]:
    try:
        from pyshacl import validate
    except ImportError:
        raise UsageError("validation needs pySHACL; install it with: pip install 'abstracts-kg[validate]'") from None
    conforms, report, text = validate(data, shacl_graph=shapes, inference="none")
    if conforms:
        return []
    if not isinstance(report, Graph):
        raise UsageError(f"the shapes cannot be used: {text}")
    return sorted((_violation(report, result) for result in report.objects(None, SH.result)), key=str)


def _violation(report: Graph, result: Node) -> Violation:
    def text(predicate: Node) -> str:
        value = report.value(result, predicate)
        return "" if value is None else str(value)

    return Violation(
        node=text(SH.focusNode), path=text(SH.resultPath), value=text(SH.value)[:80], message=text(SH.resultMessage)
    )
