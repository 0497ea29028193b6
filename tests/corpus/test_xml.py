"""XML is read record by record; entities, DTDs and what is broken do no harm."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.corpus.paper import Paper, Skipped
from kg.errors import EmptyCorpusError
from tests.corpus.samples import ABSTRACT, SAMPLES, TITLE

Read = Callable[..., list[Paper | Skipped]]


def oai(metadata: str) -> str:
    return (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header/>'
        f"<metadata>{metadata}</metadata></record></ListRecords></OAI-PMH>"
    )


def test_deleted_records_are_counted(read: Read) -> None:
    skipped = [item for item in read(SAMPLES["oai-pmh"]) if isinstance(item, Skipped)]
    assert [(item.reason, item.detail) for item in skipped] == [("deleted record", "oai:arXiv.org:2105.00000")]


def test_dublin_core_has_its_comment_and_later_dates_passed_over(read: Read) -> None:
    (paper,) = read(
        oai(
            '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{TITLE}</dc:title><dc:creator>Fern, Ada</dc:creator><dc:description>Comment: 8 pages"
            f"</dc:description><dc:description>  {ABSTRACT}</dc:description><dc:date>2022-01-02</dc:date>"
            "<dc:date>2021-05-14</dc:date><dc:identifier>http://arxiv.org/abs/2105.01234</dc:identifier>"
            "<dc:identifier>doi:10.1000/moss.1</dc:identifier></oai_dc:dc>"
        )
    )
    assert isinstance(paper, Paper)
    assert (paper.id, paper.date, paper.doi, paper.abstract) == ("2105.01234", "2021-05-14", "10.1000/moss.1", ABSTRACT)


def test_the_raw_form_has_its_first_version_s_date(read: Read) -> None:
    (paper,) = read(
        oai(
            '<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2105.01234</id>'
            '<version version="v1"><date>Fri, 14 May 2021 17:59:00 GMT</date></version>'
            '<version version="v2"><date>Mon, 2 May 2022 17:59:00 GMT</date></version>'
            f"<title>{TITLE}</title><authors>Ada Fern and Bo Heath</authors><abstract>{ABSTRACT}</abstract></arXivRaw>"
        )
    )
    assert isinstance(paper, Paper)
    assert (paper.date, paper.authors) == ("2021-05-14", ("Ada Fern", "Bo Heath"))


def test_what_follows_a_syntax_error_is_skipped_with_the_place(read: Read) -> None:
    items = read(SAMPLES["arxiv-atom"].replace("</feed>", "<entry><id>x</summary></entry></feed>"))
    assert [type(item) for item in items] == [Paper, Skipped]
    assert isinstance(items[1], Skipped)
    assert (items[1].reason, items[1].source.rpartition("/")[2]) == ("broken XML", "corpus after record 1")


@pytest.mark.parametrize("entity", ['<!ENTITY a "boom">', '<!ENTITY a SYSTEM "file:///etc/hostname">'])
def test_entities_are_not_expanded(read: Read, entity: str) -> None:
    atom = (
        SAMPLES["arxiv-atom"]
        .replace("<feed ", f"<!DOCTYPE feed [{entity}]>\n<feed ")
        .replace(ABSTRACT, f"{ABSTRACT} &a;")
    )
    (paper,) = read(atom)
    assert isinstance(paper, Paper)
    assert "boom" not in paper.abstract
    assert paper.abstract.startswith(ABSTRACT)


def test_an_entity_bomb_is_harmless(read: Read) -> None:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = SAMPLES["arxiv-atom"].replace("<feed ", f'<!DOCTYPE feed [<!ENTITY l0 "lol">{layers}]>\n<feed ')
    with pytest.raises(EmptyCorpusError, match="1 entries skipped"):
        read(bomb.replace(ABSTRACT, f"{ABSTRACT} &l11;"))
