"""From a file, plain or gzipped, or standard input to numbered lines of text."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import CorpusError

#: How much of a file is looked at to tell text from other things, in bytes.
HEAD_BYTES = 65_536
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"SQLite format 3": "a SQLite database",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line end; `text` is None when the line is longer than allowed."""

    number: int
    text: str | None


@contextmanager
def open_source(source: str) -> Iterator[BufferedReader]:
    """Open a path or `-` (standard input) for reading, unpacking gzip by its first bytes.

    Raises CorpusError when there is no such file, or it is not text.
    """
    name = source_name(source)
    try:
        with _raw(source) as raw:
            stream = _buffered(raw)
            if stream.peek(2).startswith(_GZIP):
                stream = _buffered(gzip.GzipFile(fileobj=stream))
            _refuse_binary(name, stream.peek(HEAD_BYTES))
            yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CorpusError(f"{name}: the gzip data are damaged ({error}); unpack or download the file again") from None
    except IsADirectoryError:
        raise CorpusError(f"{name} is a folder; name the files in it") from None
    except FileNotFoundError:
        raise CorpusError(f"{name}: no such file") from None
    except PermissionError:
        raise CorpusError(f"{name}: no permission to read it") from None


def source_name(source: str) -> str:
    """Return how messages call a source."""
    return "standard input" if source == "-" else source


@contextmanager
def _raw(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        yield sys.stdin.buffer
        return
    with Path(source).open("rb") as file:
        yield file


def _buffered(raw: Any) -> BufferedReader:
    return BufferedReader(raw, HEAD_BYTES)


def _refuse_binary(name: str, head: bytes) -> None:
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise CorpusError(f"{name} is {what}, not a text file; extract or convert its text to UTF-8 first")
    if b"\0" in head:
        raise CorpusError(f"{name} is a binary file; a corpus is text (JSON lines or plain text), plain or gzipped")


def read_lines(stream: BufferedReader, max_line_bytes: int) -> Iterator[Line]:
    """Yield the lines of a stream, never holding more than `max_line_bytes` of one."""
    number = 0
    while raw := stream.readline(max_line_bytes + 1):
        number += 1
        too_long = len(raw) > max_line_bytes and not raw.endswith(b"\n")
        while too_long and raw and not raw.endswith(b"\n"):
            raw = stream.readline(HEAD_BYTES)
        yield Line(number, None if too_long else decode(raw.removeprefix(_BOM) if number == 1 else raw).rstrip("\r\n"))


def decode(raw: bytes) -> str:
    """Return bytes as text: UTF-8, or else Windows-1252, of which Latin-1's printable part is a subset."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
