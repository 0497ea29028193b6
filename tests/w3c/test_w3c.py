"""The W3C tests of SPARQL 1.0 and 1.1: query and update evaluation, syntax, result formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.w3c.exceptions import EXCEPTIONS, LEFT_OUT
from tests.w3c.manifest import Case, folders, read, unpack
from tests.w3c.run import passes

FOLDERS = [folder for folder in folders() if folder not in LEFT_OUT]


@pytest.fixture(scope="session")
def tests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(tmp_path_factory.mktemp("w3c"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_all_tests_of_a_folder_pass_but_the_listed_exceptions(tests: Path, folder: str) -> None:
    failing = {f"{folder} {case.name}" for case in read(tests / folder / "manifest.ttl") if not passes(case)}
    assert failing == {name for name in EXCEPTIONS if name.startswith(f"{folder} ")}


def test_the_readme_says_how_many_pass(tests: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    cases: list[Case] = [case for folder in FOLDERS for case in read(tests / folder / "manifest.ttl")]
    assert f"{len(cases) - len(EXCEPTIONS)} of {len(cases)} W3C tests" in readme
