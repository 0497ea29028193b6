"""Read corpora: every paper once, and everything else counted with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.corpus.detect import detect_format
from kg.corpus.formats import FORMATS, Head
from kg.corpus.paper import Paper, Skipped
from kg.corpus.source import decode, find_sources, open_sources, source_name
from kg.errors import EmptyCorpusError, UnknownFormatError
from kg.settings import Settings

SAME_ID = "duplicate id"
SAME_TEXT = "duplicate title and abstract"
TOO_LONG = "abstract longer than max_abstract_chars"

#: How much of the head decides on the format, in characters.
_DECIDING = 60_000


def read_corpus(
    sources: Sequence[str], format: str | None, settings: Settings, columns: Mapping[str, str] | None = None
) -> Iterator[Paper | Skipped]:
    """Yield the papers of all sources in order, and what was skipped where it stood.

    A folder stands for all files in it, a ZIP archive for its members. Of papers with one id, or one title and
    abstract, the first counts. `columns` names the columns of tables by field. Raises CorpusError when a source cannot
    be read and EmptyCorpusError when there is no usable paper in all of them.
    """
    if format is not None and format not in FORMATS:
        raise UnknownFormatError(f"unknown format {format!r}; the formats are {', '.join(FORMATS)}")
    first_by_key: dict[str, str] = {}
    papers = skipped = 0
    for source in find_sources(sources):
        for item in _read_source(source, format, settings, columns or {}):
            item = item if isinstance(item, Skipped) else check_paper(item, first_by_key, settings)
            papers, skipped = papers + isinstance(item, Paper), skipped + isinstance(item, Skipped)
            yield item
    if not papers:
        raise EmptyCorpusError(
            f"no usable paper in {', '.join(map(source_name, sources))} ({skipped} entries skipped); "
            "a paper needs a title and an abstract"
        )


def _read_source(
    name: str, format: str | None, settings: Settings, columns: Mapping[str, str]
) -> Iterator[Paper | Skipped]:
    with open_sources(name, settings) as sources:
        for source in sources:
            if not source.head.strip():
                continue
            head = Head(decode(source.head)[:_DECIDING], columns)
            reader = FORMATS[format] if format else detect_format(head, source.name)
            yield from reader.read(source, columns)


def check_paper(paper: Paper, first_by_key: dict[str, str], settings: Settings) -> Paper | Skipped:
    """Return the paper, whose keys are noted, or why it cannot be taken: too long, or its id or text is known."""
    longest = max(len(paper.abstract), len(paper.title))
    if longest > settings.max_abstract_chars:
        return Skipped(TOO_LONG, paper.source, f"{longest} characters")
    for reason, key in ((SAME_ID, f"id {paper.id}"), (SAME_TEXT, f"text {paper.text_hash}")):
        if key in first_by_key:
            return Skipped(reason, paper.source, f"as in {first_by_key[key]}")
        first_by_key[key] = paper.source
    return paper
