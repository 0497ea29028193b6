"""Tables: columns are found by the names that exporters give them, or as the user says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.corpus.paper import Paper, Skipped
from kg.errors import UnknownFormatError, UsageError

Read = Callable[..., list[Paper | Skipped]]


def only(items: list[Paper | Skipped]) -> Paper:
    (paper,) = items
    assert isinstance(paper, Paper)
    return paper


@pytest.mark.parametrize(
    "text",
    [
        "title,abstract,year\nOn Moss,Green.,2021\n",
        "\ufeffTitle;Abstract;Year\r\nOn Moss;Green.;2021\r\n",
        'TI\tAB\tPY\nOn Moss\t"Green."\t2021\n',
        'Title|Abstract Note|Publication Year\n"On Moss"|Green.|2021.0\n',
    ],
)
def test_delimiters_and_names_of_columns_are_found(read: Read, text: str) -> None:
    paper = only(read(text))
    assert (paper.title, paper.abstract, paper.date) == ("On Moss", "Green.", "2021")


def test_a_cell_may_hold_delimiters_quotes_and_line_ends(read: Read) -> None:
    paper = only(read('title,abstract,keywords\n"On ""Moss"", again","Green,\nor so.",a; b c\n'))
    assert (paper.title, paper.abstract, paper.categories) == ('On "Moss", again', "Green,\nor so.", ("a", "b c"))


def test_the_user_names_columns(read: Read) -> None:
    paper = only(
        read("Name,Text,Code\nOn Moss,Green.,m-1\n", columns={"title": "name", "abstract": "Text", "id": "Code"})
    )
    assert (paper.id, paper.title, paper.abstract) == ("m-1", "On Moss", "Green.")


def test_rows_without_an_abstract_are_counted_with_their_line(read: Read) -> None:
    items = read('title,abstract\nOn Moss,\n\n"On\nFern",Brown.\nShort\nOn Heath,Red.\n')
    assert [(i.reason, i.source.rpartition(":")[2]) for i in items if isinstance(i, Skipped)] == [
        ("no abstract", "2"),
        ("no abstract", "6"),
    ]
    assert [i.title for i in items if isinstance(i, Paper)] == ["On\nFern", "On Heath"]


def test_a_column_that_is_not_there_or_not_known_is_an_error(read: Read) -> None:
    with pytest.raises(UnknownFormatError, match="has no column for abstract among title, text; name it with --column"):
        read("title,text\na,b\n", format="table")
    with pytest.raises(UsageError, match="no field is called absract; the fields are title, abstract"):
        read("title,abstract\na,b\n", columns={"absract": "abstract"})
