"""The runs graph: one activity per build, which papers it brought, and the only place with a clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.iris import graph_iri, paper_iri
from kg.graph.nodes import A, Object, kg, std, typed


@dataclass(frozen=True, slots=True)
class Run:
    """A build or removal that was published: when (ISO 8601, UTC), by which pipeline, and what happened to papers.

    `added` and `replaced` are ids of papers.
    """

    name: str
    started: str
    ended: str
    pipeline: str
    papers: int
    added: Sequence[str]
    replaced: Sequence[str]
    removed: int
    skipped: int
    corpus_hash: str


def run_quads(base: str, run: Run) -> Iterator[Quad]:
    """Yield the description of one run, with a link to each paper whose graph it made (`prov:generated`)."""
    graph = NamedNode(graph_iri(base, "runs"))
    iri = NamedNode(f"{base}/run/{run.name}")
    statements: list[tuple[NamedNode, Object]] = [
        (A, std("prov:Activity")),
        (std("prov:startedAtTime"), typed(run.started, "dateTime")),
        (std("prov:endedAtTime"), typed(run.ended, "dateTime")),
        (std("prov:wasAssociatedWith"), Literal(run.pipeline)),
        (kg("papers"), typed(run.papers, "integer")),
        (kg("added"), typed(len(run.added), "integer")),
        (kg("replaced"), typed(len(run.replaced), "integer")),
        (kg("removed"), typed(run.removed, "integer")),
        (kg("skipped"), typed(run.skipped, "integer")),
        (kg("corpusHash"), Literal(run.corpus_hash)),
    ]
    for predicate, value in statements:
        yield Quad(iri, predicate, value, graph)
    for paper_id in (*run.added, *run.replaced):
        yield Quad(iri, std("prov:generated"), NamedNode(paper_iri(base, paper_id)), graph)
