"""The picture of the architecture is what the code's imports say, and they all lead down."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import networkx as nx
import pytest

Script = Callable[[str], ModuleType]


@pytest.fixture(scope="module")
def picture(script: Script) -> ModuleType:
    return script("docs/draw_architecture")


def test_the_picture_is_up_to_date(picture: ModuleType) -> None:
    assert picture.TARGET.read_text(encoding="utf-8") == picture.draw(), "run: make docs"


def test_every_folder_of_code_has_a_place(picture: ModuleType) -> None:
    folders = {path.parent.name for path in picture.PACKAGE.glob("*/__init__.py")}
    modules = {path.stem for path in picture.PACKAGE.glob("*.py")}
    assert folders <= set(picture.PLACES) <= folders | modules


def test_no_part_imports_one_above_it_nor_itself_in_a_circle(picture: ModuleType) -> None:
    parts = picture.parts()
    up = [(a, b) for a, b in parts.edges if picture.PLACES[a][1] >= picture.PLACES[b][1]]
    assert up == []
    assert nx.is_directed_acyclic_graph(parts)


def test_an_arrow_that_follows_from_others_is_left_out(picture: ModuleType) -> None:
    assert picture.parts().has_edge("web", "graph")
    drawn = nx.transitive_reduction(picture.parts())
    assert drawn.has_edge("web", "remote")
    assert drawn.has_edge("remote", "query")
    assert drawn.has_edge("query", "graph")
    assert not drawn.has_edge("web", "graph")
