"""What a store holds, in counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, Store

from kg.extract.record import ENTITY_TYPES
from kg.graph.nodes import A, kg, std
from kg.graph.store import Snapshot, StoreFolder
from kg.graph.vocabulary import PREFIXES

_RUNS = """PREFIX kg: <{kg}> PREFIX prov: <{prov}>
SELECT * WHERE {{
  ?run a prov:Activity ; prov:startedAtTime ?started ; prov:endedAtTime ?ended ; prov:wasAssociatedWith ?pipeline ;
    kg:papers ?papers ; kg:skipped ?skipped .
  OPTIONAL {{ ?run kg:added ?added ; kg:replaced ?replaced ; kg:removed ?removed }}
}} ORDER BY ?started ?run"""
_COUNTS = ("papers", "added", "replaced", "removed", "skipped")
#: Runs that are printed; JSON has all.
_LAST_RUNS = 10


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What a store holds: entities and papers by type, papers by the pipeline that read them, and the runs, in order.

    `entities` counts those that papers name, `papers_with` the papers that name one.
    """

    base: str
    snapshot: Snapshot
    entities: Mapping[str, int]
    papers_with: Mapping[str, int]
    pipelines: Mapping[str, int]
    runs: Sequence[Mapping[str, str | int]]

    def to_json(self) -> dict[str, Any]:
        """Return the facts as a JSON object."""
        return {
            "papers": self.snapshot.papers,
            "statements": self.snapshot.quads,
            "entities": dict(self.entities),
            "papers_with": dict(self.papers_with),
            "base": self.base,
            "snapshot": self.snapshot.name,
            "pipeline": self.snapshot.pipeline,
            "corpus_hash": self.snapshot.corpus_hash,
            "pipelines": dict(self.pipelines),
            "runs": [dict(run) for run in self.runs],
        }

    def describe(self) -> str:
        """Return the facts as lines of text."""
        lines = [f"{self.snapshot.papers:,} papers, {self.snapshot.quads:,} statements"]
        for type in ENTITY_TYPES:
            share = f"named in {self.papers_with[type]:,} of {self.snapshot.papers:,} papers"
            lines.append(f"{type:<9} {self.entities[type]:>7,}   {share}")
        lines += [
            f"base      {self.base}",
            f"snapshot  {self.snapshot.name}",
            f"corpus    {self.snapshot.corpus_hash}",
        ]
        lines += [f"pipeline  {name}: {papers:,} papers" for name, papers in self.pipelines.items()]
        lines += [_run_line(run) for run in self.runs[-_LAST_RUNS:]]
        return "\n".join(lines)


def _run_line(run: Mapping[str, str | int]) -> str:
    done = ", ".join(f"{run[what]:,} {what}" for what in _COUNTS[1:] if run.get(what))
    return f"run       {run['run']}  {run['started']}  {run['papers']:,} papers ({done or 'no paper changed'})"


def describe_store(store: Path) -> StoreFacts:
    """Return what the published snapshot of a store holds."""
    folder = StoreFolder.open(store)
    snapshot = folder.current()
    graph = Store.read_only(str(snapshot.graph))
    entities, papers_with = _named(graph)
    return StoreFacts(
        base=folder.base,
        snapshot=snapshot,
        entities=entities,
        papers_with=papers_with,
        pipelines=_pipelines(graph),
        runs=[_run(row) for row in _solutions(graph, _RUNS)],
    )


def _run(row: QuerySolution) -> dict[str, str | int]:
    facts: dict[str, str | int] = {"run": row["run"].value.rpartition("/")[2]}
    facts |= {name: row[name].value for name in ("started", "ended", "pipeline")}
    return facts | {name: int(row[name].value) for name in _COUNTS if row[name] is not None}


def _named(graph: Store) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many entities of each type papers name, and how many papers name one.

    One pass over the index of `kg:mentions`: a SPARQL join with the types takes minutes from millions of mentions on.
    """
    type_of: dict[object, str] = {
        q.subject: type for type in ENTITY_TYPES for q in graph.quads_for_pattern(None, A, kg(type), None)
    }
    named: dict[str, set[object]] = {type: set() for type in ENTITY_TYPES}
    naming: dict[str, set[object]] = {type: set() for type in ENTITY_TYPES}
    for quad in graph.quads_for_pattern(None, kg("mentions"), None, None):
        if type := type_of.get(quad.object):
            named[type].add(quad.object)
            naming[type].add(quad.subject)
    return {type: len(all) for type, all in named.items()}, {type: len(all) for type, all in naming.items()}


def _pipelines(graph: Store) -> dict[str, int]:
    """Return how many papers each pipeline has read, by its name."""
    papers = {quad.subject for quad in graph.quads_for_pattern(None, A, kg("Paper"), None)}
    generated = graph.quads_for_pattern(None, std("prov:wasGeneratedBy"), None, None)
    counts = Counter(quad.object for quad in generated if quad.subject in papers)
    names: dict[str, int] = {}
    for pipeline, count in counts.items():
        assert isinstance(pipeline, NamedNode)
        label = next(graph.quads_for_pattern(pipeline, std("rdfs:label"), None, None)).object
        assert isinstance(label, Literal)
        names[label.value] = count
    return dict(sorted(names.items()))


def _solutions(graph: Store, query: str) -> Iterator[QuerySolution]:
    namespaces = {prefix: PREFIXES[prefix] for prefix in ("kg", "prov")}
    solutions = graph.query(query.format(**namespaces), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    return solutions
