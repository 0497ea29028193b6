"""URLs go through fsspec; what is missing for one is named with the extra that has it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.files import file_system, is_url, location


def test_a_path_and_standard_input_are_no_urls() -> None:
    assert [is_url(name) for name in ("-", "a.jsonl", "/a:b/c", "s3://bucket/a", "file:///a")] == [False] * 3 + [
        True
    ] * 2
    assert location("a.jsonl") == Path("a.jsonl")
    assert location("s3://bucket/a//b") == "s3://bucket/a//b"


@pytest.mark.parametrize(
    ("lacking", "url", "extra"), [("fsspec.core", "memory://a", "cluster"), ("s3fs", "s3://b/a", "s3")]
)
def test_a_missing_package_is_named_by_its_extra(
    monkeypatch: pytest.MonkeyPatch, lacking: str, url: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, lacking, None)
    with pytest.raises(UsageError, match=rf"pip install 'abstracts-kg\[{extra}\]'"):
        file_system(url)


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(UsageError, match="nosuch://a cannot be used"):
        file_system("nosuch://a")
