"""Answers are kept by state and query, asked once at a time, and forgotten when there is no room."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from kg.errors import QueryError
from kg.web.cache import AnswerCache


class Engine:
    """Answers with the query itself, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def ask(self, query: str) -> bytes:
        self.asked.append(query)
        assert self.go_on.wait(20)
        if query == "wrong":
            raise QueryError("wrong")
        return query.encode()


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def cache(engine: Engine) -> Iterator[AnswerCache]:
    cache = AnswerCache(engine.ask, threads=2, max_bytes=10)
    yield cache
    cache.close()


def test_an_answer_is_asked_once_for_each_state(engine: Engine, cache: AnswerCache) -> None:
    assert [cache.submit("1", "a").result(20), cache.submit("1", "a").result(20)] == [b"a", b"a"]
    assert cache.submit("2", "a").result(20) == b"a"
    assert engine.asked == ["a", "a"]


def test_those_who_ask_the_same_meanwhile_share_the_answer(engine: Engine, cache: AnswerCache) -> None:
    engine.go_on.clear()
    first, second = cache.submit("1", "a"), cache.submit("1", "a")
    engine.go_on.set()
    assert first is second
    assert first.result(20) == b"a"
    assert engine.asked == ["a"]


def test_a_failure_is_told_and_not_kept(engine: Engine, cache: AnswerCache) -> None:
    for _ in range(2):
        with pytest.raises(QueryError):
            cache.submit("1", "wrong").result(20)
    assert engine.asked == ["wrong", "wrong"]


def test_what_was_not_asked_for_longest_goes_first(engine: Engine, cache: AnswerCache) -> None:
    for query in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"):
        cache.submit("1", query).result(20)
    assert engine.asked == ["aaaa", "bbbb", "cccc", "bbbb"]
