"""What a build or a removal did, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.corpus.paper import Skipped


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """Counts of papers by what happened to them, of what the graph now holds, and everything skipped, in order."""

    added: int
    replaced: int
    removed: int
    unchanged: int
    skipped: Sequence[Skipped]
    papers: int
    entities: int
    quads: int
    snapshot: str
    seconds: float

    def skipped_by_reason(self) -> dict[str, int]:
        """Return how many entries were skipped for each reason, the most frequent first."""
        counts = Counter(item.reason for item in self.skipped)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def to_json(self) -> dict[str, Any]:
        """Return the summary as a JSON object."""
        return {
            "added": self.added,
            "replaced": self.replaced,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "skipped": self.skipped_by_reason(),
            "skipped_entries": [
                {"reason": item.reason, "source": item.source, "detail": item.detail} for item in self.skipped
            ],
            "papers": self.papers,
            "entities": self.entities,
            "quads": self.quads,
            "snapshot": self.snapshot,
            "seconds": round(self.seconds, 2),
        }

    def describe(self, list_skipped: bool = False) -> str:
        """Return the summary as lines of text."""
        done = {"added": self.added, "replaced": self.replaced, "removed": self.removed, "unchanged": self.unchanged}
        lines = [", ".join(f"{count} {what}" for what, count in done.items() if count) or "nothing to do"]
        lines[0] = f"Papers: {lines[0]}."
        if self.skipped:
            reasons = "; ".join(f"{reason}: {count}" for reason, count in self.skipped_by_reason().items())
            lines.append(f"Skipped or repaired: {reasons}.")
        if list_skipped:
            lines += [f"  {s.source}: {s.reason}{f' ({s.detail})' if s.detail else ''}" for s in self.skipped]
        lines.append(
            f"The graph holds {self.papers:,} papers, {self.entities:,} entities and {self.quads:,} statements "
            f"(snapshot {self.snapshot}, {self.seconds:.1f} s)."
        )
        return "\n".join(lines)
