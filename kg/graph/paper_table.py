"""The papers of a snapshot with their Records, in SQLite: what the next build starts from."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.paper import Paper, paper_from_json, paper_to_json
from kg.extract.record import Record, record_from_json, record_to_json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS papers (
    id TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,   -- of the paper
    text_hash TEXT NOT NULL,      -- of title and abstract alone
    pipeline TEXT NOT NULL,       -- that made the record
    fingerprint TEXT NOT NULL,    -- of the graph that was written; empty when it has to be written
    paper BLOB NOT NULL,          -- JSON, deflated
    record BLOB NOT NULL          -- JSON, deflated
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS papers_by_text ON papers (text_hash);
CREATE TEMP TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What a store knows of a paper without reading its record."""

    content_hash: str
    pipeline: str


class PaperTable:
    """An open papers file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def known(self, paper_id: str) -> Known | None:
        """Return what is known of a paper, or None."""
        row = self._connection.execute("SELECT content_hash, pipeline FROM papers WHERE id = ?", (paper_id,)).fetchone()
        return Known(*row) if row else None

    def id_of_text(self, text_hash: str) -> str | None:
        """Return the id of a paper with the same title and abstract, or None."""
        row = self._connection.execute("SELECT min(id) FROM papers WHERE text_hash = ?", (text_hash,)).fetchone()
        return str(row[0]) if row[0] is not None else None

    def put(self, paper: Paper, record: Record) -> None:
        """Add or replace a paper, whose graph then has to be written."""
        self._connection.execute(
            "INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?, '', ?, ?)",
            (
                paper.id,
                paper.content_hash,
                paper.text_hash,
                record.pipeline,
                _deflated(paper_to_json(paper)),
                _deflated(record_to_json(record)),
            ),
        )

    def remove(self, paper_id: str) -> bool:
        """Remove a paper; say whether it was there."""
        return self._connection.execute("DELETE FROM papers WHERE id = ?", (paper_id,)).rowcount > 0

    def forget_text(self, paper_id: str) -> None:
        """Let another paper have the text of one that is about to be replaced."""
        self._connection.execute("UPDATE papers SET text_hash = '' WHERE id = ?", (paper_id,))

    def see(self, paper_id: str) -> None:
        """Note that a corpus holds a paper."""
        self._connection.execute("INSERT OR IGNORE INTO seen VALUES (?)", (paper_id,))

    def remove_unseen(self) -> list[str]:
        """Remove the papers that have not been seen since the file was opened; return their ids, sorted."""
        unseen = "FROM papers WHERE id NOT IN (SELECT id FROM seen)"
        gone = [str(row[0]) for row in self._connection.execute(f"SELECT id {unseen} ORDER BY id")]
        self._connection.execute(f"DELETE {unseen}")
        return gone

    def records(self) -> Iterator[Record]:
        """Yield all records by id."""
        for (record,) in self._connection.execute("SELECT record FROM papers ORDER BY id"):
            yield record_from_json(_inflated(record))

    def fingerprints(self) -> Iterator[tuple[Paper, Record, str]]:
        """Yield all papers by id, with their records and the fingerprints of their written graphs."""
        for paper, record, fingerprint in self._connection.execute(
            "SELECT paper, record, fingerprint FROM papers ORDER BY id"
        ):
            yield paper_from_json(_inflated(paper)), record_from_json(_inflated(record)), fingerprint

    def set_fingerprints(self, fingerprints: dict[str, str]) -> None:
        """Note which graphs have been written."""
        self._connection.executemany(
            "UPDATE papers SET fingerprint = ? WHERE id = ?", [(value, key) for key, value in fingerprints.items()]
        )

    def forget_fingerprints(self, ids: Iterable[str] | None) -> None:
        """Note that the graphs of some papers, or of all (None), are not as they were written."""
        if ids is None:
            self._connection.execute("UPDATE papers SET fingerprint = ''")
        else:
            self._connection.executemany("UPDATE papers SET fingerprint = '' WHERE id = ?", [(id,) for id in ids])

    def unwritten(self) -> bool:
        """Say whether there is a paper whose graph has to be written."""
        return self._connection.execute("SELECT 1 FROM papers WHERE fingerprint = '' LIMIT 1").fetchone() is not None

    def contents(self) -> Iterator[tuple[str, str]]:
        """Yield id and content hash of all papers by id."""
        yield from self._connection.execute("SELECT id, content_hash FROM papers ORDER BY id")

    def pipelines(self) -> list[str]:
        """Return the versions of the pipeline that made the records, sorted."""
        return [row[0] for row in self._connection.execute("SELECT DISTINCT pipeline FROM papers ORDER BY pipeline")]

    def commit(self) -> None:
        """Write what has been put so far."""
        self._connection.commit()


@contextmanager
def open_papers(path: Path) -> Iterator[PaperTable]:
    """Open the papers file of a snapshot that is being built; made if there is none."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
        yield PaperTable(connection)
        connection.commit()


@contextmanager
def read_papers(path: Path) -> Iterator[PaperTable]:
    """Open the papers file of a published snapshot, which is not to be changed."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        yield PaperTable(connection)


def _deflated(data: dict[str, object]) -> bytes:
    return zlib.compress(
        json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 3
    )


def _inflated(data: bytes) -> dict[str, object]:
    return dict(json.loads(zlib.decompress(data)))
