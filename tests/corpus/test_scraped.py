"""Plain text: titles and abstracts are told apart and paired; what has no partner is counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.corpus.paper import Paper, Skipped
from kg.corpus.scraped import ALONE, BOILERPLATE, GLUED, TITLE_ALONE
from kg.errors import EmptyCorpusError

Read = Callable[..., list[Paper | Skipped]]
LONG = "We read moss. We write about moss. " + "It takes a long sentence to tell an abstract from a title. " * 3
OTHER = LONG.replace("moss", "lichen").strip()
LONG = LONG.strip()


def pairs(items: list[Paper | Skipped]) -> list[tuple[str, str]]:
    return [(item.title, item.abstract) for item in items if isinstance(item, Paper)]


def reasons(items: list[Paper | Skipped]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Skipped)]


def test_boilerplate_before_the_first_title_and_a_glued_word_are_told(read: Read) -> None:
    items = read(f"Get moss in your inbox once a day!\nMoss daily\nSubscribeOn Moss\n{LONG}\nOn Lichen\n{OTHER}\n")
    assert pairs(items) == [("On Moss", LONG), ("On Lichen", OTHER)]
    assert reasons(items) == [BOILERPLATE, BOILERPLATE, GLUED]


def test_a_title_or_an_abstract_without_its_partner_is_counted(read: Read) -> None:
    items = read(f"{OTHER}\nOn Moss\n{LONG}\nA lonely title\nOn Lichen\n{OTHER}\nThe last title\n")
    assert pairs(items) == [("On Moss", LONG), ("On Lichen", OTHER)]
    assert reasons(items) == [ALONE, TITLE_ALONE, TITLE_ALONE]


def test_a_title_that_asks_and_answers_is_still_a_title(read: Read) -> None:
    assert pairs(read(f"Is It Moss? It Is.\n{LONG}\n")) == [("Is It Moss? It Is.", LONG)]


def test_blocks_between_blank_lines_are_papers_over_several_lines(read: Read) -> None:
    items = read(f"On Moss\nWe read moss\nand write.\n\n\nOn Lichen\n\n{OTHER}\n")
    assert pairs(items) == [("On Moss", "We read moss\nand write."), ("On Lichen", OTHER)]


@pytest.mark.parametrize("text", ["Only a title\n", "A title\n\nAnother title\n", f"{LONG}\n"])
def test_a_text_without_a_pair_holds_no_paper(read: Read, text: str) -> None:
    with pytest.raises(EmptyCorpusError):
        read(text)
