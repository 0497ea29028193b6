"""The papers of a snapshot with their Records, in SQLite: what the next build starts from.

What every build reads of all papers is apart from what it reads of those that have changed, so that adding a few papers
to many costs little.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.paper import Paper, paper_from_json, paper_to_json
from kg.errors import StoreVersionError
from kg.extract.record import Record, record_from_json, record_to_json
from kg.resolve.names import PaperNames, names_of, names_version, pack_names, unpack_names

#: Raised with every change of the tables.
_TABLES_VERSION = 2
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS papers (
    id TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,   -- of the paper
    text_hash TEXT NOT NULL,      -- of title and abstract alone
    pipeline TEXT NOT NULL,       -- that made the record
    fingerprint TEXT NOT NULL,    -- of the graph that was written; empty when it has to be written
    names BLOB NOT NULL           -- that resolution reads
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS papers_by_text ON papers (text_hash);
CREATE INDEX IF NOT EXISTS papers_unwritten ON papers (id) WHERE fingerprint = '';
CREATE TABLE IF NOT EXISTS bodies (
    id TEXT PRIMARY KEY,
    paper BLOB NOT NULL,          -- JSON, deflated
    record BLOB NOT NULL          -- JSON, deflated
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entities (
    path TEXT PRIMARY KEY,        -- method/bert
    fingerprint TEXT NOT NULL     -- of the facts that were written
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (what TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = {_TABLES_VERSION};
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What a store knows of a paper without reading its record."""

    content_hash: str
    pipeline: str


