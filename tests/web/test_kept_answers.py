"""Answers that took long are kept beside their snapshot, for as long as it is the published one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.query.workers import QueryWorkers
from kg.settings import Settings
from kg.web.app import create_app
from kg.web.kept_answers import FOLDER, KeptAnswers
from kg.web.panels import warm

MEGABYTE = 1_000_000
PAPERS = "SELECT (COUNT(*) AS ?n) { ?paper a kg:Paper }"


@pytest.fixture
def own(store: Path, tmp_path: Path) -> Path:
    """A copy of the store that answers can be kept in."""
    return shutil.copytree(store, tmp_path / "store", ignore=shutil.ignore_patterns(FOLDER))


@pytest.fixture
def workers(own: Path) -> Iterator[QueryWorkers]:
    with QueryWorkers(own, Settings(query_workers=1, cache_mb=0)) as workers:
        yield workers


def files(workers: QueryWorkers) -> list[Path]:
    return sorted((workers.published.current().snapshot.folder / FOLDER).glob("*"))


def test_what_took_long_is_kept_and_not_asked_again(workers: QueryWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    first = KeptAnswers(workers, MEGABYTE, long=0).ask(PAPERS)
    assert b'"4"' in first
    assert [file.read_bytes() for file in files(workers)] == [first]
    monkeypatch.setattr(workers, "ask", lambda _: pytest.fail("asked again"))
    assert KeptAnswers(workers, MEGABYTE).ask(PAPERS) == first


def test_what_was_quick_or_changes_by_itself_is_not_kept(workers: QueryWorkers) -> None:
    KeptAnswers(workers, MEGABYTE, long=1000).ask(PAPERS)
    KeptAnswers(workers, MEGABYTE, long=0).ask("SELECT (NOW() AS ?now) {}")
    assert files(workers) == []


def test_an_answer_of_another_state_is_not_taken(workers: QueryWorkers) -> None:
    kept = KeptAnswers(workers, MEGABYTE, long=0)
    kept.ask(PAPERS)
    (file,) = files(workers)
    file.write_bytes(b"of another state")
    assert kept.ask(PAPERS) == b"of another state"
    folder = workers.published.current().snapshot.folder
    os.utime(folder / "snapshot.json", (1, 1))
    os.utime(folder.parents[1] / "current", (1, 1))
    assert b'"4"' in kept.ask(PAPERS)


def test_they_never_take_more_than_so_many_bytes(workers: QueryWorkers) -> None:
    size = len(workers.ask("SELECT (0 AS ?n) {}").read())
    kept = KeptAnswers(workers, 2 * size, long=0)
    for number in range(4):
        assert str(number).encode() in kept.ask(f"SELECT ({number} AS ?n) {{}}")
    assert [file.stat().st_size for file in files(workers)] == [size, size]


def test_a_store_that_cannot_be_written_to_answers_all_the_same(
    workers: QueryWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.web.kept_answers.output", full)
    assert b'"4"' in KeptAnswers(workers, MEGABYTE, long=0).ask(PAPERS)


def test_a_service_that_starts_makes_the_front_page_and_those_of_what_is_named_most(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(own, Settings(query_workers=2))
    with app.extensions["kg"] as site:
        warm(site)
        (thing, _), *_ = site.catalogue().top("Entity", 1)
        monkeypatch.setattr(site._panel_workers, "ask", lambda _: pytest.fail("asked again"))
        for path in ("/", site.path(thing.iri)):
            page = app.test_client().get(path, headers={"Accept": "text/html"}, follow_redirects=True)
            assert page.status_code == 200
            assert "data-pending" not in page.text
