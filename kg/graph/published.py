"""The published snapshot of a store, looked up often: the files are read anew only when another one is published."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreMissingError
from kg.graph.store import Snapshot, StoreFolder


@dataclass(frozen=True, slots=True)
class Published:
    """A published snapshot and a name for its state that no other state of any store has: for ETags and caches."""

    snapshot: Snapshot
    state: str


class PublishedSnapshot:
    """Knows which snapshot of a store is published."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._current = os.fspath(store / "current")
        self._seen: tuple[tuple[int, int], Published] | None = None

    def current(self) -> Published:
        """Return the published snapshot; raises StoreMissingError, StoreVersionError and StoreError."""
        try:
            file = os.stat(self._current)  # noqa: PTH116  (looked at several times in each request)
        except OSError:
            return self._load()
        mark = (file.st_ino, file.st_mtime_ns)
        if self._seen is None or self._seen[0] != mark:
            self._seen = mark, self._load()
        return self._seen[1]

    def _load(self) -> Published:
        snapshot = StoreFolder.open(self._store).current()
        try:
            written = (snapshot.folder / "snapshot.json").stat().st_mtime_ns
        except OSError:
            raise StoreMissingError(f"the snapshot {snapshot.folder} has gone; ask again") from None
        return Published(snapshot, f"{snapshot.name}-{snapshot.corpus_hash[:8]}-{written:x}")