@dataclass(frozen=True, slots=True)
class State:
    """What resolving and writing start from: a paper's names, what else its graph depends on, and what was written."""

    names: PaperNames
    known: Known
    fingerprint: str


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
        names = pack_names(names_of(record))
        row = (paper.id, paper.content_hash, paper.text_hash, record.pipeline, "", names)
        self._connection.execute("INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?, ?, ?)", row)
        body = (paper.id, _deflated(paper_to_json(paper)), _deflated(record_to_json(record)))
        self._connection.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)", body)

    def remove(self, paper_id: str) -> bool:
        """Remove a paper; say whether it was there."""
        self._connection.execute("DELETE FROM bodies WHERE id = ?", (paper_id,))
        return self._connection.execute("DELETE FROM papers WHERE id = ?", (paper_id,)).rowcount > 0

    def forget_text(self, paper_id: str) -> None:
        """Let another paper have the text of one that is about to be replaced."""
        self._connection.execute("UPDATE papers SET text_hash = '' WHERE id = ?", (paper_id,))

    def see(self, paper_id: str) -> None:
        """Note that a corpus holds a paper."""
        self._connection.execute("INSERT OR IGNORE INTO seen VALUES (?)", (paper_id,))

    def remove_unseen(self) -> list[str]:
        """Remove the papers that have not been seen since the file was opened; return their ids, sorted."""
        unseen = self._connection.execute("SELECT id FROM papers WHERE id NOT IN (SELECT id FROM seen) ORDER BY id")
        gone = [str(row[0]) for row in unseen]
        for paper_id in gone:
            self.remove(paper_id)
        return gone

    def states(self) -> Iterator[State]:
        """Yield the state of all papers by id."""
        rows = self._connection.execute("SELECT id, content_hash, pipeline, fingerprint, names FROM papers ORDER BY id")
        for paper_id, content_hash, pipeline, fingerprint, names in rows:
            yield State(unpack_names(paper_id, names), Known(content_hash, pipeline), fingerprint)

    def renew_names(self) -> None:
        """Make the names anew that another version of the code has made."""
        if self._renewed("names", names_version()):
            for paper_id, (_, record) in self.bodies():
                names = pack_names(names_of(record))
                self._connection.execute("UPDATE papers SET names = ? WHERE id = ?", (names, paper_id))

    def body(self, paper_id: str) -> tuple[Paper, Record]:
        """Return a paper and its record."""
        row = self._connection.execute("SELECT paper, record FROM bodies WHERE id = ?", (paper_id,)).fetchone()
        paper, record = row
        return paper_from_json(_inflated(paper)), record_from_json(_inflated(record))

    def records(self) -> Iterator[Record]:
        """Yield all records by id."""
        for (record,) in self._connection.execute("SELECT record FROM bodies ORDER BY id"):
            yield record_from_json(_inflated(record))

    def bodies(self) -> Iterator[tuple[str, tuple[Paper, Record]]]:
        """Yield all papers with their records, by id."""
        ids = [str(row[0]) for row in self._connection.execute("SELECT id FROM papers ORDER BY id")]
        return ((paper_id, self.body(paper_id)) for paper_id in ids)

    def set_fingerprints(self, fingerprints: Mapping[str, str]) -> None:
        """Note which graphs have been written."""
        self._connection.executemany(
            "UPDATE papers SET fingerprint = ? WHERE id = ?", [(value, key) for key, value in fingerprints.items()]
        )

    def forget_fingerprints(self, ids: Iterable[str] | None) -> None:
        """Note that the graphs of some papers, or all that a build has written (None), are not as they were written."""
        if ids is None:
            self._connection.execute("UPDATE papers SET fingerprint = ''")
            self._connection.execute("DELETE FROM entities")
        else:
            self._connection.executemany("UPDATE papers SET fingerprint = '' WHERE id = ?", [(id,) for id in ids])

    def unwritten(self, writer: str) -> bool:
        """Say whether there is a paper whose graph has to be written, as all have for another version of the writer."""
        if self._renewed("writer", writer):
            self.forget_fingerprints(None)
        return self._connection.execute("SELECT 1 FROM papers WHERE fingerprint = '' LIMIT 1").fetchone() is not None

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        """Yield id and fingerprint of all papers by id; one whose graph is not as it was written has an empty one."""
        yield from self._connection.execute("SELECT id, fingerprint FROM papers ORDER BY id")

    def version_of(self, what: str) -> str:
        """Return the version of a part that was noted last, or an empty one."""
        row = self._connection.execute("SELECT version FROM versions WHERE what = ?", (what,)).fetchone()
        return str(row[0]) if row else ""

    def entity_fingerprints(self) -> dict[str, str]:
        """Return the fingerprints of the entities that have been written, by path."""
        return dict(self._connection.execute("SELECT path, fingerprint FROM entities ORDER BY path"))

    def set_entity_fingerprints(self, fingerprints: Mapping[str, str], gone: Iterable[str]) -> None:
        """Note which entities have been written, and which are no more."""
        self._connection.executemany("INSERT OR REPLACE INTO entities VALUES (?, ?)", fingerprints.items())
        self._connection.executemany("DELETE FROM entities WHERE path = ?", ((path,) for path in gone))

    def contents(self) -> Iterator[tuple[str, str]]:
        """Yield id and content hash of all papers by id."""
        yield from self._connection.execute("SELECT id, content_hash FROM papers ORDER BY id")

    def pipelines(self) -> list[str]:
        """Return the versions of the pipeline that made the records, sorted."""
        return [row[0] for row in self._connection.execute("SELECT DISTINCT pipeline FROM papers ORDER BY pipeline")]

    def commit(self) -> None:
        """Write what has been put so far."""
        self._connection.commit()

    def _renewed(self, what: str, version: str) -> bool:
        """Note the version of a part; say whether another one was there."""
        row = self._connection.execute("SELECT version FROM versions WHERE what = ?", (what,)).fetchone()
        self._connection.execute("INSERT OR REPLACE INTO versions VALUES (?, ?)", (what, version))
        return row is not None and row[0] != version


@contextmanager
def open_papers(path: Path) -> Iterator[PaperTable]:
    """Open the papers file of a snapshot that is being built; made if there is none.

    Raises StoreVersionError for a file of another version.
    """
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and version != _TABLES_VERSION:
            raise StoreVersionError(
                f"{path} has tables of version {version}, this kg writes {_TABLES_VERSION}; build the store anew in "
                "another folder, or use the kg that made it"
            )
        connection.executescript(_SCHEMA)
        yield PaperTable(connection)
        connection.commit()


@contextmanager
def read_papers(path: Path) -> Iterator[PaperTable]:
    """Open the papers file of a published snapshot, which is not to be changed."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        yield PaperTable(connection)


def _deflated(data: Mapping[str, object]) -> bytes:
    return zlib.compress(
        json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 3
    )


def _inflated(data: bytes) -> dict[str, object]:
    return dict(json.loads(zlib.decompress(data)))
