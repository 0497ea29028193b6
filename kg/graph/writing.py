"""Write a snapshot: the graphs of papers that changed, the entities, the run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from kg.corpus.paper import Paper, Skipped
from kg.extract.record import Record
from kg.gazetteer import load_gazetteer
from kg.graph.entity_graph import entity_quads
from kg.graph.iris import graph_iri, paper_iri
from kg.graph.paper_graph import PaperGraph, paper_quads
from kg.graph.paper_table import PaperTable
from kg.graph.run_graph import Run, run_quads
from kg.graph.store import Snapshot
from kg.resolve.entities import Resolution, resolve

#: Quads that are loaded at a time: the loader keeps all that it is given in memory.
_CHUNK = 200_000


@dataclass(slots=True)
class Tally:
    """What happens to the papers of a run, counted as it happens."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many papers are new, replaced or gone."""
        return self.added + self.replaced + len(self.removed)


def write_snapshot(
    base: str, building: Path, table: PaperTable, tally: Tally, started: float, pipeline: str
) -> Snapshot:
    """Bring the graph in a snapshot folder in line with its papers, and return what it holds."""
    resolution = resolve(table.records(), load_gazetteer())
    store = Store(str(building / "graph"))
    for paper_id in tally.removed:
        store.remove_graph(NamedNode(paper_iri(base, paper_id)))
    changed = _changed(table, resolution)
    for paper_id in changed:
        store.remove_graph(NamedNode(paper_iri(base, paper_id)))
    quads = _paper_quads(base, table, resolution, changed)
    while chunk := list(islice(quads, _CHUNK)):
        store.bulk_extend(chunk)
    store.remove_graph(NamedNode(graph_iri(base, "entities")))
    store.bulk_extend(quad for entity in resolution.entities for quad in entity_quads(base, entity))
    corpus_hash, papers = _corpus_hash(table.contents())
    run = Run(
        name=building.name.partition(".")[0],
        started=_iso(started),
        ended=_iso(datetime.now(UTC).timestamp()),
        pipeline=pipeline,
        papers=papers,
        added=tally.added,
        replaced=tally.replaced,
        removed=len(tally.removed),
        skipped=len(tally.skipped),
        corpus_hash=corpus_hash,
    )
    store.bulk_extend(run_quads(base, run))
    store.flush()
    table.set_fingerprints(changed)
    return Snapshot(building, papers, len(store), len(resolution.entities), corpus_hash, pipeline)


def _changed(table: PaperTable, resolution: Resolution) -> dict[str, str]:
    """Return the papers whose graphs have to be written, with the fingerprints of these graphs."""
    fresh = ((paper, _fingerprint(paper, record, resolution), old) for paper, record, old in table.fingerprints())
    return {paper.id: fingerprint for paper, fingerprint, old in fresh if fingerprint != old}


def _fingerprint(paper: Paper, record: Record, resolution: Resolution) -> str:
    """Return a digest of all that a paper's graph depends on: its content, the pipeline, the meaning of its names."""
    names = sorted({(m.type, m.text) for m in record.mentions})
    meanings = [f"{type} {text} {resolution.slug_of(record.id, type, text)}" for type, text in names]
    return hashlib.sha256("\n".join([paper.content_hash, record.pipeline, *meanings]).encode()).hexdigest()[:32]


def _paper_quads(base: str, table: PaperTable, resolution: Resolution, changed: Iterable[str]) -> Iterator[Quad]:
    wanted = frozenset(changed)
    for paper, record, _ in table.fingerprints():
        if paper.id in wanted:
            yield from paper_quads(PaperGraph(base, paper, record, resolution))


def _corpus_hash(contents: Iterable[tuple[str, str]]) -> tuple[str, int]:
    digest = hashlib.sha256()
    count = 0
    for count, (paper_id, content_hash) in enumerate(contents, start=1):  # noqa: B007  (the last count is wanted)
        digest.update(f"{paper_id}\0{content_hash}\n".encode())
    return digest.hexdigest(), count


def _iso(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
