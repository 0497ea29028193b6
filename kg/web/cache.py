"""Answers of the pages' queries: asked side by side, and kept for as long as the snapshot that they were asked of."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

Key = tuple[str, str]


class AnswerCache:
    """Answers by snapshot and query, up to a size in bytes; the one that was not asked for longest goes first.

    A query that is being answered is not asked twice. What failed is not kept.
    """

    def __init__(self, ask: Callable[[str], bytes], threads: int, max_bytes: int) -> None:
        self._ask = ask
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._asked: dict[Key, Future[bytes]] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="panel")

    def submit(self, snapshot: str, query: str) -> Future[bytes]:
        """Return the answer to come of a query, in SPARQL JSON or Turtle."""
        key = (snapshot, query)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                done: Future[bytes] = Future()
                done.set_result(self._kept[key])
                return done
            if key not in self._asked:
                self._asked[key] = self._pool.submit(self._answer, key)
            return self._asked[key]

    def close(self) -> None:
        """Take no more questions, and wait for those that are being answered."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _answer(self, key: Key) -> bytes:
        try:
            answer = self._ask(key[1])
        except BaseException:
            with self._lock:
                del self._asked[key]
            raise
        with self._lock:
            del self._asked[key]
            self._kept[key] = answer
            self._bytes += len(answer)
            while self._bytes > self._max_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped)
        return answer
