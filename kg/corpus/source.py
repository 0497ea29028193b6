"""From a file, packed or not, or standard input to a stream of bytes and numbered lines of text."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

from kg.corpus.unpacking import Unpacked
from kg.errors import CorpusError
from kg.files import files_below, is_url, open_url
from kg.settings import Settings

#: How much of a file is looked at to tell its format, in bytes.
HEAD_BYTES = 65_536
_BOM = b"\xef\xbb\xbf"
_PACKED: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"\x28\xb5\x2f\xfd": lambda stream: zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True),
}
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "an archive inside an archive, or an office document",
    b"SQLite format 3": "a SQLite database",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ": "compressed with xz",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line end; `text` is None when the line is longer than allowed."""

    number: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """An opened corpus file: its name, its first bytes, and a stream of all its bytes, which is read once."""

    name: str
    head: bytes
    stream: BinaryIO
    settings: Settings

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the stream, never holding more than `max_line_bytes` of one."""
        return read_lines(self.stream, self.settings.max_line_bytes)


def find_sources(names: Iterable[str]) -> Iterator[str]:
    """Yield the names; for a folder, those of all files in it, sorted, hidden ones left out."""
    for name in names:
        if is_url(name):
            found = files_below(name)
            yield from [name] if found is None else found
            continue
        path = Path(name)
        if name == "-" or not path.is_dir():
            yield name
            continue
        files = (file for file in sorted(path.rglob("*")) if file.is_file())
        yield from (str(f) for f in files if not any(p.startswith(".") for p in f.relative_to(path).parts))


@contextmanager
def open_sources(name: str, settings: Settings) -> Iterator[Iterator[Source]]:
    """Open a path, URL or `-` (standard input): one source, or for a ZIP archive one per member, sorted.

    Gzip and Zstandard are unpacked by their first bytes. Raises CorpusError when there is no such file, it is not
    text, or it unpacks to more than `max_unpacking_ratio` times its size.
    """
    with _errors_named(source_name(name)), ExitStack() as opened:
        raw = sys.stdin.buffer if name == "-" else opened.enter_context(_opened(name))
        stream, head = _peeked(raw)
        if head.startswith(b"PK\x03\x04") and name != "-" and zipfile.is_zipfile(raw):
            yield _members(name, raw, settings)
        else:
            yield iter([_source(source_name(name), stream, head, settings)])


@contextmanager
def open_lines(name: str, max_line_bytes: int) -> Iterator[Iterator[Line]]:
    """Open a path or `-` that is one file, packed or not, as lines; raises CorpusError as `open_sources` does."""
    with open_sources(name, Settings(max_line_bytes=max_line_bytes)) as sources:
        yield next(sources).lines()


def source_name(name: str) -> str:
    """Return how messages call a source."""
    return "standard input" if name == "-" else name


def _opened(name: str) -> BinaryIO:
    return open_url(name) if is_url(name) else Path(name).open("rb")


def _members(name: str, file: BinaryIO, settings: Settings) -> Iterator[Source]:
    with zipfile.ZipFile(file) as archive:
        for member in sorted(archive.infolist(), key=lambda info: info.filename):
            hidden = any(part.startswith((".", "__MACOSX")) for part in Path(member.filename).parts)
            if member.is_dir() or hidden:
                continue
            with archive.open(member) as raw:
                limited = Unpacked(cast(BinaryIO, raw), partial(int, member.compress_size), settings, name)
                yield _source(f"{name}/{member.filename}", *_peeked(limited), settings)


def _source(name: str, stream: BinaryIO, head: bytes, settings: Settings) -> Source:
    unpack = next((unpack for magic, unpack in _PACKED.items() if head.startswith(magic)), None)
    if unpack:
        packed = _Counted(stream)
        stream, head = _peeked(Unpacked(unpack(cast(BinaryIO, packed)), lambda: packed.count, settings, name))
    _refuse_binary(name, head)
    if head.startswith(_BOM):
        stream.read(len(_BOM))
        head = head[len(_BOM) :]
    return Source(name, head, stream, settings)


class _Counted(io.RawIOBase):
    """A stream that counts the bytes read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes have been read, from its start."""

    def __init__(self, head: bytes, rest: Any) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _peeked(raw: Any) -> tuple[BinaryIO, bytes]:
    """Return a stream from its start, and its first bytes; a pipe gives them piece by piece."""
    head = b""
    while len(head) < HEAD_BYTES and (more := raw.read(HEAD_BYTES - len(head))):
        head += more
    return cast(BinaryIO, io.BufferedReader(_Rejoined(head, raw), HEAD_BYTES)), head


def _refuse_binary(name: str, head: bytes) -> None:
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise CorpusError(f"{name} is {what}, not a text file; extract or convert its text to UTF-8 first")
    if b"\0" in head:
        raise CorpusError(f"{name} is a binary file; a corpus is text, plain or packed with gzip, Zstandard or ZIP")


@contextmanager
def _errors_named(name: str) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, zstandard.ZstdError) as error:
        raise CorpusError(f"{name}: the packed data are damaged ({error}); unpack or download the file again") from None
    except RuntimeError as error:  # zipfile's word for an encrypted member
        if "encrypted" not in str(error):
            raise
        raise CorpusError(f"{name} is encrypted; unpack it first") from None
    except FileNotFoundError:
        raise CorpusError(f"{name}: no such file") from None
    except PermissionError:
        raise CorpusError(f"{name}: no permission to read it") from None


def read_lines(stream: BinaryIO, max_line_bytes: int) -> Iterator[Line]:
    """Yield the lines of a stream, never holding more than `max_line_bytes` of one."""
    number = 0
    while raw := stream.readline(max_line_bytes + 1):
        number += 1
        too_long = len(raw) > max_line_bytes and not raw.endswith(b"\n")
        while too_long and raw and not raw.endswith(b"\n"):
            raw = stream.readline(HEAD_BYTES)
        yield Line(number, None if too_long else decode(raw).rstrip("\r\n"))


def decode(raw: bytes) -> str:
    """Return bytes as text: UTF-8, or else Windows-1252, of which Latin-1's printable part is a subset."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
