"""The pipeline and the version that its records carry."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language

import kg.extract.pipeline as module
from kg import __version__
from kg.extract.pipeline import COMPONENTS, pipeline_version
from kg.resources import PACKAGE, ontology_dir


def test_the_components_run_in_the_order_declared(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == COMPONENTS


def test_sentences_come_first_and_the_choice_of_mentions_last() -> None:
    assert (COMPONENTS[0], COMPONENTS[-1]) == ("kg_sentences", "kg_mentions")


def test_the_version_names_the_package_and_a_digest() -> None:
    assert re.fullmatch(rf"abstracts-kg {re.escape(__version__)}\+[0-9a-f]{{10}}", pipeline_version())


def test_the_version_is_the_same_in_another_process() -> None:
    program = "from kg.extract.pipeline import pipeline_version; print(pipeline_version(), pipeline_version(0.5))"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == f"{pipeline_version()} {pipeline_version(0.5)}"


def test_the_version_changes_with_the_least_confidence() -> None:
    assert len({pipeline_version(), pipeline_version(0.5), pipeline_version(0.75)}) == 3


@pytest.mark.parametrize("name", ["methods.tsv", "tasks.tsv"])
def test_the_version_changes_with_a_gazetteer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    for path in ontology_dir().glob("*.tsv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(module, "ontology_dir", lambda: tmp_path)
    version = pipeline_version.__wrapped__
    assert version(0.0) == pipeline_version(0.0)
    with (tmp_path / name).open("a", encoding="utf-8") as rows:
        rows.write("peat walk\t\t\t\n")
    assert version(0.0) != pipeline_version(0.0)


def test_the_version_changes_with_the_code_of_the_extraction(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "extract").mkdir()
    for path in (PACKAGE / "extract").glob("*.py"):
        (tmp_path / "extract" / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    version = pipeline_version.__wrapped__
    assert version(0.0) == pipeline_version(0.0)
    with (tmp_path / "extract" / "terms.py").open("a", encoding="utf-8") as code:
        code.write("# peat\n")
    assert version(0.0) != pipeline_version(0.0)
