"""Unpacking with a limit, so that a small file cannot unpack to one without end."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO

from kg.errors import CorpusError
from kg.settings import Settings

#: Below this size, in bytes, any ratio is harmless.
_HARMLESS = 50_000_000


class Unpacked(io.RawIOBase):
    """A stream of unpacked bytes that raises CorpusError past `max_unpacking_ratio` times the packed size."""

    def __init__(self, stream: BinaryIO, packed: Callable[[], int], settings: Settings, name: str) -> None:
        self._stream = stream
        self._packed = packed
        self._ratio = settings.max_unpacking_ratio
        self._name = name
        self._count = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the next unpacked bytes."""
        data = self._stream.read(len(buffer))
        self._count += len(data)
        if self._count > _HARMLESS and self._count > self._ratio * max(1, self._packed()):
            raise CorpusError(
                f"{self._name} unpacks to more than {self._ratio} times its size, as a decompression bomb does; "
                "if it is sound, raise max_unpacking_ratio"
            )
        buffer[: len(data)] = data
        return len(data)
