"""Sources are opened packed or not, one by one, and refused with a word on what to do when they are not text."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
import zstandard

from kg.corpus.source import Source, decode, find_sources, open_lines, open_sources, read_lines
from kg.errors import CorpusError
from kg.settings import Settings

TEXT = "one\ntwo\r\n\nfour"


def opened(path: Path, **settings: int) -> list[tuple[str, bytes]]:
    with open_sources(str(path), Settings(**settings)) as sources:
        return [(source.name.removeprefix(str(path)), source.stream.read()) for source in sources]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_a_file_is_unpacked_by_its_content_and_loses_its_byte_order_mark(tmp_path: Path, pack: object) -> None:
    path = tmp_path / "corpus"
    path.write_bytes(pack(b"\xef\xbb\xbf" + TEXT.encode()))  # type: ignore[operator]
    assert opened(path) == [("", TEXT.encode())]


def test_a_zip_archive_is_its_members_sorted_without_hidden_ones(tmp_path: Path) -> None:
    members = {"b.txt": b"B", "a/c.txt": b"C", "__MACOSX/x": b"no", ".hidden": b"no", "d.gz": gzip.compress(b"D")}
    assert opened(zipped(tmp_path / "x.zip", members)) == [("/a/c.txt", b"C"), ("/b.txt", b"B"), ("/d.gz", b"D")]


def test_a_folder_is_its_files_sorted_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.txt", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert list(find_sources([str(tmp_path), "-"])) == [str(tmp_path / "b.txt"), str(tmp_path / "sub/a.txt"), "-"]


def test_standard_input_is_read_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.pieces = [b"fir", b"st", b"\nlast", b""]

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return self.pieces.pop(0) if self.pieces else b""

    class Standard:
        buffer = Pipe()

    monkeypatch.setattr("sys.stdin", Standard())
    with open_lines("-", 100) as lines:
        assert [line.text for line in lines] == ["first", "last"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 ...", "is a PDF, not a text file"),
        (b"text\0more", "is a binary file"),
        (b"\xff\xfet\0", "UTF-16"),
        (b"SQLite format 3\0", "SQLite"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-20], "the packed data are damaged"),
        (zstandard.compress(b"x" * 100_000)[:-8] + b"garbage!", "the packed data are damaged"),
        (b"PK\x03\x04 not really", "an archive inside an archive"),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "corpus"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        opened(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file"):
        opened(tmp_path / "nowhere")


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_a_decompression_bomb_is_refused(tmp_path: Path, kind: str) -> None:
    path, bomb = tmp_path / "bomb", b"x" * 60_000_000
    path.write_bytes(gzip.compress(bomb)) if kind == "gzip" else zipped(path, {"x": bomb})
    with pytest.raises(CorpusError, match="unpacks to more than 200 times its size"):
        opened(path)
    assert len(opened(path, max_unpacking_ratio=5000)[0][1]) == 60_000_000


def test_lines_have_numbers_and_lose_their_ends() -> None:
    source = Source("x", b"", io.BytesIO(TEXT.encode()), Settings())
    assert [(line.number, line.text) for line in source.lines()] == [(1, "one"), (2, "two"), (3, ""), (4, "four")]


def test_a_line_past_the_limit_is_passed_over_and_those_after_it_are_read() -> None:
    stream = io.BytesIO(b"short\n" + b"x" * 300_000 + b"\nafter\n" + b"y" * 11)
    assert [line.text for line in read_lines(stream, 10)] == ["short", None, "after", None]


@pytest.mark.parametrize(("raw", "text"), [("é".encode(), "é"), (b"caf\xe9 \x93x\x94", "café “x”"), (b"\x81", "\x81")])
def test_text_that_is_not_utf_8_is_read_as_windows_text(raw: bytes, text: str) -> None:
    assert decode(raw) == text
