"""The code keeps the shape that the README describes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_data" not in p.parts)

#: What the modules below a folder must never import.
FORBIDDEN = {
    "corpus": {"flask", "spacy", "kg.web", "kg.query", "kg.graph", "kg.extract"},
    "extract": {"flask", "kg.web", "kg.query", "kg.resolve"},
    "cluster": {"flask", "kg.web", "kg.query", "kg.graph", "kg.resolve"},
    "remote": {"flask", "spacy", "kg.web", "kg.extract", "kg.resolve"},
    "resolve": {"flask", "spacy", "kg.web", "kg.query"},
    "graph": {"flask", "spacy", "kg.web", "kg.query"},
    "query": {"flask", "spacy", "networkx", "kg.web"},
    "analytics": {"flask", "spacy", "kg.web"},
    "annotation": {"flask", "spacy", "kg.web", "kg.query", "kg.resolve"},
    "evaluate": {"flask", "spacy", "kg.web", "kg.query", "kg.graph", "kg.resolve"},
    "web": {"spacy", "networkx", "kg.resolve"},
}

#: Plain values, and pure functions on names, that every part may share.
SHARED_VALUES = {"kg.extract.record", "kg.resolve.normal_form"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("folder", sorted(FORBIDDEN))
def test_a_part_imports_only_what_its_place_in_the_flow_allows(folder: str) -> None:
    broken = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for name in imports(path)
        if name not in SHARED_VALUES and any(name == f or name.startswith(f + ".") for f in FORBIDDEN[folder])
    ]
    assert broken == []


def test_queries_are_asked_without_the_extraction_code() -> None:
    broken = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for folder in ("query", "web")
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for name in imports(path)
        if name.startswith("kg.extract") and name not in SHARED_VALUES
    ]
    assert broken == []


def test_no_module_grows_beyond_350_lines() -> None:
    sizes = {str(p.relative_to(PACKAGE)): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {name: lines for name, lines in sizes.items() if lines > 350} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [str(p.relative_to(PACKAGE)) for p in MODULES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []


def test_every_public_function_and_class_says_what_it_is() -> None:
    silent = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_server_entry_stays_small() -> None:
    assert len((PACKAGE.parent / "server.py").read_text(encoding="utf-8").splitlines()) < 40
