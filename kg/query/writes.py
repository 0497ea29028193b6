"""Changes to a store that a client asks for: each in a process of its own, published at once or without effect."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import QueryError, QuerySyntaxError, QueryTimeoutError, QueryWorkerError, StoreLockedError
from kg.graph.editing import edited_files
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import PREFIXES
from kg.query.formats import Format
from kg.query.syntax import syntax_error
from kg.query.update_guard import guard_update
from kg.settings import Settings

_WRITER = Path(__file__).with_name("writer.py")
#: Seconds between two tries to get the writer's lock.
_PATIENCE = 0.02


@dataclass(frozen=True, slots=True)
class Writes:
    """The way to change a store."""

    store: Path
    settings: Settings

    def update(self, text: str, using: Sequence[str] = (), using_named: Sequence[str] = (), base: str = "") -> None:
        """Run a SPARQL update, with graphs for its patterns and a base for its relative IRIs.

        Raises QuerySyntaxError, QueryError, ForbiddenQueryError, QueryTimeoutError, QueryWorkerError,
        StoreLockedError, StoreFullError; then nothing has changed.
        """
        guarded = guard_update(text, self.settings, using, using_named)
        with tempfile.TemporaryFile() as body:
            body.write(guarded.encode())
            outcome = self._apply({"do": "update", "prefixes": dict(PREFIXES), "base": base}, body, None)
        if outcome.get("error") == "syntax":
            raise syntax_error(outcome["message"], guarded, "update")
        _raise_failure(outcome)

    def load(self, graph: str, format: Format, body: BinaryIO, replace: bool, base: str = "") -> bool:
        """Put RDF into a graph ("" is the unnamed one) and say whether the graph was there before.

        Raises as `update`; QuerySyntaxError for RDF that does not parse.
        """
        job = {"do": "load", "graph": graph, "format": format.engine, "replace": replace, "base": base}
        return self._change_graph(job, body)

    def drop(self, graph: str) -> bool:
        """Remove a graph and say whether it was there."""
        with tempfile.TemporaryFile() as nothing:
            return self._change_graph({"do": "drop", "graph": graph}, nothing)

    def _change_graph(self, job: Mapping[str, Any], body: BinaryIO) -> bool:
        outcome = self._apply(job, body, {job["graph"]})
        if outcome.get("error") == "syntax":
            error = QuerySyntaxError(f"the body is not what its Content-Type says: {outcome['message']}")
            error.line, error.column = outcome["line"], outcome["column"]
            raise error
        _raise_failure(outcome)
        return bool(outcome["existed"])

    def _apply(self, job: Mapping[str, Any], body: BinaryIO, graphs: Collection[str] | None) -> dict[str, Any]:
        """Do a job on a new snapshot, which is published unless the job fails."""
        end = time.monotonic() + self.settings.queue_seconds
        while True:
            try:
                with edited_files(StoreFolder.open(self.store), graphs) as files:
                    outcome = self._run(job, body, files)
                    if "error" in outcome:
                        raise _FailedError
                return outcome
            except _FailedError:
                return outcome
            except StoreLockedError:
                if time.monotonic() > end:
                    raise
                time.sleep(_PATIENCE)

    def _run(self, job: Mapping[str, Any], body: BinaryIO, files: Path) -> dict[str, Any]:
        with tempfile.TemporaryFile() as message:
            message.write(json.dumps(job).encode() + b"\n")
            body.seek(0)
            shutil.copyfileobj(body, message)
            message.seek(0)
            try:
                done = subprocess.run(
                    [sys.executable, "-I", str(_WRITER), str(files), str(self.settings.query_memory_mb)],
                    stdin=message,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    timeout=self.settings.query_seconds,
                    start_new_session=True,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise QueryTimeoutError(
                    f"the write took longer than {self.settings.query_seconds:g} seconds and changed nothing; "
                    "write less at a time, or raise query_seconds"
                ) from None
        if done.returncode != 0 or not done.stdout:
            raise QueryWorkerError(
                f"the process that wrote died, likely for want of memory ({self.settings.query_memory_mb} MB); "
                "nothing has changed; write less at a time"
            )
        outcome: dict[str, Any] = json.loads(done.stdout)
        return outcome


class _FailedError(Exception):
    """A job that went wrong, so that its snapshot is not published."""


def _raise_failure(outcome: Mapping[str, Any]) -> None:
    if "error" in outcome:
        raise QueryError(f"the write failed and changed nothing: {outcome['message'].strip()}")
