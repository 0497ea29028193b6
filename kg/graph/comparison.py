"""What changed between two snapshots: papers, and entities that are new, gone, renamed, merged or split.

An entity of the one is told to be an entity of the other by the mentions that refer to it, in papers whose content is
the same in both: so a merge is seen whatever made it, be it curation, a new long form or another version of `kg`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import StoreMissingError
from kg.graph.iris import graph_iri, paper_iri
from kg.graph.nodes import kg, std
from kg.graph.paper_table import read_papers
from kg.graph.store import Snapshot, StoreFolder, open_snapshot


@dataclass(frozen=True, slots=True)
class Named:
    """An entity (`method/bert`), its label, and how many papers name it."""

    entity: str
    label: str
    papers: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Mentions that referred to `before` now refer to `after`."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two snapshots. An entity that is gone by a merge is under `merged` alone, and so on."""

    papers_new: tuple[str, ...]
    papers_gone: tuple[str, ...]
    papers_changed: tuple[str, ...]
    new: tuple[Named, ...]
    gone: tuple[Named, ...]
    renamed: tuple[Moved, ...]
    merged: tuple[Moved, ...]
    split: tuple[Moved, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Side:
    """One snapshot: content hashes of papers, labels of entities, and what mentions refer to, by paper."""

    contents: Mapping[str, str]
    labels: Mapping[str, str]
    meanings: Mapping[str, Mapping[str, str]]


def snapshot_at(path: Path) -> tuple[str, Snapshot]:
    """Return the base and the snapshot of a store's folder (the published one) or of a snapshot's own folder.

    Raises StoreMissingError when there is neither.
    """
    if (path / "snapshot.json").exists():
        return StoreFolder.open(path.resolve().parent.parent).base, open_snapshot(path)
    folder = StoreFolder.open(path)
    return folder.base, folder.current()


def last_two(store: Path) -> tuple[Path, Path]:
    """Return the folders of the snapshot before the published one and of the published one.

    Raises StoreMissingError when only one has been published.
    """
    kept = StoreFolder.open(store).snapshots()
    if len(kept) < 2:
        raise StoreMissingError(f"{store} has published one snapshot so far; name another store to compare it with")
    return kept[-2].folder, kept[-1].folder


def compare(before: Path, after: Path) -> Comparison:
    """Compare two stores or snapshots; bases of IRIs may differ."""
    old, new = _side(*snapshot_at(before)), _side(*snapshot_at(after))
    both = old.contents.keys() & new.contents.keys()
    moves = _moves(old, new, [paper for paper in both if old.contents[paper] == new.contents[paper]])
    renamed, merged = _joined(old, new, moves)
    split = tuple(Moved((entity,), tuple(sorted(to))) for entity, to in sorted(moves.items()) if len(to) > 1)
    arrived = {entity for move in (*renamed, *split) for entity in move.after}
    explained = {entity for move in (*renamed, *merged, *split) for entity in move.before}
    return Comparison(
        papers_new=tuple(sorted(new.contents.keys() - both)),
        papers_gone=tuple(sorted(old.contents.keys() - both)),
        papers_changed=tuple(sorted(paper for paper in both if old.contents[paper] != new.contents[paper])),
        new=_by_papers(new, new.labels.keys() - old.labels.keys() - arrived),
        gone=_by_papers(old, old.labels.keys() - new.labels.keys() - explained),
        renamed=renamed,
        merged=merged,
        split=split,
    )


def _side(base: str, snapshot: Snapshot) -> _Side:
    graph = Store.read_only(str(snapshot.graph))
    with read_papers(snapshot.papers_file) as table:
        contents = dict(table.contents())
    named = graph.quads_for_pattern(None, std("skos:prefLabel"), None, NamedNode(graph_iri(base, "entities")))
    labels = {_local(base, q.subject): q.object.value for q in named if isinstance(q.object, Literal)}
    papers = {paper_iri(base, paper): paper for paper in contents}
    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in graph.quads_for_pattern(None, kg("refersTo"), None, None):
        paper = _iri(quad.graph_name)
        meanings[papers[paper]][_iri(quad.subject).removeprefix(paper)] = _local(base, quad.object)
    return _Side(contents, labels, meanings)


def _iri(node: object) -> str:
    assert isinstance(node, NamedNode)
    return node.value


def _local(base: str, node: object) -> str:
    return _iri(node).removeprefix(f"{base}/")


def _moves(old: _Side, new: _Side, papers: Sequence[str]) -> dict[str, set[str]]:
    """Return, by entity before, the entities that its mentions refer to after."""
    moves: dict[str, set[str]] = defaultdict(set)
    for paper in papers:
        after = new.meanings.get(paper, {})
        for mention, entity in old.meanings.get(paper, {}).items():
            if mention in after:
                moves[entity].add(after[mention])
    return moves


def _joined(old: _Side, new: _Side, moves: Mapping[str, set[str]]) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
    """Return what was renamed and what was merged: entities that are gone, and where all their mentions went."""
    origins: dict[str, list[str]] = defaultdict(list)
    for entity, to in sorted(moves.items()):
        if len(to) == 1 and entity not in new.labels:
            origins[next(iter(to))].append(entity)
    renamed: list[Moved] = []
    merged: list[Moved] = []
    for target, sources in sorted(origins.items()):
        alone = len(sources) == 1 and target not in old.labels
        (renamed if alone else merged).append(Moved(tuple(sources), (target,)))
    return tuple(renamed), tuple(merged)


def _by_papers(side: _Side, entities: set[str]) -> tuple[Named, ...]:
    papers = Counter(e for of in side.meanings.values() for e in set(of.values()) & entities)
    found = (Named(entity, side.labels[entity], papers[entity]) for entity in entities)
    return tuple(sorted(found, key=lambda n: (-n.papers, n.entity)))
