"""The store on disk: opening, locking, publishing, and what goes wrong."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import KgError, StoreError, StoreFullError, StoreLockedError, StoreMissingError, StoreVersionError
from kg.graph.store import Snapshot, StoreFolder, disk_full_as_error, replace_text

BASE = "https://example.org/id"
HOLDER = """
import sys
from pathlib import Path
from kg.graph.store import StoreFolder
with StoreFolder.open(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> StoreFolder:
    return StoreFolder.create(tmp_path / "store", BASE)


def publish(folder: StoreFolder) -> Snapshot:
    """Publish a snapshot that holds two small files."""
    building = folder.begin()
    (building / "graph").mkdir(exist_ok=True)
    (building / "graph" / "one.sst").write_text("table")
    (building / "papers.sqlite").write_text("papers")
    return folder.publish(building, Snapshot(building, 3, 40, 5, "hash", "pipeline"))


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


@pytest.fixture
def holder(folder: StoreFolder) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the writer's lock."""
    command = [sys.executable, "-c", HOLDER, str(folder.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_new_store_has_a_version_and_a_base_without_a_slash_at_its_end(tmp_path: Path) -> None:
    assert StoreFolder.create(tmp_path / "a" / "b", f"{BASE}/").base == BASE
    assert json.loads((tmp_path / "a" / "b" / "kg.json").read_text()) == {"version": 1, "base": BASE}


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    assert StoreFolder.create(tmp_path, BASE) == StoreFolder.open(tmp_path)


def test_a_base_given_at_first_stays(folder: StoreFolder) -> None:
    assert StoreFolder.create(folder.path, "https://elsewhere.example/id").base == BASE


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(StoreError, match="not a store and not an empty folder"):
        StoreFolder.create(tmp_path, BASE)
    assert names(tmp_path) == ["thesis.tex"]


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match="not a store and not an empty folder"):
        StoreFolder.create(tmp_path / "file", BASE)
    with pytest.raises(StoreMissingError, match="no store at"):
        StoreFolder.open(tmp_path / "file")


def test_a_missing_store_is_an_error_that_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match=r"make one with: kg build CORPUS --store .*nowhere") as caught:
        StoreFolder.open(tmp_path / "nowhere")
    assert caught.value.exit_code == 4
    assert not (tmp_path / "nowhere").exists()


def test_a_store_of_another_version_is_refused(folder: StoreFolder) -> None:
    (folder.path / "kg.json").write_text('{"version": 99, "base": "https://example.org/id"}')
    with pytest.raises(StoreVersionError, match="has layout version 99, this kg reads 1") as caught:
        StoreFolder.open(folder.path)
    assert caught.value.exit_code == 4
    with pytest.raises(StoreVersionError):
        StoreFolder.create(folder.path, BASE)


@pytest.mark.parametrize("text", ["", "{", '{"version": 1, "ba'])
def test_a_damaged_kg_json_is_an_error(folder: StoreFolder, text: str) -> None:
    (folder.path / "kg.json").write_text(text)
    with pytest.raises(StoreError, match=r"kg\.json is damaged"):
        StoreFolder.open(folder.path)


def test_before_the_first_build_nothing_is_published(folder: StoreFolder) -> None:
    assert folder.published() is None
    with pytest.raises(StoreMissingError, match="nothing has been published"):
        folder.current()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"papers": 1}'])
def test_a_damaged_snapshot_is_an_error(folder: StoreFolder, text: str) -> None:
    snapshot = publish(folder)
    (snapshot.folder / "snapshot.json").write_text(text)
    with pytest.raises(StoreError, match="is damaged"):
        folder.current()


def test_a_snapshot_that_has_gone_is_an_error(folder: StoreFolder) -> None:
    publish(folder)
    (folder.path / "current").write_text("000077\n")
    with pytest.raises(StoreError, match="000077 is damaged"):
        folder.current()


