"""A build that is killed at any moment: the old graph serves, and the next build goes on where it was.

`KG_TESTS_KILLS` is the number of moments that are tried.
"""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.build import build_store
from kg.graph.export import export_store
from kg.graph.store import StoreFolder
from kg.settings import Settings

KILLS = int(os.environ.get("KG_TESTS_KILLS", "4"))
PAPERS = 120
#: The quickest model: what is tested is the build around it.
RULES = Settings(processes=1, model="rules")


def corpus(folder: Path, papers: int) -> Path:
    path = folder / f"{papers}.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": f"n{n}", "title": f"Note {n}", "abstract": f"We compare BM25 with ColBERT, take {n}."})
            + "\n"
            for n in range(papers)
        )
    )
    return path


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export_store(store, out)
    return out.getvalue()


def papers_served(store: Path) -> int:
    kind = NamedNode("https://w3id.org/abstracts-kg/ontology#Paper")
    graph = Store.read_only(str(StoreFolder.open(store).current().graph))
    return sum(1 for _ in graph.quads_for_pattern(None, None, kind, None))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, float]:
    """What a build that nobody kills gives, and how long its process takes, in seconds."""
    folder = tmp_path_factory.mktemp("whole")
    began = time.monotonic()
    subprocess.run(command(corpus(folder, PAPERS), folder / "store"), check=True, stdout=subprocess.DEVNULL)
    return exported(folder / "store"), time.monotonic() - began


def command(path: Path, store: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "kg.cli",
        "build",
        str(path),
        "--store",
        str(store),
        "--processes",
        "1",
        "--model",
        "rules",
    ]


@pytest.mark.parametrize("number", range(KILLS))
def test_a_build_killed_at_a_random_moment_does_no_harm(
    tmp_path: Path, whole: tuple[bytes, float], number: int
) -> None:
    expected, seconds = whole
    store = tmp_path / "store"
    build_store([str(corpus(tmp_path, 2))], store, RULES)
    moment = random.Random(number).uniform(0.1, 1.0) * seconds
    with subprocess.Popen(command(corpus(tmp_path, PAPERS), store), stdout=subprocess.DEVNULL) as building:
        try:
            building.wait(moment)
        except subprocess.TimeoutExpired:
            building.send_signal(signal.SIGKILL)
    assert papers_served(store) in ({2, PAPERS} if building.returncode else {PAPERS})
    build_store([str(corpus(tmp_path, PAPERS))], store, RULES)
    assert exported(store) == expected
    assert [path.suffix for path in (store / "snapshots").iterdir()] == ["", ""]
