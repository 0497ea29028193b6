"""What tests share: a small corpus of invented papers, a store built from it, and no silent skips in CI."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from kg.build import build_store
from kg.query.workers import QueryWorkers
from kg.settings import Settings

PAPERS = (
    {
        "id": "p1",
        "title": "QuillRank: Pruned Late Interaction for Passage Retrieval",
        "abstract": "Large language models (LLMs) are slow rankers. We propose QuillRank, a late interaction model "
        "that extends ColBERT. On MS MARCO and BEIR, QuillRank outperforms BM25 and improves nDCG@10 by 3.2 points. "
        "It runs on a single NVIDIA A100 GPU.",
        "date": "2022-03-01",
        "categories": ["cs.IR"],
        "authors": ["A. Inventor", "B. Author"],
    },
    {
        "id": "p2",
        "title": "Fetching Less: Retrieval-Augmented Generation on a Budget",
        "abstract": "Retrieval-augmented generation (RAG) needs an index. We compare ColBERT with BM25 on MS MARCO and "
        "Natural Questions. RAG with ColBERT reduces latency by 41% on an RTX 4090.",
        "date": "2023-06",
        "categories": ["cs.CL", "cs.IR"],
    },
    {
        "id": "p3",
        "title": "TileGraph: Object Detection from Image Regions",
        "abstract": "A region adjacency graph (RAG) describes an image by its regions. TileGraph detects objects with "
        "a graph neural network over the RAG and achieves 43.8% accuracy on COCO with two NVIDIA V100 GPUs.",
        "date": "2024",
        "categories": ["cs.CV"],
    },
    {
        "id": "q/4",
        "title": "Notes on <b>Escaping</b> & Quotes",
        "abstract": "We study \"mixture-of-experts\" models such as Mixtral with $k$ < 3 experts. "
        "Training uses 8 A100-80GB GPUs and the C4 corpus.",
        "url": "https://example.org/notes?a=1&b=2",
    },
)  # fmt: skip


def write_corpus(path: Path, papers: object = PAPERS) -> Path:
    """Write papers as JSON lines."""
    assert isinstance(papers, tuple | list)
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    return path


# A release does not hang on the luck of a draw: where nothing may be skipped, examples are the same in every run.
hypothesis_settings.register_profile("same examples", derandomize=True)
if os.environ.get("KG_TESTS_MUST_NOT_SKIP"):
    hypothesis_settings.load_profile("same examples")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus file of four invented papers."""
    return write_corpus(tmp_path / "papers.jsonl")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the four papers; tests only read it."""
    folder = tmp_path_factory.mktemp("session")
    build_store([str(write_corpus(folder / "papers.jsonl"))], folder / "store", Settings(processes=1))
    return folder / "store"


@pytest.fixture(scope="session")
def workers(store: Path) -> Iterator[QueryWorkers]:
    """Query workers on the store."""
    with QueryWorkers(store, Settings(query_workers=1)) as pool:
        yield pool


def pytest_configure() -> None:
    """Let tests interrupt what they start, also in a run that was started to ignore that, as by `make test &`."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _fail_if_skipped(report: Any) -> None:
    """Where nothing may be skipped, make a skip a failure that says why."""
    if os.environ.get("KG_TESTS_MUST_NOT_SKIP") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the skip of a test."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge the skip of a whole module, as by `pytest.importorskip`, of which no test is ever run."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.fixture(scope="session")
def script() -> Callable[[str], ModuleType]:
    """Give a function that imports a script of the project, such as `docs/run_examples`, from where it is."""

    def load(name: str) -> ModuleType:
        path = Path(__file__).parents[1] / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name.replace("/", "_"), path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    return load
