"""The wheel holds all that is needed: installed into a clean environment, it builds a graph and answers a question."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.wheel
PROJECT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    if uv := shutil.which("uv"):
        run(uv, "build", "--quiet", "--out-dir", folder, PROJECT, cwd=folder)
    else:
        run(sys.executable, "-m", "build", "--outdir", folder, PROJECT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


@pytest.fixture(scope="module")
def kg(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `kg` command of a clean environment that holds the wheel and its declared dependencies alone."""
    folder = tmp_path_factory.mktemp("clean")
    if uv := shutil.which("uv"):
        run(uv, "venv", "--quiet", "--python", sys.executable, folder / "venv", cwd=folder)
        run(uv, "pip", "install", "--quiet", "--python", folder / "venv" / "bin" / "python", wheel, cwd=folder)
    else:
        run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
        run(folder / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return folder / "venv" / "bin" / "kg"


def test_the_wheel_carries_ontology_queries_templates_and_sample(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "kg/_data/ontology/kg.ttl",
        "kg/_data/ontology/methods.tsv",
        "kg/_data/queries/method_datasets.rq",
        "kg/sample/papers.jsonl",
        "kg/web/static/style.css",
        "kg/py.typed",
    } <= names


def test_what_is_uploaded_is_accepted_and_in_order(dist: Path, wheel: Path) -> None:
    run(sys.executable, "-m", "twine", "check", "--strict", wheel, next(dist.glob("*.tar.gz")), cwd=dist)
    run(sys.executable, "-m", "check_wheel_contents", wheel, cwd=dist)


def test_the_source_distribution_holds_every_file_of_the_repository(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    if (PROJECT / ".git").exists():
        tracked = set(run("git", "ls-files", "-z", cwd=PROJECT).split("\0")) - {""}
        assert sorted(name for name in tracked - names if (PROJECT / name).exists()) == []
    assert {"README.md", "docs/index.md", "Dockerfile", "tests/test_wheel.py", "queries/coverage.rq"} <= names


def test_an_installed_wheel_builds_the_sample_and_answers_a_question(kg: Path, tmp_path: Path) -> None:
    run(kg, "build", "--sample", "--store", "store", cwd=tmp_path)
    assert json.loads(run(kg, "info", "--store", "store", "--json", cwd=tmp_path))["papers"] == 32
    rows = json.loads(run(kg, "query", "method_datasets", "method=ColBERT", "--store", "store", "--json", cwd=tmp_path))
    assert "MS MARCO" in {row["label"] for row in rows}


def test_a_report_without_the_drawing_extra_says_what_is_missing(kg: Path, tmp_path: Path) -> None:
    run(kg, "build", "--sample", "--store", "store", cwd=tmp_path)
    run(kg, "report", "--store", "store", "--out", "reports", cwd=tmp_path)
    assert "abstracts-kg[report]" in (tmp_path / "reports" / "centrality.md").read_text(encoding="utf-8")
