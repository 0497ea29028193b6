"""Folders of saved queries: one `.rq` file of ordinary SPARQL each, read again when a file changes."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph

from kg.errors import NotFoundError, QueryError
from kg.graph.vocabulary import PREFIXES
from kg.query.declared import SavedQuery
from kg.query.guard import guard
from kg.query.header import parse_saved_query
from kg.resources import queries_dir
from kg.settings import Settings

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class SavedQueries:
    """Saved queries by name, and what is wrong with those that cannot be used."""

    queries: Mapping[str, SavedQuery] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[SavedQuery]:
        """Yield the usable queries by name."""
        return (self.queries[name] for name in sorted(self.queries))

    def get(self, name: str) -> SavedQuery:
        """Return a query by name.

        Raises QueryError with what is wrong with its file, and NotFoundError naming the queries there are.
        """
        if name in self.broken:
            raise QueryError(self.broken[name])
        try:
            return self.queries[name]
        except KeyError:
            known = ", ".join(sorted(self.queries))
            raise NotFoundError(f"no saved query {name!r}; there are: {known}") from None


class QueryFolders:
    """The shipped folder and those of the user, of which a later one wins; kept in step with the files."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = (queries_dir(), *folders)
        self._lock = threading.Lock()
        self._seen: tuple[tuple[Path, int, int], ...] = ()
        self._saved = SavedQueries()

    def current(self) -> SavedQueries:
        """Return the queries as the files now are; raises QueryError when a folder is missing."""
        with self._lock:
            files = self._files()
            if files != self._seen:
                self._saved, self._seen = _read([path for path, _, _ in files]), files
            return self._saved

    def _files(self) -> tuple[tuple[Path, int, int], ...]:
        """Return every file with its time and size, by which a change is noticed."""
        found = []
        for folder in self.folders:
            if not folder.is_dir():
                raise QueryError(f"no folder of saved queries at {folder}")
            for path in sorted(folder.glob("*.rq")):
                status = path.stat()
                found.append((path, status.st_mtime_ns, status.st_size))
        return tuple(found)


def load_saved_queries(folders: Sequence[Path] = ()) -> SavedQueries:
    """Return the shipped queries and those of further folders; a later folder wins over an earlier one.

    A file that cannot be used is in `broken`. Raises QueryError when a folder is missing.
    """
    return QueryFolders(folders).current()


def read_saved_query(path: Path) -> SavedQuery:
    """Return the saved query in a file, named after it; raises QueryError when it cannot be used."""
    if not _NAME.fullmatch(path.stem):
        raise QueryError(f"{path}: a saved query's file name is made of letters, digits, _ and -")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: {error}") from None
    query = parse_saved_query(path.stem, text, str(path))
    check_syntax(text, str(path))
    return query


def check_syntax(text: str, where: str) -> None:
    """Raise QueryError when a text is no SPARQL 1.1 query, by asking it of an empty store."""
    guard(text, Settings(allow_service=True))
    if re.search(r"(?i)\bSERVICE\b", text):
        return  # to ask it is to ask another server
    try:
        pyoxigraph.Store().query(text, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"{where} is not SPARQL 1.1: {str(error).strip()}") from None


def _read(paths: Sequence[Path]) -> SavedQueries:
    queries: dict[str, SavedQuery] = {}
    broken: dict[str, str] = {}
    for path in paths:
        queries.pop(path.stem, None)
        broken.pop(path.stem, None)
        try:
            queries[path.stem] = read_saved_query(path)
        except QueryError as error:
            broken[path.stem] = str(error)
    return SavedQueries(queries, broken)
