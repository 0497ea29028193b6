"""RIS and PubMed's NBIB: one tagged field a line, one record after another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import rispy

from kg.corpus.fields import doi_of, paper
from kg.corpus.jsonl import LINE_TOO_LONG
from kg.corpus.paper import Paper, Skipped
from kg.corpus.source import Source

BROKEN_RIS = "broken RIS record"
NO_RECORD = "lines outside of a record"
_RIS_END = re.compile(r"\s*ER\s*-")
_RIS_START = re.compile(r"\s*TY\s{1,2}-")
_NBIB_FIELD = re.compile(r"([A-Z]{2,4}) *- (.*)")


def read_ris(source: Source) -> Iterator[Paper | Skipped]:
    """Yield the papers of a RIS file, a record at a time; its fields are read by rispy."""
    held: list[str] = []
    number = 1
    for line in source.lines():
        place = f"{source.name}:{number}"
        if line.text is None:
            yield Skipped(LINE_TOO_LONG, f"{source.name}:{line.number}")
            continue
        if _RIS_START.match(line.text):
            if held:
                yield _ris_paper(held, place)
            held, number = [], line.number
        if line.text.strip():
            held.append(line.text.lstrip("\ufeff"))
        if _RIS_END.match(line.text) and held:
            yield _ris_paper(held, f"{source.name}:{number}")
            held = []
    if held:
        yield _ris_paper(held, f"{source.name}:{number}")


def _ris_paper(lines: list[str], place: str) -> Paper | Skipped:
    if not _RIS_START.match(lines[0]):
        return Skipped(NO_RECORD, place, lines[0][:80])
    ended = lines if _RIS_END.match(lines[-1]) else [*lines, "ER  - "]
    try:
        record: Mapping[str, Any] = rispy.loads("\n".join(ended))[0]
    except (rispy.parser.ParseError, OSError, ValueError, IndexError) as error:
        return Skipped(BROKEN_RIS, place, str(error)[:120])
    return paper(
        place,
        record.get("title") or record.get("primary_title") or record.get("short_title"),
        record.get("abstract") or record.get("notes_abstract"),
        id=doi_of(record.get("doi")) or record.get("id") or record.get("accession_number"),
        date=_slashed(record.get("date") or record.get("year") or record.get("publication_year")),
        categories=record.get("keywords"),
        authors=record.get("authors") or record.get("first_authors"),
        url=next(iter(record.get("urls") or []), None),
        doi=record.get("doi"),
        venue=record.get("journal_name") or record.get("secondary_title") or record.get("alternate_title3"),
    )


def _slashed(date: Any) -> Any:
    """Return RIS's `2021/05/14/` and `2021///` without the slashes that stand for nothing."""
    return date.split("/ ")[0].strip("/ ") if isinstance(date, str) else date


def read_nbib(source: Source) -> Iterator[Paper | Skipped]:
    """Yield the papers of a PubMed (MEDLINE) file: records between blank lines, continuations indented."""
    held: list[str] = []
    number = 1
    for line in source.lines():
        if line.text is None:
            yield Skipped(LINE_TOO_LONG, f"{source.name}:{line.number}")
        elif line.text.strip():
            number = number if held else line.number
            held.append(line.text)
        elif held:
            yield _nbib_paper(_fields(held), f"{source.name}:{number}")
            held = []
    if held:
        yield _nbib_paper(_fields(held), f"{source.name}:{number}")


def _fields(lines: Iterable[str]) -> Mapping[str, list[str]]:
    fields: dict[str, list[str]] = defaultdict(list)
    last = ""
    for line in lines:
        if found := _NBIB_FIELD.match(line):
            last = found[1]
            fields[last].append(found[2].strip())
        elif last and line.startswith("      "):
            fields[last][-1] += " " + line.strip()
    return fields


def _nbib_paper(fields: Mapping[str, list[str]], place: str) -> Paper | Skipped:
    def first(*tags: str) -> str | None:
        return next((fields[tag][0] for tag in tags if fields.get(tag)), None)

    doi = next((value for value in [*fields.get("LID", []), *fields.get("AID", [])] if value.endswith("[doi]")), None)
    return paper(
        place,
        first("TI", "BTI"),
        first("AB"),
        id=first("PMID"),
        date=first("DP"),
        categories=fields.get("OT"),
        authors=fields.get("FAU") or fields.get("AU"),
        doi=doi,
        venue=first("JT", "TA"),
    )
