"""A build that fails, is interrupted or is killed leaves what was published as it was, and the next one goes on."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.build import build_store, remove_papers
from kg.errors import (
    CorpusError,
    EmptyCorpusError,
    ExtractionError,
    InterruptedRunError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreVersionError,
)
from kg.extract.record import Record
from kg.graph.store import StoreFolder
from tests.building import BASE, PAPERS, SETTINGS, Build, builder, exported, snapshots


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds papers into `store` below the test's folder."""
    return builder(tmp_path)


@pytest.fixture
def built(build: Build, tmp_path: Path) -> Path:
    """A store of two papers."""
    build(*PAPERS[:2])
    return tmp_path / "store"


def test_a_folder_with_other_things_is_refused(build: Build, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "thesis.tex").write_text("mine")
    with pytest.raises(StoreError, match="not a store and not an empty folder"):
        build(*PAPERS)
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["thesis.tex"]


def test_a_store_of_another_version_is_not_written_to(build: Build, built: Path) -> None:
    (built / "kg.json").write_text(json.dumps({"version": 99, "base": BASE}))
    with pytest.raises(StoreVersionError, match="layout version 99") as caught:
        build(*PAPERS)
    assert caught.value.exit_code == 4
    with pytest.raises(StoreVersionError):
        remove_papers(["a"], built, SETTINGS)
    assert snapshots(built) == ["000001"]


def test_a_store_that_another_process_writes_to_is_left_alone(build: Build, built: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.graph.store import StoreFolder\n"
        "with StoreFolder.open(Path(sys.argv[1])).writing(): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(built)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreLockedError, match=rf"process {holder.pid} is writing") as caught:
            build(*PAPERS)
        with pytest.raises(StoreLockedError, match=str(holder.pid)):
            remove_papers(["a"], built, SETTINGS)
        holder.kill()
    assert caught.value.exit_code == 5
    assert snapshots(built) == ["000001"]
    assert build(*PAPERS).added == 2


@pytest.mark.parametrize("step", ["kg.build.write_snapshot", "kg.records.extract_papers"])
def test_a_full_disk_leaves_the_published_graph_as_it_was(
    build: Build, built: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = exported(built)
    with monkeypatch.context() as patch:
        patch.setattr(step, full)
        with pytest.raises(StoreFullError, match=r"the disk of .* is full; free some space") as caught:
            build(*PAPERS)
    assert caught.value.exit_code == 6
    assert exported(built) == before
    assert snapshots(built) == ["000001"]
    assert build(*PAPERS).added == 2


def test_a_disk_that_fills_up_while_the_graph_is_written_does_no_harm(
    build: Build, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("IO error: No space left on device: While appending to file: graph/000012.sst")

    before = exported(built)
    with monkeypatch.context() as patch:
        patch.setattr("kg.graph.writing.run_quads", full)
        with pytest.raises(StoreFullError):
            build(*PAPERS)
    assert exported(built) == before
    assert build(*PAPERS).papers == 4


def test_ctrl_c_leaves_the_published_graph_as_it_was(build: Build, built: Path) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    before = exported(built)
    with pytest.raises(InterruptedRunError, match="run the same command again to go on") as caught:
        build(*PAPERS, progress=interrupt)
    assert caught.value.exit_code == 130
    assert exported(built) == before
    assert snapshots(built) == ["000001"]
    assert (build(*PAPERS).added, snapshots(built)) == (2, ["000001", "000002"])


def test_what_was_extracted_before_ctrl_c_is_not_extracted_again(build: Build, tmp_path: Path) -> None:
    papers = [{"id": f"n{n}", "title": f"Note {n}", "abstract": f"We evaluate BM25, take {n}."} for n in range(100)]
    done: list[int] = []

    def interrupt(count: int) -> None:
        done.append(count)
        if sum(done) >= 96:
            raise KeyboardInterrupt

    with pytest.raises(InterruptedRunError):
        build(*papers, progress=interrupt)
    with pytest.raises(StoreMissingError, match="nothing has been published"):
        StoreFolder.open(tmp_path / "store").current()
    again: list[int] = []
    assert build(*papers, progress=again.append).added == 100
    assert sum(again) == 4


def test_an_extraction_that_fails_leaves_the_published_graph_as_it_was(
    build: Build, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> list[Record]:
        raise ExtractionError("extraction failed on paper c")

    before = exported(built)
    monkeypatch.setattr("kg.records.extract_papers", fail)
    with pytest.raises(ExtractionError, match="paper c"):
        build(*PAPERS)
    assert exported(built) == before
    assert snapshots(built) == ["000001"]


KILLED = """
import os, signal, sys
from pathlib import Path
from kg.build import build_store
from kg.settings import Settings
def kill(_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[3] == "extracting":
    build_store([sys.argv[1]], Path(sys.argv[2]), Settings(processes=1), progress=kill)
else:
    import kg.graph.writing
    kg.graph.writing.run_quads = lambda *_: kill(0)
    build_store([sys.argv[1]], Path(sys.argv[2]), Settings(processes=1))
"""


@pytest.mark.parametrize("moment", ["extracting", "writing"])
def test_a_build_that_is_killed_does_no_harm(build: Build, built: Path, tmp_path: Path, moment: str) -> None:
    before = exported(built)
    corpus = tmp_path / "more.jsonl"
    corpus.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(corpus), str(built), moment], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert snapshots(built) == ["000001", "000002.building"]
    assert exported(built) == before
    summary = build(*PAPERS)
    assert (summary.added, summary.unchanged, summary.snapshot) == (2, 2, "000002")
    assert snapshots(built) == ["000001", "000002"]
    build(*PAPERS, into="fresh")
    assert exported(built) == exported(tmp_path / "fresh")


def test_a_damaged_cache_is_no_obstacle(build: Build, built: Path, tmp_path: Path) -> None:
    (built / "cache.sqlite").write_bytes(b"not a database" * 1000)
    assert build(*PAPERS).added == 2
    build(*PAPERS, into="fresh")
    assert exported(built) == exported(tmp_path / "fresh")


def test_a_corpus_without_a_usable_paper_changes_nothing(build: Build, built: Path) -> None:
    before = exported(built)
    with pytest.raises(EmptyCorpusError, match="no usable paper") as caught:
        build({"id": "x", "title": "No abstract here"})
    assert caught.value.exit_code == 3
    assert exported(built) == before
    assert snapshots(built) == ["000001"]


def test_a_corpus_that_is_not_there_changes_nothing(built: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.jsonl"):
        build_store([str(built / "nowhere.jsonl")], built, SETTINGS)
    assert snapshots(built) == ["000001"]


def test_a_first_build_that_fails_can_be_run_again(build: Build, tmp_path: Path) -> None:
    with pytest.raises(EmptyCorpusError):
        build({"id": "x", "title": "No abstract here"})
    assert build(*PAPERS).snapshot == "000001"


def test_the_lock_names_the_process_that_builds(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    assert (tmp_path / "store" / "lock").read_text() == str(os.getpid())
