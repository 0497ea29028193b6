"""The pipeline and the version that its records carry."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import kg.extract.pipeline as module
from kg import __version__
from kg.extract import models
from kg.extract.models import MODELS, model_files
from kg.extract.pipeline import CODE_ELSEWHERE, DECIDING, RULES, create_pipeline, made_with, pipeline_version
from kg.resources import PACKAGE, ontology_dir


@pytest.mark.parametrize("model", DECIDING)
def test_rules_propose_and_then_the_model_decides(model: str) -> None:
    nlp = create_pipeline(model)
    assert tuple(nlp.pipe_names) == (*RULES, *DECIDING[model])
    assert made_with(nlp) == (model, "")


def test_sentences_come_first() -> None:
    assert RULES[0] == "kg_sentences"


@pytest.mark.parametrize("model", MODELS)
def test_the_version_changes_with_the_weights_of_the_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: str
) -> None:
    for path in model_files(model):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(models, "FOLDER", tmp_path)
    monkeypatch.setattr(module, "weights_digest", models.weights_digest.__wrapped__)
    version = pipeline_version.__wrapped__
    assert version(0.0, model) == pipeline_version(0.0, model)
    with (tmp_path / f"{model}.json").open("a", encoding="utf-8") as described:
        described.write(" ")
    assert version(0.0, model) != pipeline_version(0.0, model)


def test_the_version_names_the_package_a_digest_and_the_model() -> None:
    assert re.fullmatch(
        rf"abstracts-kg {re.escape(__version__)}\+[0-9a-f]{{10}}\.rules", pipeline_version(0.0, "rules")
    )


def test_the_version_is_the_same_in_another_process() -> None:
    program = "from kg.extract.pipeline import pipeline_version; print(pipeline_version(), pipeline_version(0.5))"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == f"{pipeline_version()} {pipeline_version(0.5)}"


def test_the_version_changes_with_the_least_confidence() -> None:
    assert len({pipeline_version(), pipeline_version(0.5), pipeline_version(0.75)}) == 3


def test_the_version_changes_with_the_model() -> None:
    assert len({pipeline_version(0.0, model) for model in DECIDING}) == len(DECIDING)


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


@pytest.mark.parametrize("name", ["extract/terms.py", *CODE_ELSEWHERE])
def test_the_version_changes_with_the_code_that_decides_what_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    for path in [*(PACKAGE / "extract").glob("*.py"), *(PACKAGE / name for name in CODE_ELSEWHERE)]:
        copied = tmp_path / path.relative_to(PACKAGE)
        copied.parent.mkdir(exist_ok=True)
        copied.write_bytes(path.read_bytes())
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    version = pipeline_version.__wrapped__
    assert version(0.0) == pipeline_version(0.0)
    with (tmp_path / name).open("a", encoding="utf-8") as code:
        code.write("# peat\n")
    assert version(0.0) != pipeline_version(0.0)


def test_all_code_that_extraction_uses_is_part_of_the_version_unless_it_only_carries_what_is_found() -> None:
    to_read = [str(path.relative_to(PACKAGE)) for path in (PACKAGE / "extract").glob("*.py")]
    used: set[str] = set()
    while to_read:
        name = to_read.pop()
        if name not in used:
            used.add(name)
            code = (PACKAGE / name).read_text(encoding="utf-8")
            imported = re.findall(r"^\s*from kg\.([a-z_.]+) import", code, re.MULTILINE)
            to_read += [f"{module.replace('.', '/')}.py" for module in imported if module != "extract"]
    elsewhere = {name for name in used if not name.startswith("extract/")}
    assert elsewhere - set(CODE_ELSEWHERE) == {"corpus/paper.py", "errors.py", "resources.py", "settings.py"}
