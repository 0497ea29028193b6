"""A pool of killable query workers: each query has its time limit, from the start to its last byte."""

from __future__ import annotations

import json
import queue
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kg.errors import QueryError, QuerySyntaxError, QueryTimeoutError, QueryWorkerError
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import PREFIXES
from kg.query.formats import GRAPHS, SOLUTIONS, Format
from kg.query.guard import guard
from kg.query.worker import BROKEN_OFF
from kg.settings import Settings

Kind = Literal["solutions", "boolean", "graph"]
#: An answer up to this size, in bytes, is read whole before it is handed out, so that its worker is free at once.
_READ_AHEAD = 1_000_000
_WORKER = Path(__file__).with_name("worker.py")


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's answer: what kind it is, its format, and its bytes in chunks; a long one is still being made."""

    kind: Kind
    format: Format
    chunks: Chunks

    def read(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self.chunks)


class Chunks:
    """The bytes of an answer, to be read once; `close` frees the worker of one that is not read to its end."""

    def __init__(self, head: list[bytes], exchange: _Exchange) -> None:
        self._head = deque(head)
        self._exchange = exchange

    def __iter__(self) -> Chunks:
        return self

    def __next__(self) -> bytes:
        if self._head:
            return self._head.popleft()
        if not self._exchange.open:
            raise StopIteration
        try:
            frame = self._exchange.next_frame()
        except QueryError:
            self.close()
            raise
        if not frame:
            self._exchange.give_back()
            raise StopIteration
        return frame

    def close(self) -> None:
        """End the worker if it is still writing; harmless when all has been read."""
        self._exchange.give_back(broken=True)


class Worker:
    """One worker process on one snapshot."""

    def __init__(self, graph: Path, memory_mb: int) -> None:
        self.graph = graph
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(_WORKER), str(graph), str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, request: dict[str, Any]) -> None:
        """Send a request."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()

    def frame(self) -> bytes | None:
        """Return the next frame, empty at the end of an answer; None when the process has died.

        Raises QueryError when the answer breaks off.
        """
        length = struct.unpack(">I", head)[0] if len(head := self._read(4)) == 4 else None
        if length == BROKEN_OFF:
            raise QueryError(f"the query failed while its answer was written: {(self.frame() or b'').decode()}")
        data = self._read(length) if length is not None else b""
        return data if length is not None and len(data) == length else None

    def _read(self, size: int) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.read(size)

    def kill(self) -> None:
        """End the process now; harmless when it has ended."""
        self._process.kill()

    def close(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what was still to be written has no reader any more
                    pipe.close()
        self._process.wait()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None


class QueryWorkers:
    """Up to `query_workers` processes that answer queries on the snapshot that is current when they are asked.

    Workers start when first needed, so that a server may fork before; use as a context manager or call `close`.
    """

    def __init__(self, store: Path, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(max(1, settings.query_workers)):
            self._places.put(None)

    def __enter__(self) -> QueryWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all idle workers."""
        idle = []
        while not self._places.empty():
            idle.append(self._places.get_nowait())
        for worker in idle:
            if worker:
                worker.close()
            self._places.put(None)

    def ask(
        self,
        sparql: str,
        solutions: Format = SOLUTIONS["json"],
        graph: Format = GRAPHS["ttl"],
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Run a query and return its answer, in `solutions` or `graph` format, as its kind may be.

        Raises QuerySyntaxError, ForbiddenQueryError, QueryTimeoutError, QueryWorkerError, StoreError.
        """
        request = {
            "query": guard(sparql, self.settings),
            "solutions_format": solutions.engine,
            "graph_format": graph.engine,
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
            "prefixes": dict(PREFIXES),
        }
        deadline = _Deadline(self.settings.query_seconds)
        worker = self._take()
        exchange = _Exchange(self, worker, deadline)
        try:
            worker.ask(request)
            kind = _kind(exchange.next_frame())
            head = exchange.read_ahead()
        except BrokenPipeError:
            exchange.give_back(broken=True)
            raise exchange.failure() from None
        except BaseException as error:
            exchange.give_back(broken=not isinstance(error, QuerySyntaxError | _EvaluationError))
            raise
        return Answer(kind, graph if kind == "graph" else solutions, Chunks(head, exchange))

    def _take(self) -> Worker:
        """Return a worker on the current snapshot, waiting for a free place if need be."""
        graph = StoreFolder.open(self.store).current().graph
        try:
            worker = self._places.get(timeout=self.settings.queue_seconds)
        except queue.Empty:
            raise QueryWorkerError(
                f"all {self.settings.query_workers} query workers are busy; try again, or raise query_workers"
            ) from None
        if worker and (worker.graph != graph or not worker.alive):
            worker.close()
            worker = None
        if worker is None:
            worker = Worker(graph, self.settings.query_memory_mb)
            if worker.frame() != b"ready":
                worker.close()
                self._places.put(None)
                raise QueryWorkerError(f"a query worker cannot open {graph}; is the store whole?")
        return worker

    def _give_back(self, worker: Worker | None) -> None:
        self._places.put(worker)


class _EvaluationError(QueryError):
    """A query that parses but cannot be evaluated; its worker is none the worse."""


class _Deadline:
    """A moment by which a query must be done."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, not below 0."""
        return max(0.0, self._end - time.monotonic())


class _Exchange:
    """One query with one worker, which is killed at the deadline and given back exactly once."""

    def __init__(self, pool: QueryWorkers, worker: Worker, deadline: _Deadline) -> None:
        self._pool = pool
        self._worker = worker
        self._deadline = deadline
        self._late = False
        self.open = True
        self._timer = threading.Timer(deadline.left, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        self._late = True
        self._worker.kill()

    def next_frame(self) -> bytes:
        """Return the next frame; raises QueryTimeoutError or QueryWorkerError when there is none."""
        frame = self._worker.frame()
        if frame is None:
            raise self.failure()
        return frame

    def failure(self) -> QueryError:
        """Return why the worker does not answer any more."""
        if self._late:
            return QueryTimeoutError(
                f"the query ran longer than {self._deadline.seconds:g} seconds; "
                "narrow it down, add a LIMIT, or raise query_seconds"
            )
        return QueryWorkerError(
            f"the query worker died, likely for want of memory ({self._pool.settings.query_memory_mb} MB); "
            "narrow the query down"
        )

    def read_ahead(self) -> list[bytes]:
        """Return the frames of a short answer, or the first ones of a long one."""
        frames, size = [], 0
        while size < _READ_AHEAD:
            frame = self.next_frame()
            if not frame:
                self.give_back()
                break
            frames.append(frame)
            size += len(frame)
        return frames

    def give_back(self, broken: bool = False) -> None:
        """Free the worker's place; a worker in the middle of an answer is no use to anyone and is ended."""
        if not self.open:
            return
        self.open = False
        self._timer.cancel()
        if broken or self._late:
            self._worker.close()
            self._pool._give_back(None)
        else:
            self._pool._give_back(self._worker)


def _kind(head: bytes) -> Kind:
    """Return the kind of answer that a first frame announces; raises what it says went wrong."""
    facts = json.loads(head)
    if facts.get("error") == "syntax":
        raise QuerySyntaxError(f"the query is not SPARQL 1.1: {facts['message'].strip()}")
    if "error" in facts:
        raise _EvaluationError(f"the query cannot be evaluated: {facts['message'].strip()}")
    kind: Kind = facts["kind"]
    return kind
