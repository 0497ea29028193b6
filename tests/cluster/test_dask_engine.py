"""A cluster gives the bytes that one machine gives, also when workers are killed and when it goes on."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import build_store
from kg.cli import main
from kg.cluster.dask_engine import extract_in_order, extract_to_folder
from kg.corpus.paper import Paper
from kg.errors import ExtractionError, UsageError
from kg.graph.export import export_store
from kg.records import extract_with_papers, record_line
from kg.settings import Settings

RULES = Settings(processes=1, model="rules", part_papers=5, scheduler_seconds=60)
PAPERS = [
    Paper(f"n{n}", f"Note {n} on retrieval", f"We compare BM25 with ColBERT on MS MARCO, take {n}.", str(2000 + n % 20))
    for n in range(120)
]


class Cluster:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.processes = [self._start("scheduler", "--port", "0", "--no-dashboard")]
        while not (self._file.exists() and self._file.read_text().rstrip().endswith("}")):
            assert self.processes[0].poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        self.address = json.loads(self._file.read_text())["address"]

    def start_worker(self) -> subprocess.Popen[bytes]:
        worker = self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        self.processes.append(worker)
        return worker

    def _start(self, role: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{role}", "--scheduler-file", str(self._file), *options]
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        started.start_worker()
        started.start_worker()
        yield started
    finally:
        for process in reversed(started.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def settings(cluster: Cluster) -> Settings:
    """What the cluster is reached by."""
    return replace(RULES, scheduler=cluster.address)


def alone(papers: list[Paper]) -> bytes:
    return b"".join(map(record_line, extract_with_papers(papers, RULES)))


def test_a_worker_that_is_killed_in_mid_run_changes_nothing(cluster: Cluster, settings: Settings) -> None:
    victim = cluster.start_worker()
    out, done = io.BytesIO(), 0

    def after_some_parts(papers: int) -> None:
        nonlocal done
        done += papers
        if done == 40:
            assert victim.poll() is None
            victim.kill()

    extract_in_order(PAPERS, settings, out, after_some_parts)
    assert victim.wait() == -9
    assert done == len(PAPERS)
    assert out.getvalue() == alone(PAPERS)


def test_parts_build_the_same_graph_and_are_not_extracted_twice(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "parts"
    assert extract_to_folder(PAPERS, settings, str(folder), lambda _: None) == 24
    written = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    lost = sorted(written)[3]
    (folder / lost).unlink()
    extract_to_folder(PAPERS, settings, str(folder), lambda _: None)
    assert {p.name for p in folder.iterdir() if p.stat().st_mtime_ns != written[p.name]} == {lost}
    (tmp_path / "records.jsonl").write_bytes(alone(PAPERS))
    for name, source in (("one", tmp_path / "records.jsonl"), ("many", folder)):
        build_store([str(source)], tmp_path / name, RULES, records=True)
    assert exported(tmp_path / "many") == exported(tmp_path / "one")


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export_store(store, out)
    return out.getvalue()


def test_a_folder_with_parts_of_another_corpus_is_refused(tmp_path: Path, settings: Settings) -> None:
    extract_to_folder(PAPERS[:10], settings, str(tmp_path), lambda _: None)
    with pytest.raises(UsageError, match="also holds 2 parts of another corpus"):
        extract_to_folder(PAPERS[3:13], settings, str(tmp_path), lambda _: None)


def test_the_command_runs_on_a_cluster(
    tmp_path: Path, corpus: Path, cluster: Cluster, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    options = ["--model", "rules", "--processes", "1"]
    assert main(["extract", str(corpus), *options]) == 0
    expected = capfdbinary.readouterr().out
    on_dask = ["--engine", "dask", "--scheduler", cluster.address]
    assert main(["extract", str(corpus), *options, *on_dask]) == 0
    assert capfdbinary.readouterr().out == expected
    assert main(["extract", str(corpus), *options, *on_dask, "--parts", f"file://{tmp_path}/parts"]) == 0
    assert capfdbinary.readouterr().err.endswith(b"--records\n")
    assert len(list((tmp_path / "parts").iterdir())) == 1


def test_a_worker_with_another_version_is_told_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cluster.parts.version_of", lambda *_: "abstracts-kg 0+other.rules")
    with pytest.raises(ExtractionError, match="install the same kg on all machines"):
        extract_in_order(PAPERS[:5], settings, io.BytesIO(), lambda _: None)


def test_a_scheduler_is_asked_for() -> None:
    with pytest.raises(UsageError, match="--engine dask needs the address of a scheduler"):
        extract_in_order(PAPERS, RULES, io.BytesIO(), lambda _: None)


def test_a_scheduler_that_is_not_there_is_said_so() -> None:
    gone = replace(RULES, scheduler="tcp://127.0.0.1:9", scheduler_seconds=0.5)
    with pytest.raises(UsageError, match="no Dask scheduler answers at tcp:"):
        extract_in_order(PAPERS, gone, io.BytesIO(), lambda _: None)


def test_parts_go_with_the_engine_that_writes_them(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(corpus), "--parts", "parts"]) == 2
    assert "--parts is for --engine dask" in capsys.readouterr().err
