"""What a store holds, in counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import QuerySolutions, Store

from kg.extract.record import ENTITY_TYPES
from kg.graph.store import Snapshot, StoreFolder
from kg.graph.vocabulary import KG

_COUNT = """PREFIX kg: <{kg}>
SELECT (COUNT(DISTINCT ?entity) AS ?entities) (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  ?entity a kg:{type} . ?paper kg:mentions ?entity .
}}"""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """The published snapshot, and per type how many entities papers name and how many papers name one."""

    base: str
    snapshot: Snapshot
    entities: Mapping[str, int]
    papers_with: Mapping[str, int]

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
        }

    def describe(self) -> str:
        """Return the facts as lines of text."""
        lines = [f"{self.snapshot.papers:,} papers, {self.snapshot.quads:,} statements"]
        for type in ENTITY_TYPES:
            share = f"named in {self.papers_with[type]:,} of {self.snapshot.papers:,} papers"
            lines.append(f"{type:<9} {self.entities[type]:>7,}   {share}")
        lines += [
            f"base      {self.base}",
            f"snapshot  {self.snapshot.name}, by {self.snapshot.pipeline}",
            f"corpus    {self.snapshot.corpus_hash}",
        ]
        return "\n".join(lines)


def describe_store(store: Path) -> StoreFacts:
    """Return what the published snapshot of a store holds."""
    folder = StoreFolder.open(store)
    snapshot = folder.current()
    graph = Store.read_only(str(snapshot.graph))
    counts = {type: _counts(graph, type) for type in ENTITY_TYPES}
    return StoreFacts(
        base=folder.base,
        snapshot=snapshot,
        entities={type: entities for type, (entities, _) in counts.items()},
        papers_with={type: papers for type, (_, papers) in counts.items()},
    )


def _counts(graph: Store, type: str) -> tuple[int, int]:
    solutions = graph.query(_COUNT.format(kg=KG, type=type), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    solution = next(iter(solutions))
    return int(solution["entities"].value), int(solution["papers"].value)
