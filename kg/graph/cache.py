"""Records kept by content and pipeline version, so that a build that was interrupted goes on where it stopped."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.extract.record import Record, record_from_json, record_to_json

#: Seconds to wait for somebody who reads the file meanwhile.
_PATIENCE = 120


class RecordCache:
    """An open cache; what is put is written at once, in its own transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, content_hash: str, pipeline: str) -> Record | None:
        """Return the record of a paper with this content by this pipeline, or None."""
        row = self._connection.execute(
            "SELECT record FROM records WHERE content_hash = ? AND pipeline = ?", (content_hash, pipeline)
        ).fetchone()
        try:
            return record_from_json(json.loads(zlib.decompress(row[0]))) if row else None
        except zlib.error:
            return None  # damaged on disk: the paper is extracted again

    def put(self, records: list[tuple[str, str, Record]]) -> None:
        """Keep records under the content hash of their paper and the key of the pipeline."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO records VALUES (?, ?, ?)",
                [
                    (content, pipeline, zlib.compress(json.dumps(record_to_json(record)).encode(), 3))
                    for content, pipeline, record in records
                ],
            )

    def forget_other_pipelines(self, pipeline: str) -> None:
        """Drop the records of other versions, which no build will ask for again."""
        with self._connection:
            others = "DELETE FROM records WHERE pipeline < ? OR pipeline > ?"  # what an index answers, `<>` is not
            self._connection.execute(others, (pipeline, pipeline))


@contextmanager
def open_cache(path: Path) -> Iterator[RecordCache]:
    """Open the cache file; one that is damaged is begun anew."""
    try:
        connection = _connect(path)
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        connection = _connect(path)
    with closing(connection):
        yield RecordCache(connection)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS records (content_hash TEXT, pipeline TEXT, record BLOB, "
            "PRIMARY KEY (content_hash, pipeline)) WITHOUT ROWID"
        )
        connection.execute("CREATE INDEX IF NOT EXISTS records_by_pipeline ON records (pipeline)")
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
