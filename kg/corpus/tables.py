"""CSV and TSV: a header line names the columns, in the words of Scopus, Web of Science, Lens, Zotero or the user."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from kg.corpus.fields import paper, several
from kg.corpus.jsonl import LINE_TOO_LONG
from kg.corpus.paper import Paper, Skipped
from kg.corpus.source import Source, decode
from kg.errors import UnknownFormatError, UsageError

BROKEN_ROW = "broken row"
DELIMITERS = (",", "\t", ";", "|")

#: Names of columns, folded to lower case, by field; the first that a file has counts.
COLUMNS: Mapping[str, Sequence[str]] = {
    "title": ("title", "ti", "article title", "document title", "display_name"),
    "abstract": ("abstract", "ab", "abstract note", "summary", "abstract_text"),
    "id": ("id", "ut", "eid", "lens id", "key", "ut (unique wos id)", "pmid", "paper_id", "paperid"),
    "date": ("date", "publication date", "date published", "published", "py", "year", "publication year", "pub_date"),
    "categories": ("categories", "wc", "fields of study", "subjects", "keywords", "author keywords"),
    "authors": ("authors", "author full names", "author", "author/s", "au", "af"),
    "url": ("url", "link", "external url", "source urls"),
    "doi": ("doi", "di"),
    "arxiv": ("arxiv", "arxiv_id", "arxiv id"),
    "venue": ("venue", "journal", "source title", "publication title", "so", "source"),
}


def delimiter_of(header: str, columns: Mapping[str, str]) -> str | None:
    """Return the delimiter under which a header line names a title and an abstract, or None."""
    return next((d for d in DELIMITERS if {"title", "abstract"} <= set(_places(_cells(header, d), columns))), None)


def read_table(source: Source, columns: Mapping[str, str]) -> Iterator[Paper | Skipped]:
    """Yield the paper of each row; `columns` maps fields to names of columns where ours would not find them.

    Raises UsageError for a column that is not there, UnknownFormatError without title and abstract.
    """
    csv.field_size_limit(source.settings.max_line_bytes)
    header = source.stream.readline(source.settings.max_line_bytes)
    first = decode(header).strip("\r\n")
    delimiter = delimiter_of(first, columns) or max(DELIMITERS, key=first.count)
    names = _cells(first, delimiter)
    places = _places(names, columns)
    if missing := {"title", "abstract"} - set(places):
        raise UnknownFormatError(
            f"{source.name} has no column for {' and '.join(sorted(missing))} among {', '.join(names)[:200]}; "
            "name it with --column abstract=NAME"
        )
    rows = csv.reader(_lines(source), delimiter=delimiter)
    while True:
        place = f"{source.name}:{rows.line_num + 2}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Skipped(LINE_TOO_LONG if "limit" in str(error) else BROKEN_ROW, place, str(error)[:120])
            continue
        if any(cell.strip() for cell in row):
            yield _paper(row, places, place)


def _lines(source: Source) -> Iterator[str]:
    """Yield lines with their ends, which a quoted cell may hold."""
    limit = source.settings.max_line_bytes
    while raw := source.stream.readline(limit + 1):
        yield decode(raw).replace("\0", "")


def _paper(row: Sequence[str], places: Mapping[str, int], place: str) -> Paper | Skipped:
    values = {field: row[index] for field, index in places.items() if index < len(row)}
    title, abstract = values.pop("title", ""), values.pop("abstract", "")
    categories = several(values.pop("categories", ""), separator=";")
    return paper(place, title, abstract, categories=categories, **values)


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip("\ufeff") for cell in next(csv.reader(io.StringIO(line), delimiter=delimiter), [])]


def _places(names: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each field."""
    if unknown := sorted(set(columns) - set(COLUMNS)):
        raise UsageError(f"no field is called {', '.join(unknown)}; the fields are {', '.join(COLUMNS)}")
    folded = [name.lower() for name in names]
    places = {}
    for field, known in COLUMNS.items():
        wanted = [columns[field].lower()] if field in columns else known
        if found := next((name for name in wanted if name in folded), None):
            places[field] = folded.index(found)
    return places
