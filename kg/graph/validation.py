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

#: Papers, and entities, that are validated together: memory stays flat in their number.
_PAPERS = 200
_ENTITIES = 5_000


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
    home = NamedNode(graph_iri(folder.base, "entities"))
    for entities in _batches((q.subject for q in graph.quads_for_pattern(None, None, None, home)), _ENTITIES):
        quads = [quad for entity in entities for quad in graph.quads_for_pattern(entity, None, None, home)]
        yield from _violations(_with_entities(folder.base, graph, quads), shapes)
    for papers in _batches((q.subject for q in graph.quads_for_pattern(None, A, kg("Paper"), None)), _PAPERS):
        quads = [quad for paper in papers for quad in graph.quads_for_pattern(None, None, None, paper)]
        yield from _violations(_with_entities(folder.base, graph, quads), shapes)
        if progress:
            progress(len(papers))


def _batches(nodes: Iterable[object], size: int) -> Iterator[list[NamedNode]]:
    """Yield named nodes in order, each once, some at a time."""
    names = iter(sorted({node for node in nodes if isinstance(node, NamedNode)}, key=lambda node: node.value))
    while batch := list(islice(names, size)):
        yield batch


def _with_entities(base: str, graph: Store, quads: list[Quad]) -> Graph:
    """Return quads, and the classes and labels of the entities that they lead to."""
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
