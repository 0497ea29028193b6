"""Write a snapshot: the graphs of papers and the entities that changed, and the run."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from kg.corpus.paper import Skipped
from kg.gazetteer import load_gazetteer
from kg.graph.counted import CountedStore
from kg.graph.entity_graph import entity_quads
from kg.graph.iris import entity_iri, graph_iri, paper_iri
from kg.graph.nodes import std
from kg.graph.paper_graph import make_paper_graph, paper_quads
from kg.graph.paper_table import Known, PaperTable, State
from kg.graph.run_graph import Run, run_quads
from kg.graph.store import Snapshot
from kg.resolve.curation import Decision
from kg.resolve.entities import Resolution, resolve
from kg.resources import PACKAGE, ontology_dir


@dataclass(slots=True)
class Tally:
    """What happens to the papers of a run, noted as it happens: ids of those that are touched, a count of the rest."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many papers are new, replaced or gone."""
        return len(self.added) + len(self.replaced) + len(self.removed)


@cache
def writer_version() -> str:
    """Return a digest of the code, known names and links that graphs are made by: another version writes all anew."""
    digest = hashlib.sha256()
    for path in [
        *(path for part in ("graph", "resolve") for path in sorted((PACKAGE / part).glob("*.py"))),
        *sorted(ontology_dir().glob("*.tsv")),
    ]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking millions of names, none of them in a circle, again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_uncollected()
def write_snapshot(
    base: str,
    building: Path,
    table: PaperTable,
    tally: Tally,
    started: float,
    pipeline: str,
    before: int,
    curation: Sequence[Decision] = (),
) -> Snapshot:
    """Bring the graph in a snapshot folder, of `before` statements, in line with its papers; return what it then holds.

    Raises CurationError when decisions contradict each other.
    """
    table.renew_names()
    states = list(table.states())
    resolution = resolve([state.names for state in states], load_gazetteer(), curation)
    changed = _changed(states, resolution)
    papers = len(states)
    del states
    store = CountedStore(Store(str(building / "graph")), before)
    for paper_id in tally.removed:
        paper = NamedNode(paper_iri(base, paper_id))
        store.remove_graph(paper)
        store.remove(None, std("prov:generated"), paper, NamedNode(graph_iri(base, "runs")))
    _write_papers(base, store, table, resolution, changed)
    _write_entities(base, store, table, resolution)
    corpus_hash = _corpus_hash(table.contents())
    run = Run(
        name=building.name.partition(".")[0],
        started=_iso(started),
        ended=_iso(datetime.now(UTC).timestamp()),
        pipeline=pipeline,
        papers=papers,
        added=tuple(tally.added),
        replaced=tuple(tally.replaced),
        removed=len(tally.removed),
        skipped=len(tally.skipped),
        corpus_hash=corpus_hash,
    )
    store.add(run_quads(base, run))
    store.store.flush()
    table.set_fingerprints(changed)
    return Snapshot(building, papers, store.quads, len(resolution.paths), corpus_hash, pipeline)


def _changed(states: Iterable[State], resolution: Resolution) -> dict[str, str]:
    """Return the papers whose graphs have to be written, with the fingerprints of these graphs."""
    paths = resolution.paths
    fresh = (
        (state, _fingerprint(state.known, [paths[key] if key else "" for key in named]))
        for state, named in zip(states, resolution.named, strict=True)
    )
    return {state.names.id: fingerprint for state, fingerprint in fresh if fingerprint != state.fingerprint}


def _fingerprint(known: Known, named: Sequence[str]) -> str:
    """Return a digest of all that a paper's graph depends on: its content, the pipeline, what its names are."""
    return _digest("\n".join([known.content_hash, known.pipeline, *named]), 32)


def _write_papers(
    base: str, store: CountedStore, table: PaperTable, resolution: Resolution, changed: Iterable[str]
) -> None:
    if store.quads:
        for paper_id in changed:
            store.remove_graph(NamedNode(paper_iri(base, paper_id)))
    # In one go: the loader sorts a million quads at a time in threads of its own while the next are made. Every load
    # leaves a file in each of nine indexes, and many small files would be merged again and again.
    store.add(_paper_quads(base, table, resolution, changed))


def _paper_quads(base: str, table: PaperTable, resolution: Resolution, papers: Iterable[str]) -> Iterator[Quad]:
    for paper_id in papers:
        yield from paper_quads(make_paper_graph(base, *table.body(paper_id), resolution))


def _write_entities(base: str, store: CountedStore, table: PaperTable, resolution: Resolution) -> None:
    """Write the entities that are new or have changed, and take those out that are no more."""
    graph = NamedNode(graph_iri(base, "entities"))
    written = table.entity_fingerprints()
    if not written:
        store.remove_graph(graph)
    fresh = ((path, key, _digest(resolution.evidence(key), 16)) for key, path in resolution.paths.items())
    changed = {path: (key, digest) for path, key, digest in fresh if written.get(path) != digest}
    gone = sorted(written.keys() - set(resolution.paths.values()))
    for path in (*gone, *(path for path in changed if path in written)):
        type, _, slug = path.partition("/")
        subject = NamedNode(entity_iri(base, type, slug))  # type: ignore[arg-type]  # a type was written there
        store.remove(subject, None, None, graph)
    store.add(quad for key, _ in changed.values() for quad in entity_quads(base, resolution.entity(key)))
    table.set_entity_fingerprints({path: digest for path, (_, digest) in sorted(changed.items())}, gone)


def _digest(evidence: str, digits: int) -> str:
    return hashlib.sha256(evidence.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def _corpus_hash(contents: Iterable[tuple[str, str]]) -> str:
    digest = hashlib.sha256()
    for paper_id, content_hash in contents:
        digest.update(f"{paper_id}\0{content_hash}\n".encode())
    return digest.hexdigest()


def _iso(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
