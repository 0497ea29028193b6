"""Extraction reads cleaned text; its Record speaks of the text as the user holds it. This leads back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from kg.corpus.cleaning import Plain, plain
from kg.corpus.paper import Paper
from kg.extract.record import Mention, Record, Relation, Result, TextField


@dataclass(frozen=True, slots=True)
class CleanedPaper:
    """A paper with cleaned title and abstract, and the ways back to the original ones (None: nothing was cleaned)."""

    paper: Paper
    title: Plain | None
    abstract: Plain | None

    def original(self, field: TextField, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original text of a span of the cleaned one."""
        way = self.title if field == "title" else self.abstract
        return way.original(start, end) if way and end > start else (start, end)


def cleaned(paper: Paper) -> CleanedPaper:
    """Return the paper as extraction reads it."""
    title, abstract = plain(paper.title), plain(paper.abstract)
    if title is None and abstract is None:
        return CleanedPaper(paper, None, None)
    readable = replace(
        paper,
        title=title.text if title else paper.title,
        abstract=abstract.text if abstract else paper.abstract,
    )
    return CleanedPaper(readable, title, abstract)


def in_original(record: Record, source: CleanedPaper, paper: Paper) -> Record:
    """Return a record of the cleaned paper with all offsets and surface forms those of the original."""
    if source.title is None and source.abstract is None:
        return record
    mentions = tuple(_mention(mention, source, paper) for mention in record.mentions)
    surfaces: dict[str, str] = {}
    for before, after in zip(record.mentions, mentions, strict=True):
        surfaces.setdefault(before.text, after.text)
    return replace(
        record,
        title=paper.title,
        abstract=paper.abstract,
        mentions=mentions,
        roles=tuple(replace(role, entity=surfaces.get(role.entity, role.entity)) for role in record.roles),
        relations=tuple(_relation(relation, surfaces, source) for relation in record.relations),
        results=tuple(_result(result, surfaces, source) for result in record.results),
    )


def _mention(mention: Mention, source: CleanedPaper, paper: Paper) -> Mention:
    start, end = source.original(mention.field, mention.start, mention.end)
    text = paper.title if mention.field == "title" else paper.abstract
    return _sentence(replace(mention, start=start, end=end, text=text[start:end]), source)


def _relation(relation: Relation, surfaces: dict[str, str], source: CleanedPaper) -> Relation:
    head, tail = (surfaces.get(name, name) for name in (relation.head, relation.tail))
    return _sentence(replace(relation, head=head, tail=tail), source)


def _result(result: Result, surfaces: dict[str, str], source: CleanedPaper) -> Result:
    start, end = source.original(result.field, result.start, result.end)
    parts = {name: getattr(result, name) for name in ("metric", "method", "dataset", "hardware", "baseline")}
    named = {name: surfaces.get(surface, surface) for name, surface in parts.items() if surface}
    return _sentence(replace(result, start=start, end=end, **named), source)


_Found = TypeVar("_Found", Mention, Relation, Result)


def _sentence(found: _Found, source: CleanedPaper) -> _Found:
    start, end = source.original(found.field, found.sentence_start, found.sentence_end)
    return replace(found, sentence_start=start, sentence_end=end)
