"""Ids, names and dates as sources write them."""

from __future__ import annotations

import pytest

from kg.corpus.dates import month_number, parse_date
from kg.corpus.fields import arxiv_id, doi_of, several
from kg.corpus.json_shapes import inverted_abstract


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("2105.01234", "2105.01234"),
        ("http://arxiv.org/abs/2105.01234v3", "2105.01234"),
        ("arXiv:cs.CL/0101001v1", "cs.CL/0101001"),
        ("oai:arXiv.org:2105.01234", "2105.01234"),
        ("https://arxiv.org/pdf/2105.01234v2.pdf", "2105.01234"),
        ("W42", None),
        (None, None),
    ],
)
def test_an_arxiv_id_is_found_in_all_its_forms(written: str | None, id: str | None) -> None:
    assert arxiv_id(written) == id


@pytest.mark.parametrize(
    ("written", "doi"),
    [("https://doi.org/10.1000/A.b", "10.1000/a.b"), ("doi:10.1000/x.", "10.1000/x"), ("none", None), (None, None)],
)
def test_a_doi_is_in_lower_case_without_a_resolver(written: str | None, doi: str | None) -> None:
    assert doi_of(written) == doi


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2021", "2021"),
        (2021, "2021"),
        (2021.0, "2021"),
        ("2021-5", "2021-05"),
        ("2021/05/14", "2021-05-14"),
        ("2021-05-14T17:59:00Z", "2021-05-14"),
        ("Fri, 14 May 2021 17:59:00 GMT", "2021-05-14"),
        ("2021 May 14", "2021-05-14"),
        ("2021 May-Jun", "2021-05"),
        ("2021 Spring", "2021"),
        ("2021-13", "2021"),
        ("2021-02-30", "2021"),
        ("0021", None),
        ("-44", None),
        ("soon", None),
    ],
)
def test_dates_keep_the_precision_known(written: object, date: str | None) -> None:
    assert parse_date(written) == date


@pytest.mark.parametrize(
    ("month", "number"), [("May", "5"), ("december", "12"), ("07", "07"), ("Spring", ""), ("", "")]
)
def test_months_are_words_or_numbers(month: str, number: str) -> None:
    assert month_number(month) == number


def test_words_of_an_inverted_index_that_share_a_position_all_stay() -> None:
    assert (
        inverted_abstract({"moss": [1, 3], "Green": [0], "is": [2], "really": [2], "bad": "x"})
        == "Green moss is really moss"
    )
    assert inverted_abstract(None) == ""


def test_names_come_as_lists_objects_or_text() -> None:
    assert several("Fern, Ada; Heath, Bo", separator=";") == ("Fern, Ada", "Heath, Bo")
    assert several([{"name": "Ada"}, "Bo", None, ""]) == ("Ada", "Bo")
    assert several("cs.IR cs.LG") == ("cs.IR", "cs.LG")
    assert several(7) == ()
