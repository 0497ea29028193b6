"""Answers that took long, as files beside their snapshot, so that a service that starts again need not ask again.

They are what the engine wrote, SPARQL JSON, each in a file that is named by a digest of the snapshot and the query.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from kg.graph.published import Published
from kg.output import output
from kg.query.guard import guard
from kg.query.workers import QueryWorkers

#: The folder beside the graph of a snapshot.
FOLDER = "answers"
#: An answer that took so many seconds is kept.
_LONG = 0.5


class KeptAnswers:
    """Asks workers, unless the answer lies in the folder of the published snapshot, which takes `max_bytes` at most."""

    def __init__(self, workers: QueryWorkers, max_bytes: int, long: float = _LONG) -> None:
        self._workers = workers
        self._max_bytes = max_bytes
        self._long = long

    def ask(self, query: str) -> bytes:
        """Return an answer; raises what `QueryWorkers.ask` raises."""
        published = self._workers.published.current()
        file = _file(published, query)
        with suppress(OSError):
            return file.read_bytes()
        answer = self._workers.ask(query)
        body = answer.read()
        if answer.seconds >= self._long and answer.snapshot == published.state and self._lasts(query):
            with suppress(OSError):  # a store that cannot be written to, or a full disk: it is asked again
                self._keep(file, body)
        return body

    def _lasts(self, query: str) -> bool:
        return guard(query, self._workers.settings).repeatable

    def _keep(self, file: Path, body: bytes) -> None:
        file.parent.mkdir(exist_ok=True)
        if sum(each.stat().st_size for each in file.parent.iterdir()) + len(body) <= self._max_bytes:
            with output(file) as out:
                out.write(body)


def _file(published: Published, query: str) -> Path:
    digest = hashlib.sha256(f"{published.state}\n{query}".encode()).hexdigest()
    return published.snapshot.folder / FOLDER / f"{digest[:32]}.json"
