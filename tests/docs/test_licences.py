"""Everything that an installation brings is listed with a licence that goes with ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "licences.md"
Script = Callable[[str], ModuleType]


def test_every_dependency_is_listed_and_goes_with_apache(script: Script) -> None:
    licences, page = script("docs/list_licences"), PAGE.read_text(encoding="utf-8")
    found = licences.licensed()
    assert {"spacy", "Flask", "matplotlib"} <= {each.name for each in found}
    assert [each for each in found if not each.compatible] == []
    assert [each.name for each in found if f"\n| {each.name} |" not in page] == [], "run: make licences"


def test_a_licence_that_binds_the_whole_program_is_not_compatible(script: Script) -> None:
    licensed = script("docs/list_licences").Licensed
    assert not licensed("reader", "", "GNU General Public License v3 (GPLv3)").compatible
    assert not licensed("reader", "", "").compatible
    assert licensed("reader", "", "GNU Lesser General Public License v3 (LGPLv3)").compatible
