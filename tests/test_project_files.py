"""The files around the code say what the code says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import kg

PROJECT = Path(__file__).parents[1]


def read(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def test_the_citation_has_the_version_and_licence_of_the_package() -> None:
    citation = yaml.safe_load(read("CITATION.cff"))
    project = tomllib.loads(read("pyproject.toml"))["project"]
    assert (citation["version"], citation["license"]) == (kg.__version__, project["license"])


def test_every_dependency_has_a_reason_in_the_readme() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = [re.split(r"[\s<>=!~;\[]", requirement)[0] for group in groups for requirement in group]
    table = read("README.md").partition("### Dependencies")[2].partition("\n## ")[0].lower()
    assert [name for name in names if name.lower() not in table] == []


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    text = read("Makefile").replace("\\\n", "")
    targets = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())  # type: ignore[index]
    assert targets == set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))


def test_the_container_is_confined() -> None:
    service = yaml.safe_load(read("compose.yaml"))["services"]["kg"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert re.search(r"^USER [1-9]\d*$", read("Dockerfile"), re.MULTILINE)
    assert "HEALTHCHECK" in read("Dockerfile")


@pytest.mark.parametrize("form", sorted(p.name for p in (PROJECT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")))
def test_the_forms_for_issues_are_complete(form: str) -> None:
    facts = yaml.safe_load(read(f".github/ISSUE_TEMPLATE/{form}"))
    assert facts["name"]
    assert facts["description"]
    assert any(part.get("validations", {}).get("required") for part in facts["body"])


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_links_to_files_of_the_repository_lead_somewhere(name: str) -> None:
    links = [link.partition("#")[0] for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", read(name))]
    assert [link for link in links if link and not (PROJECT / link).exists()] == []
