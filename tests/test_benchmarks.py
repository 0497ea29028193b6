"""The benchmark of the whole way: what a command takes counts its helpers, a page keeps what was measured before."""

from __future__ import annotations

import importlib
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.corpus.paper import Paper

FOLDER = Path(__file__).parents[1] / "benchmarks"


def load(name: str) -> ModuleType:
    """Import a module of the folder, which finds its neighbours as it does when it is run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        return importlib.import_module(name)


@pytest.fixture(scope="module")
def watching() -> ModuleType:
    return load("watching")


@pytest.fixture(scope="module")
def page() -> ModuleType:
    return load("corpus_page")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Any:
    papers = [Paper(f"p{n}", f"QuillRank {n}", f"We train QuillRank {n} on MS MARCO.") for n in range(12)]
    built, asked = load("corpus").measure(papers, 8, "rules", tmp_path_factory.mktemp("whole") / "store")
    assert built == replace(asked, answers=None)
    return asked


def test_memory_is_that_of_a_command_and_its_helpers_together(watching: ModuleType) -> None:
    helper = "kept = bytearray(60_000_000); import time; time.sleep(1)"
    command = (
        f"import subprocess, sys; kept = bytearray(50_000_000); subprocess.run([sys.executable, '-c', {helper!r}])"
    )
    took = watching.watch([sys.executable, "-c", command])
    assert 110 < took.memory_mb < 250


def test_the_processor_of_helpers_is_told_apart(watching: ModuleType) -> None:
    helper = "import time\nwhile time.process_time() < 0.5: pass"
    command = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {helper!r}])"
    took = watching.watch([sys.executable, "-c", command])
    assert 0.4 < took.helpers <= took.processor
    assert took.helped_until <= took.wall


def test_a_command_that_fails_ends_the_benchmark(watching: ModuleType) -> None:
    with pytest.raises(SystemExit, match="exit code 3"):
        watching.watch([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_corpus_is_built_added_to_and_asked(measured: Any) -> None:
    assert (measured.available, measured.papers, measured.more, measured.words) == (12, 8, 3, 72)
    assert measured.statements > 0
    assert measured.graph_mb > 0
    assert {"front page", "page of the method", "`coverage`", "`dataset_methods`"} <= measured.answers.seconds.keys()
    assert all(seconds is not None for pair in measured.answers.seconds.values() for seconds in pair)


def test_a_page_keeps_its_own_text_and_what_was_measured_before(
    page: ModuleType, measured: Any, tmp_path: Path
) -> None:
    file = tmp_path / "RESULTS.md"
    file.write_text(f"Before.\n{page.BEGIN}\nold\n{page.END}\nAfter.\n", encoding="utf-8")
    for new in (measured, replace(measured, papers=80, model="accurate"), replace(measured, papers=40, answers=None)):
        page.write_page(file, page.with_measured(page.kept(file), new))
    text = file.read_text(encoding="utf-8")
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")
    assert "old" not in text
    assert [(m.model, m.papers) for m in page.kept(file)] == [
        ("accurate", 80),
        (measured.model, 8),
        (measured.model, 40),
    ]
    assert page.kept(file)[1] == measured
    assert (tmp_path / "corpus-accurate.svg").exists()
    assert "| 40 | " in text


def test_a_size_that_is_measured_again_replaces_what_it_was(page: ModuleType, measured: Any) -> None:
    assert page.with_measured([measured], replace(measured, words=1)) == [replace(measured, words=1)]


def test_a_part_of_a_corpus_says_what_all_of_it_would_take(page: ModuleType, measured: Any) -> None:
    part = replace(
        measured, papers=100, available=1_000, built=replace(measured.built, wall=60.0, processor=60.0), cores=2
    )
    text = "\n".join(page.section([part]))
    assert (
        "all 1,000 papers of the corpus would take 10 minutes by\nthe clock, 5 of the processor over 2 cores." in text
    )
    assert "In proportion" not in "\n".join(page.section([replace(part, available=100)]))
