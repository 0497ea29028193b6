"""Answers are read once or from memory; the cache holds no more than it may."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import BinaryIO, cast

import pytest

from kg.query.answer import Answer, AnswerCache
from kg.query.formats import SOLUTIONS


def answer(body: bytes, file: BinaryIO | None = None) -> Answer:
    return Answer("solutions", SOLUTIONS["csv"], 1, False, "000001", 0.5, body, file)


def on_disk(body: bytes) -> Answer:
    file = io.FileIO(os.memfd_create("answer"), "w+")
    file.write(body)
    file.seek(0)
    return answer(b"", cast(BinaryIO, file))


@pytest.mark.parametrize("make", [answer, on_disk])
def test_an_answer_has_its_bytes_and_their_number(make: Callable[[bytes], Answer]) -> None:
    body = b"0123456789" * 100_000
    whole = make(body)
    assert (whole.size, whole.read()) == (len(body), body)
    assert make(body).beginning(15) == b"012345678901234"


def test_an_answer_from_the_cache_is_marked_and_took_no_time() -> None:
    cache = AnswerCache(10)
    cache.put("key", answer(b"12345"))
    kept = cache.get("key")
    assert kept is not None
    assert (kept.body, kept.cached, kept.seconds) == (b"12345", True, 0.0)
    assert cache.get("other") is None
    assert (cache.hits, cache.misses) == (1, 1)


def test_the_cache_drops_what_was_not_asked_for_longest() -> None:
    cache = AnswerCache(10)
    for key in "ab":
        cache.put(key, answer(b"12345"))
    cache.get("a")
    cache.put("c", answer(b"12345"))
    assert [key for key in "abc" if cache.get(key)] == ["a", "c"]
    assert cache.size == 10


def test_putting_the_same_again_does_not_count_twice() -> None:
    cache = AnswerCache(10)
    for _ in range(3):
        cache.put("a", answer(b"12345"))
    assert cache.size == 5


def test_long_answers_and_those_on_disk_are_not_kept() -> None:
    cache = AnswerCache(10)
    cache.put("long", answer(b"x" * 11))
    disk = on_disk(b"x")
    cache.put("disk", disk)
    assert disk.read() == b"x"
    assert (cache.get("long"), cache.get("disk"), cache.size) == (None, None, 0)


def test_clearing_drops_all() -> None:
    cache = AnswerCache(10)
    cache.put("a", answer(b"12345"))
    cache.clear()
    assert (cache.get("a"), cache.size) == (None, 0)
