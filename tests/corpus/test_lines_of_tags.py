"""RIS and NBIB: records end where they should, continuation lines count, broken ones are counted."""

from __future__ import annotations

from collections.abc import Callable

from kg.corpus.lines_of_tags import NO_RECORD
from kg.corpus.paper import Paper, Skipped

Read = Callable[..., list[Paper | Skipped]]


def test_ris_records_need_no_end_and_what_stands_outside_is_counted(read: Read) -> None:
    items = read(
        "\ufeffTY  - JOUR\r\nTI  - On Moss\r\nAB  - Green.\r\n\r\n"
        "TY  - CONF\r\nTI  - On Fern\r\nN2  - Brown\r\nand dry.\r\n"
        "Y1  - 2020///\r\nER  - \r\nstray words\r\nTY  - JOUR\r\nTI  - No abstract\r\nER  - \r\n"
    )
    papers = [item for item in items if isinstance(item, Paper)]
    assert [(paper.title, paper.abstract, paper.date) for paper in papers] == [
        ("On Moss", "Green.", None),
        ("On Fern", "Brown and dry.", "2020"),
    ]
    assert [item.reason for item in items if isinstance(item, Skipped)] == [NO_RECORD, "no abstract"]


def test_nbib_records_are_parted_by_blank_lines(read: Read) -> None:
    items = read("PMID- 1\nTI  - On Moss\nAB  - Green\n      and wet.\nDP  - 2020 Spring\n\n\nPMID- 2\nTI  - On Fern\n")
    assert [(i.id, i.abstract, i.date) for i in items if isinstance(i, Paper)] == [("1", "Green and wet.", "2020")]
    assert [i.reason for i in items if isinstance(i, Skipped)] == ["no abstract"]
