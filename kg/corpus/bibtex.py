"""BibTeX: an entry at a time, read by bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry

from kg.corpus.cleaning import plain_text
from kg.corpus.dates import month_number
from kg.corpus.fields import arxiv_id, paper
from kg.corpus.jsonl import LINE_TOO_LONG
from kg.corpus.paper import Paper, Skipped
from kg.corpus.source import Source

BROKEN_BIBTEX = "broken BibTeX entry"
_ENTRY = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]")
_AND = re.compile(r"\s+and\s+")
logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # what cannot be read is counted, not logged


def read_bibtex(source: Source) -> Iterator[Paper | Skipped]:
    """Yield the paper of each entry; `@string` abbreviations hold from where they stand on."""
    strings: list[str] = []
    for number, kind, text in _entries(source):
        place = f"{source.name}:{number}"
        match kind:
            case "string":
                strings.append(text)
            case "comment" | "preamble":
                pass
            case "too long":
                yield Skipped(LINE_TOO_LONG, place)
            case _:
                yield _paper(text, strings, place)


def _entries(source: Source) -> Iterator[tuple[int, str, str]]:
    """Yield line number, kind and text of what begins with an `@` at the start of a line."""
    held: list[str] = []
    number, kind = 0, ""
    for line in source.lines():
        if line.text is None:
            yield line.number, "too long", ""
            continue
        if found := _ENTRY.match(line.text):
            if held:
                yield number, kind, "\n".join(held)
            number, kind, held = line.number, found[1].lower(), []
        if kind:
            held.append(line.text)
    if held:
        yield number, kind, "\n".join(held)


def _paper(text: str, strings: list[str], place: str) -> Paper | Skipped:
    library = parse_string("\n".join([*strings, text]))
    if len(library.entries) != 1:
        cause = library.failed_blocks[0].error if library.failed_blocks else "not one entry"
        return Skipped(BROKEN_BIBTEX, place, " ".join(str(cause).split())[:120])
    return _from_entry(library.entries[0], place)


def _from_entry(entry: Entry, place: str) -> Paper | Skipped:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    arxiv = arxiv_id(fields.get("eprint")) or arxiv_id(fields.get("url")) or arxiv_id(fields.get("arxivid"))
    authors = [plain_text(name) for name in _AND.split(fields.get("author", "")) if name]
    return paper(
        place,
        " ".join(plain_text(fields.get("title", "")).split()),  # the braces in a title keep its letter case only
        fields.get("abstract"),
        id=entry.key,
        date=_date(fields),
        categories=[word.strip() for word in re.split("[,;]", fields.get("keywords", ""))],
        authors=authors,
        url=fields.get("url"),
        doi=fields.get("doi"),
        arxiv=arxiv,
        venue=plain_text(fields.get("journal") or fields.get("booktitle") or fields.get("journaltitle") or ""),
    )


def _date(fields: dict[str, str]) -> str | None:
    if date := fields.get("date"):
        return date.partition("/")[0]
    year, month = (fields.get(key, "").strip(" {}") for key in ("year", "month"))
    return "-".join(part for part in (year, month_number(month)) if part) or None
