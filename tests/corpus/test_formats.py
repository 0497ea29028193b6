"""Every format is told from every other by its content, and gives the same paper with what it knows of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.corpus.cleaning import plain_text
from kg.corpus.detect import detect_format
from kg.corpus.formats import FORMATS, STRUCTURED, Head
from kg.corpus.paper import Paper, Skipped
from kg.errors import CorpusError, UnknownFormatError
from tests.corpus.samples import ABSTRACT, CROSSREF, OPENALEX, PLAIN, SAMPLES, SEMANTIC_SCHOLAR, TITLE

Read = Callable[..., list[Paper | Skipped]]
CARRIES_DOI = {"arxiv-kaggle", "openalex", "semantic-scholar", "crossref", "pubmed", "nbib", "ris", "bibtex", "table"}


def papers(items: list[Paper | Skipped]) -> list[Paper]:
    return [item for item in items if isinstance(item, Paper)]


def test_there_is_a_sample_of_every_format() -> None:
    assert SAMPLES.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("change", ["as it is", "CRLF", "first 400 characters", "blank lines first"])
def test_a_format_is_told_from_every_other(name: str, change: str) -> None:
    text = SAMPLES[name]
    changed = {
        "as it is": text,
        "CRLF": text.replace("\n", "\r\n"),
        "first 400 characters": text[:400],
        "blank lines first": "\n \n" + text,
    }[change]
    fitting = [format.name for format in STRUCTURED if format.fits(Head(changed))]
    assert fitting == ([name] if name not in ("text", "scraped") else [])
    if change != "blank lines first":
        assert detect_format(Head(changed), "x").name == name


@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_gives_the_paper(read: Read, name: str) -> None:
    paper = papers(read(SAMPLES[name]))[0]
    assert paper.title == TITLE
    words = " ".join(plain_text(paper.abstract).replace("METHODS:", "").replace("RESULTS:", "").split())
    assert words.startswith(ABSTRACT)
    assert paper.doi == ("10.1000/moss.1" if name in CARRIES_DOI else None)
    if name not in ("text", "scraped"):
        assert paper.year == 2021
        assert paper.authors == ("Ada Fern", "Bo Heath")


@pytest.mark.parametrize(
    ("name", "id", "date", "venue", "arxiv"),
    [
        ("jsonl", "m1", "2021-05-14", None, None),
        ("arxiv", "2105.01234", "2021-05-14", None, "2105.01234"),
        ("arxiv-kaggle", "2105.01234", "2021-05-14", None, "2105.01234"),
        ("openalex", "W42", "2021-05-14", "Journal of Moss", None),
        ("semantic-scholar", "0f0f", "2021-05-14", "Journal of Moss", "2105.01234"),
        ("crossref", "10.1000/moss.1", "2021-05-14", "Journal of Moss", None),
        ("arxiv-atom", "2105.01234", "2021-05-14", None, "2105.01234"),
        ("oai-pmh", "2105.01234", "2021-05-14", None, "2105.01234"),
        ("pubmed", "77", "2021-05-14", "Journal of Moss", None),
        ("nbib", "77", "2021-05-14", "Journal of Moss", None),
        ("ris", "10.1000/moss.1", "2021-05-14", "Journal of Moss", None),
        ("bibtex", "fern2021", "2021-05", "Journal of Moss", None),
    ],
)
def test_ids_dates_and_venues_come_along(
    read: Read, name: str, id: str, date: str, venue: str | None, arxiv: str | None
) -> None:
    paper = papers(read(SAMPLES[name]))[0]
    assert (paper.id, paper.date, paper.venue, paper.arxiv) == (id, date, venue, arxiv)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ([PLAIN], "jsonl"),
        ({"meta": {"count": 1}, "results": [OPENALEX]}, "openalex"),
        ({"total": 1, "data": [SEMANTIC_SCHOLAR]}, "semantic-scholar"),
        ({"status": "ok", "message": {"total-results": 1, "items": [CROSSREF]}}, "crossref"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_lists_and_the_answers_of_services_are_read(read: Read, value: object, name: str, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert detect_format(Head(text), "x").name == name
    assert [paper.title for paper in papers(read(text))] == [TITLE]


def test_objects_that_run_over_several_lines_are_read(read: Read) -> None:
    text = json.dumps(PLAIN, indent=1) + "\n" + json.dumps({**PLAIN, "id": "m2", "abstract": "Another one."}, indent=1)
    assert [paper.id for paper in papers(read(text))] == ["m1", "m2"]


def test_a_file_of_two_minds_is_an_error_that_names_both(read: Read) -> None:
    with pytest.raises(UnknownFormatError, match="looks like openalex and semantic-scholar; say which with --format"):
        read(SAMPLES["openalex"] + SAMPLES["semantic-scholar"])
    forced = read(SAMPLES["openalex"] + SAMPLES["semantic-scholar"], format="openalex")
    assert [type(item) for item in forced] == [Paper, Skipped]


@pytest.mark.parametrize("text", ["<html><body>No papers</body></html>", '<?xml version="1.0"?><other/>'])
def test_xml_of_no_known_kind_is_refused(read: Read, text: str) -> None:
    with pytest.raises(UnknownFormatError, match="looks like XML or HTML that is not read"):
        read(text)


_DAMAGE = st.sampled_from(
    ["", "{", "}", '"', "\n", "<", ">", "@", "\x00", "\ufffd", "ER  - \n", "NaN", "null", "[", ","]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_damaged_file_is_read_skipped_or_refused(read: Read, name: str, data: st.DataObject) -> None:
    text = SAMPLES[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    damaged = text[:start] + data.draw(_DAMAGE) + text[end:]
    for content in (damaged, gzip.compress(damaged.encode())[: -data.draw(st.integers(0, 12)) or None]):
        with suppress(CorpusError):
            items = read(content, format=data.draw(st.sampled_from([None, name])))
            assert all(item.source and (isinstance(item, Paper) or item.reason) for item in items)
