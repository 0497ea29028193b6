"""Answers of queries: what they are, their bytes, and a bounded cache of them."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal

from kg.query.formats import Format

Kind = Literal["solutions", "boolean", "graph"]
_CHUNK = 262_144


@dataclass(frozen=True, slots=True)
class Answer:
    """A query's whole answer: its kind, format, number of solutions or triples, and bytes, in memory or in a file.

    `truncated` says that there were more rows than `max_rows`; `snapshot` identifies the state of the graph that was
    asked; `seconds` is the time that it took to evaluate and to write.
    """

    kind: Kind
    format: Format
    rows: int
    truncated: bool
    snapshot: str
    seconds: float
    body: bytes
    file: BinaryIO | None = None
    cached: bool = False

    @property
    def size(self) -> int:
        """The number of bytes."""
        return len(self.body) if self.file is None else os.fstat(self.file.fileno()).st_size

    @property
    def chunks(self) -> Iterator[bytes]:
        """The bytes in chunks; those of a long answer can be read once."""
        if self.file is None:
            yield self.body
            return
        with self.file:
            while chunk := self.file.read(_CHUNK):
                yield chunk

    def read(self) -> bytes:
        """Return all the bytes."""
        return b"".join(self.chunks)

    def beginning(self, size: int) -> bytes:
        """Return the first bytes, and give up the rest."""
        begun = bytearray()
        for chunk in self.chunks:
            begun += chunk
            if len(begun) >= size:
                break
        return bytes(begun[:size])


class AnswerCache:
    """The answers that were asked for last, up to so many bytes in all."""

    def __init__(self, max_bytes: int) -> None:
        self.hits = 0
        self.misses = 0
        self._max_bytes = max_bytes
        self._size = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def get(self, key: Hashable) -> Answer | None:
        """Return a kept answer, marked as cached, or None."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is None:
                self.misses += 1
                return None
            self.hits += 1
            self._answers.move_to_end(key)
        return replace(answer, cached=True, seconds=0.0)

    def clear(self) -> None:
        """Drop all answers."""
        with self._lock:
            self._answers.clear()
            self._size = 0

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer that is in memory, and drop those that were not asked for longest."""
        if answer.file is not None or len(answer.body) > self._max_bytes:
            return
        with self._lock:
            if old := self._answers.pop(key, None):
                self._size -= len(old.body)
            self._answers[key] = answer
            self._size += len(answer.body)
            while self._size > self._max_bytes:
                _, dropped = self._answers.popitem(last=False)
                self._size -= len(dropped.body)
