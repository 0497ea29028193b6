"""What is published is known without reading the files each time; a snapshot that is read is not removed."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest

from kg.errors import StoreMissingError
from kg.graph.editing import editing
from kg.graph.published import PublishedSnapshot
from kg.graph.store import StoreFolder


@pytest.fixture
def folder(store: Path, tmp_path: Path) -> StoreFolder:
    return StoreFolder.open(Path(shutil.copytree(store, tmp_path / "store")))


def publish(folder: StoreFolder) -> None:
    with editing(folder, {"a:b"}):
        pass


def test_a_new_snapshot_is_seen_and_has_another_state(folder: StoreFolder) -> None:
    published = PublishedSnapshot(folder.path)
    first = published.current()
    assert published.current() is first
    publish(folder)
    second = published.current()
    assert (first.snapshot.name, second.snapshot.name) == ("000001", "000002")
    assert first.state != second.state


def test_a_store_that_was_built_anew_has_another_state_under_the_same_number(folder: StoreFolder) -> None:
    before = PublishedSnapshot(folder.path).current()
    facts = folder.current().folder / "snapshot.json"
    text = facts.read_text()
    facts.unlink()
    facts.write_text(text)
    assert PublishedSnapshot(folder.path).current().state != before.state


def test_a_store_that_has_gone_is_an_error(folder: StoreFolder) -> None:
    published = PublishedSnapshot(folder.path)
    published.current()
    shutil.rmtree(folder.path)
    with pytest.raises(StoreMissingError):
        published.current()


def test_a_snapshot_that_a_reader_holds_is_kept_until_it_lets_go(folder: StoreFolder) -> None:
    with (folder.current().folder / "snapshot.json").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        for _ in range(3):
            publish(folder)
        assert sorted(f.name for f in (folder.path / "snapshots").glob("0*") if f.suffix == "") == [
            "000001", "000003", "000004"
        ]  # fmt: skip
    publish(folder)
    assert not (folder.path / "snapshots" / "000001").exists()