def test_a_lock_of_another_process_is_an_error_that_names_it(
    folder: StoreFolder, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(StoreLockedError, match=rf"process {holder.pid} is writing") as caught, folder.writing():
        pass
    assert caught.value.exit_code == 5


def test_a_lock_goes_with_the_process_that_held_it(folder: StoreFolder, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    with folder.writing():
        assert (folder.path / "lock").read_text() == str(os.getpid())


def test_a_lock_is_given_back_after_an_error(folder: StoreFolder) -> None:
    with pytest.raises(ZeroDivisionError), folder.writing():
        _ = 1 // 0
    with folder.writing():
        assert (folder.path / "lock").read_text() == str(os.getpid())


def test_readers_need_no_lock(folder: StoreFolder) -> None:
    published = publish(folder)
    with folder.writing():
        assert StoreFolder.open(folder.path).current() == published


def test_publishing_makes_a_snapshot_current(folder: StoreFolder) -> None:
    assert publish(folder) == Snapshot(folder.path / "snapshots" / "000001", 3, 40, 5, "hash", "pipeline")
    assert (folder.path / "current").read_text() == "000001\n"
    assert publish(folder).name == "000002"
    assert folder.current().name == "000002"


def test_only_the_current_and_the_previous_snapshot_are_kept(folder: StoreFolder) -> None:
    kept = []
    for _ in range(4):
        publish(folder)
        kept.append(names(folder.path / "snapshots"))
    assert kept == [["000001"], ["000001", "000002"], ["000002", "000003"], ["000003", "000004"]]


def test_a_new_snapshot_starts_as_a_copy_that_shares_only_what_never_changes(folder: StoreFolder) -> None:
    first = publish(folder)
    (first.graph / "MANIFEST").write_text("manifest")
    (first.graph / "LOCK").write_text("")
    building = folder.begin()
    assert names(building) == ["graph", "papers.sqlite"]
    assert names(building / "graph") == ["MANIFEST", "one.sst"]
    assert (building / "graph" / "one.sst").samefile(first.graph / "one.sst")
    (building / "graph" / "MANIFEST").write_text("changed")
    (building / "papers.sqlite").write_text("changed")
    assert (first.graph / "MANIFEST").read_text() == "manifest"
    assert first.papers_file.read_text() == "papers"


def test_where_files_cannot_be_linked_they_are_copied(folder: StoreFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    first = publish(folder)
    monkeypatch.setattr("kg.graph.store.os.link", no_links)
    copied = folder.begin() / "graph" / "one.sst"
    assert copied.read_text() == "table"
    assert not copied.samefile(first.graph / "one.sst")


def test_an_abandoned_snapshot_leaves_nothing(folder: StoreFolder) -> None:
    publish(folder)
    building = folder.begin()
    assert names(folder.path / "snapshots") == ["000001", "000002.building"]
    folder.abandon(building)
    assert names(folder.path / "snapshots") == ["000001"]
    folder.abandon(building)


def test_beginning_clears_what_a_killed_build_left(folder: StoreFolder) -> None:
    publish(folder)
    (folder.path / "snapshots" / "000009.building").mkdir()
    folder.begin()
    assert names(folder.path / "snapshots") == ["000001", "000002.building"]


def test_a_build_killed_between_renaming_and_publishing_is_no_obstacle(folder: StoreFolder) -> None:
    publish(folder)
    left = folder.path / "snapshots" / "000002"
    left.mkdir()
    (left / "half").write_text("done")
    assert publish(folder).name == "000002"
    assert names(left) == ["graph", "papers.sqlite", "snapshot.json"]


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OSError("IO error: No space left on device: While appending to file"),
        RuntimeError("database or disk is full"),
    ],
    ids=["system", "quota", "oxigraph", "sqlite"],
)
def test_a_full_disk_has_one_error_whoever_reports_it(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(StoreFullError, match="free some space and run") as caught, disk_full_as_error(tmp_path):
        raise error
    assert caught.value.exit_code == 6
    assert caught.value.__cause__ is error


def test_other_errors_stay_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(PermissionError, match="not yours"), disk_full_as_error(tmp_path):
        raise PermissionError(errno.EACCES, "not yours")
    with pytest.raises(KgError, match="mine"), disk_full_as_error(tmp_path):
        raise KgError("mine")


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    replace_text(tmp_path / "current", "old")
    monkeypatch.setattr("kg.graph.store.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_text(tmp_path / "current", "new, and longer")
    assert (tmp_path / "current").read_text() == "old"
