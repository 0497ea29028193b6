"""The cache of records: by content and pipeline, and begun anew when damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kg.extract.record import Mention, Record
from kg.graph.cache import open_cache

RECORD = Record(
    "a",
    "Zorbnet — Ünïcode",
    "Text.",
    (Mention("title", 0, 7, "Method", "Zorbnet", 0, 17, "coinages", 0.9),),
    (),
    (),
    (),
    "v1",
)
OTHER = Record("b", "Another", "Text.", (), (), (), (), "v1")


def test_a_record_comes_back_as_it_was_when_opened_again(tmp_path: Path) -> None:
    with open_cache(tmp_path / "cache.sqlite") as cache:
        cache.put([("hash-a", "v1", RECORD), ("hash-b", "v1", OTHER)])
    with open_cache(tmp_path / "cache.sqlite") as cache:
        assert cache.get("hash-a", "v1") == RECORD
        assert cache.get("hash-b", "v1") == OTHER


def test_a_record_of_other_content_or_another_pipeline_is_not_given(tmp_path: Path) -> None:
    with open_cache(tmp_path / "cache.sqlite") as cache:
        cache.put([("hash-a", "v1", RECORD)])
        assert cache.get("hash-x", "v1") is None
        assert cache.get("hash-a", "v2") is None


def test_the_last_record_put_counts(tmp_path: Path) -> None:
    with open_cache(tmp_path / "cache.sqlite") as cache:
        cache.put([("hash", "v1", RECORD)])
        cache.put([("hash", "v1", OTHER)])
        assert cache.get("hash", "v1") == OTHER


def test_what_was_put_before_an_error_is_kept(tmp_path: Path) -> None:
    def put_and_fail() -> None:
        with open_cache(tmp_path / "cache.sqlite") as cache:
            cache.put([("hash", "v1", RECORD)])
            raise LookupError

    with pytest.raises(LookupError):
        put_and_fail()
    with open_cache(tmp_path / "cache.sqlite") as cache:
        assert cache.get("hash", "v1") == RECORD


def test_records_of_other_pipelines_are_forgotten(tmp_path: Path) -> None:
    with open_cache(tmp_path / "cache.sqlite") as cache:
        cache.put([("hash", "v1", RECORD), ("hash", "v2", OTHER)])
        cache.forget_other_pipelines("v2")
        assert cache.get("hash", "v1") is None
        assert cache.get("hash", "v2") == OTHER


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_cache_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cache.sqlite").write_bytes(content)
    with open_cache(tmp_path / "cache.sqlite") as cache:
        assert cache.get("hash", "v1") is None
        cache.put([("hash", "v1", RECORD)])
    with open_cache(tmp_path / "cache.sqlite") as cache:
        assert cache.get("hash", "v1") == RECORD


def filled(path: Path) -> bytes:
    with open_cache(path) as cache:
        cache.put([(f"hash-{number:04}" * 20, "v1", RECORD) for number in range(300)])
    return path.read_bytes()


def test_a_cache_that_was_cut_short_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    content = filled(path)
    path.write_bytes(content[: len(content) // 2])
    with open_cache(path) as cache:
        assert cache.get("hash-0299" * 20, "v1") is None
        cache.put([("hash", "v1", RECORD)])
        assert cache.get("hash", "v1") == RECORD


def test_a_cache_with_damage_in_its_middle_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    content = filled(path)
    path.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))
    with open_cache(path) as cache:
        assert cache.get("hash-0150" * 20, "v1") is None
        cache.put([("hash", "v1", RECORD)])
        assert cache.get("hash", "v1") == RECORD


def test_a_single_damaged_record_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with open_cache(path) as cache:
        cache.put([("hash-a", "v1", RECORD), ("hash-b", "v1", OTHER)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE records SET record = x'00ff' WHERE content_hash = 'hash-a'")
    with open_cache(path) as cache:
        assert cache.get("hash-a", "v1") is None
        assert cache.get("hash-b", "v1") == OTHER
