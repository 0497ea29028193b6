"""A pool of killable query workers with a bounded queue, a time limit for each query, and a cache of answers."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import (
    AnswerTooLongError,
    QueryError,
    QueryTimeoutError,
    QueryWorkerError,
    ServiceBusyError,
)
from kg.graph.published import Published, PublishedSnapshot
from kg.graph.vocabulary import PREFIXES
from kg.query.answer import Answer, AnswerCache
from kg.query.formats import GRAPHS, SOLUTIONS, Format
from kg.query.guard import Guarded, guard
from kg.query.syntax import syntax_error
from kg.query.worker_process import Worker, WorkerDiedError
from kg.settings import Settings

_MEGABYTE = 1_000_000
#: The unnamed graph, where the name of a graph is expected.
UNNAMED = ""


@dataclass(slots=True)
class PoolCounts:
    """What has happened in a pool so far, and what goes on in it."""

    started: int = 0
    died: int = 0
    timed_out: int = 0
    refused: int = 0
    busy: int = 0
    waiting: int = 0


def worker_request(
    guarded: Guarded,
    settings: Settings,
    solutions: Format,
    graph: Format,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    base: str = "",
) -> dict[str, Any]:
    """Return what a worker is told to do with a query that has passed the guard."""
    has_graphs = bool(default_graphs or named_graphs)
    return {
        "query": guarded.text,
        "beyond": guarded.beyond,
        "has_dataset": guarded.has_dataset,
        "graphs": {"default": list(default_graphs), "named": list(named_graphs)} if has_graphs else None,
        "solutions_format": solutions.engine,
        "graph_format": graph.engine,
        "prefixes": dict(PREFIXES),
        "base": base or None,
        "max_rows": settings.max_rows,
        "max_bytes": settings.max_answer_mb * _MEGABYTE,
    }


class QueryWorkers:
    """Up to `query_workers` processes that answer queries on the snapshot that is current when they are asked.

    Workers start when first needed, so that a server may fork before; use as a context manager or call `close`.
    """

    def __init__(self, store: Path, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.published = PublishedSnapshot(store)
        self.cache = AnswerCache(settings.cache_mb * _MEGABYTE)
        self.counts = PoolCounts()
        self._lock = threading.Lock()
        self._closed = False
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(max(1, settings.query_workers)):
            self._places.put(None)

    def __enter__(self) -> QueryWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the idle workers now, and the others when they have answered."""
        self._closed = True
        self._end_idle(lambda _: True)

    def ask(
        self,
        sparql: str,
        solutions: Format = SOLUTIONS["json"],
        graph: Format = GRAPHS["ttl"],
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str = "",
    ) -> Answer:
        """Run a query and return its whole answer, in `solutions` or `graph` format, as its kind may be.

        Without graphs the union of all is asked, unless the query names some. Relative IRIs in it are resolved against
        `base`. Raises QuerySyntaxError,
        ForbiddenQueryError, QueryTimeoutError, AnswerTooLongError, QueryWorkerError, ServiceBusyError, StoreError.
        """
        asked = (sparql, solutions.name, graph.name, tuple(default_graphs), tuple(named_graphs), base)
        if hit := self.cache.get((self.published.current().state, *asked)):
            return hit
        guarded = guard(sparql, self.settings)
        request = worker_request(guarded, self.settings, solutions, graph, default_graphs, named_graphs, base)
        head, answer = self._run(request, solutions, graph)
        _raise_failure(head, sparql, self.settings)
        if guarded.repeatable:
            self.cache.put((answer.snapshot, *asked), answer)
        return answer

    def _run(self, request: dict[str, Any], solutions: Format, graph: Format) -> tuple[dict[str, Any], Answer]:
        """Ask a free worker, and give its place back with the worker, or without it if it is no more."""
        worker, kept = self._take(), None
        try:
            worker = self._ready(worker)
            started = time.monotonic()
            head, body, file = worker.ask(request, self.settings.query_seconds)
            kept = worker
        except WorkerDiedError as error:
            raise self._failure(error.late) from None
        finally:
            if worker and not kept:
                worker.close()
            self._give_back(kept)
        kind = head.get("kind", "boolean")
        return head, Answer(
            kind=kind,
            format=graph if kind == "graph" else solutions,
            rows=head.get("rows", 0),
            truncated=head.get("truncated", False),
            snapshot=kept.published.state,
            seconds=time.monotonic() - started,
            body=body,
            file=file,
        )

    def _failure(self, late: bool) -> QueryError:
        """Return why a worker is no more, and count it."""
        with self._lock:
            self.counts.timed_out += late
            self.counts.died += not late
        if late:
            return QueryTimeoutError(
                f"the query ran longer than {self.settings.query_seconds:g} seconds; "
                "narrow it down, add a LIMIT, or raise query_seconds"
            )
        return QueryWorkerError(
            f"the query worker died, likely for want of memory ({self.settings.query_memory_mb} MB) or of a query "
            "that is nested too deeply; narrow the query down"
        )

    def _take(self) -> Worker | None:
        """Take a place, waiting for one if need be, and return the worker in it."""
        with self._lock:
            if self.counts.waiting >= self.settings.queue_length and self._places.empty():
                self.counts.refused += 1
                raise ServiceBusyError("too many queries wait for a worker; try again in a moment")
            self.counts.waiting += 1
        try:
            worker = self._places.get(timeout=self.settings.queue_seconds)
        except queue.Empty:
            with self._lock:
                self.counts.refused += 1
            raise ServiceBusyError(
                f"all {self.settings.query_workers} query workers are busy; try again, or raise query_workers"
            ) from None
        finally:
            with self._lock:
                self.counts.waiting -= 1
        with self._lock:
            self.counts.busy += 1
        return worker

    def _ready(self, worker: Worker | None) -> Worker:
        """Return a worker on the current snapshot: the one that is there, or a new one."""
        published = self.published.current()
        if worker and worker.published.state == published.state and worker.alive:
            return worker
        if worker and worker.alive:  # on another snapshot: what was kept of it is of no more use
            self.cache.clear()
            self._end_idle(lambda idle: idle.published.state != published.state)
        if worker:
            worker.close()
        try:
            return self._start(published)
        except WorkerDiedError:
            if (later := self.published.current()).state == published.state:
                raise QueryWorkerError(
                    f"a query worker cannot open {published.snapshot.graph}; is the store whole?"
                ) from None
        return self._start(later)  # another snapshot was published meanwhile, and this one removed

    def _start(self, published: Published) -> Worker:
        with self._lock:
            self.counts.started += 1
        return Worker(published, self.settings.query_memory_mb)

    def _give_back(self, worker: Worker | None) -> None:
        with self._lock:
            self.counts.busy -= 1
        self._places.put(worker)
        if self._closed:
            self._end_idle(lambda _: True)

    def _end_idle(self, unwanted: Callable[[Worker], bool]) -> None:
        """End the idle workers that are unwanted, and leave their places free."""
        idle = []
        while not self._places.empty():
            try:
                idle.append(self._places.get_nowait())
            except queue.Empty:
                break
        for worker in reversed(idle):
            if worker and unwanted(worker):
                worker.close()
                worker = None
            self._places.put(worker)


def _raise_failure(head: dict[str, Any], sparql: str, settings: Settings) -> None:
    """Raise what the head of an answer says went wrong, if anything did."""
    kind, message = head.get("error"), head.get("message", "").strip()
    if kind == "syntax":
        raise syntax_error(message, sparql)
    if kind == "too long":
        raise AnswerTooLongError(
            f"the answer has more than {settings.max_answer_mb:,} MB; add a LIMIT, or raise max_answer_mb"
        )
    if kind:
        raise QueryError(f"the query cannot be evaluated: {message}")
