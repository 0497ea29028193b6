"""The graph of a report: what it measured of entities, of which corpus and by which command; its clock is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph.editing import editing
from kg.graph.iris import graph_iri
from kg.graph.nodes import A, Object, kg, std, typed
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import SCORE_PROPERTIES


@dataclass(frozen=True, slots=True)
class ReportRun:
    """A report that was made: when (ISO 8601, UTC), by which software and command, of which corpus, and its scores.

    `scores` are values by entity IRI and local name of a property in SCORE_PROPERTIES.
    """

    name: str
    title: str
    command: str
    software: str
    corpus_hash: str
    started: str
    ended: str
    scores: Mapping[str, Mapping[str, int | float]]


def write_report_graphs(folder: StoreFolder, runs: list[ReportRun]) -> None:
    """Write the graphs of reports into a store, in place of those of the same names, and publish them in one step.

    Raises StoreLockedError while another process writes to the store.
    """
    names = [graph_iri(folder.base, f"report/{run.name}") for run in runs]
    with editing(folder, [*names, graph_iri(folder.base, "runs")]) as store:
        for name, run in zip(names, runs, strict=True):
            store.remove_graph(NamedNode(name))
            _forget_run(store, folder.base, run)
            store.bulk_extend(report_quads(folder.base, run))


def report_quads(base: str, run: ReportRun) -> Iterator[Quad]:
    """Yield the scores and the provenance of a report in its own graph, and its clock in the graph of runs."""
    graph = NamedNode(graph_iri(base, f"report/{run.name}"))
    activity = _activity(base, run)
    about: list[tuple[NamedNode, NamedNode, Object]] = [
        (graph, A, std("prov:Entity")),
        (graph, std("dcterms:title"), Literal(run.title)),
        (graph, std("prov:wasGeneratedBy"), activity),
        (activity, kg("command"), Literal(run.command)),
        (activity, kg("corpusHash"), Literal(run.corpus_hash)),
        (activity, std("prov:wasAssociatedWith"), Literal(run.software)),
    ]
    for subject, predicate, value in about:
        yield Quad(subject, predicate, value, graph)
    for entity in sorted(run.scores):
        for name, score in run.scores[entity].items():
            # Rounded, for the last digits of a float differ between machines.
            number = score if isinstance(score, int) else f"{score:.9f}"
            yield Quad(NamedNode(entity), kg(name), typed(number, SCORE_PROPERTIES[name]), graph)
    runs = NamedNode(graph_iri(base, "runs"))
    yield Quad(activity, A, std("prov:Activity"), runs)
    yield Quad(activity, std("prov:startedAtTime"), typed(run.started, "dateTime"), runs)
    yield Quad(activity, std("prov:endedAtTime"), typed(run.ended, "dateTime"), runs)


def _activity(base: str, run: ReportRun) -> NamedNode:
    return NamedNode(f"{base}/run/report-{run.name}")


def _forget_run(store: Store, base: str, run: ReportRun) -> None:
    runs = NamedNode(graph_iri(base, "runs"))
    for quad in list(store.quads_for_pattern(_activity(base, run), None, None, runs)):
        store.remove(quad)
