"""Read corpora: every paper once, and everything else counted with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from kg.corpus.detect import FORMATS, detect_format
from kg.corpus.fields import paper_from_arxiv, paper_from_object, paper_from_plain
from kg.corpus.jsonl import read_json_lines, read_json_values
from kg.corpus.paper import Paper, Skipped
from kg.corpus.scraped import read_blocks, read_scraped
from kg.corpus.source import Line, open_source, read_lines, source_name
from kg.errors import EmptyCorpusError, UnknownFormatError
from kg.settings import Settings

SAME_ID = "duplicate id"
SAME_TEXT = "duplicate title and abstract"
TOO_LONG = "abstract longer than max_abstract_chars"

_HEAD_LINES = 50


def read_corpus(sources: Sequence[str], format: str | None, settings: Settings) -> Iterator[Paper | Skipped]:
    """Yield the papers of all sources in order, and what was skipped where it stood.

    Of papers with one id, or one title and abstract, the first counts. Raises CorpusError when a source cannot be
    read and EmptyCorpusError when there is no usable paper in all of them.
    """
    if format is not None and format not in FORMATS:
        raise UnknownFormatError(f"unknown format {format!r}; the formats are {', '.join(FORMATS)}")
    first_by_key: dict[str, str] = {}
    papers = skipped = 0
    for source in sources:
        for item in _read_source(source, format, settings):
            item = _checked(item, first_by_key, settings)
            papers, skipped = papers + isinstance(item, Paper), skipped + isinstance(item, Skipped)
            yield item
    if not papers:
        raise EmptyCorpusError(
            f"no usable paper in {', '.join(map(source_name, sources))} ({skipped} entries skipped); "
            "a paper needs a title and an abstract"
        )


def _read_source(source: str, format: str | None, settings: Settings) -> Iterator[Paper | Skipped]:
    name = source_name(source)
    with open_source(source) as stream:
        lines = read_lines(stream, settings.max_line_bytes)
        head = list(islice(lines, _HEAD_LINES))
        format = format or detect_format([line.text or "" for line in head], name)
        yield from _papers(format, chain(head, lines), name, settings)


def _papers(format: str, lines: Iterator[Line], name: str, settings: Settings) -> Iterator[Paper | Skipped]:
    match format:
        case "jsonl":
            return read_json_lines(lines, name, paper_from_plain)
        case "arxiv":
            return read_json_lines(lines, name, paper_from_arxiv)
        case "json":
            return read_json_values(lines, name, paper_from_object, settings.max_line_bytes)
        case "scraped":
            return read_scraped(lines, name)
        case _:
            return read_blocks(lines, name)


def _checked(item: Paper | Skipped, first_by_key: dict[str, str], settings: Settings) -> Paper | Skipped:
    """Return the item, or why a paper cannot be taken."""
    if isinstance(item, Skipped):
        return item
    longest = max(len(item.abstract), len(item.title))
    if longest > settings.max_abstract_chars:
        return Skipped(TOO_LONG, item.source, f"{longest} characters")
    for reason, key in ((SAME_ID, f"id {item.id}"), (SAME_TEXT, f"text {item.text_hash}")):
        if key in first_by_key:
            return Skipped(reason, item.source, f"as in {first_by_key[key]}")
        first_by_key[key] = item.source
    return item
