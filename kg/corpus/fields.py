"""From a JSON object to a Paper: which field names mean what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from kg.corpus.dates import parse_date
from kg.corpus.paper import Paper, Skipped

_ARXIV_VERSION = re.compile(r"v\d+$")
_ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

NO_TITLE = "no title"
NO_ABSTRACT = "no abstract"
NOT_AN_OBJECT = "not a JSON object"


def is_arxiv(data: Mapping[str, Any]) -> bool:
    """Tell an object with arXiv's field names from one with ours."""
    return "summary" in data and "abstract" not in data


def paper_from_object(data: Any, source: str) -> Paper | Skipped:
    """Return the paper that a JSON object holds, under our field names or arXiv's."""
    if not isinstance(data, dict):
        return Skipped(NOT_AN_OBJECT, source)
    return paper_from_arxiv(data, source) if is_arxiv(data) else paper_from_plain(data, source)


def paper_from_plain(data: Any, source: str) -> Paper | Skipped:
    """Return the paper of `{id?, title, abstract, date?, categories?, authors?, url?}`."""
    if not isinstance(data, dict):
        return Skipped(NOT_AN_OBJECT, source)
    identifier = _text(data.get("id"))
    date = next((data[key] for key in ("date", "published", "year") if data.get(key)), None)
    return paper(data.get("title"), data.get("abstract"), source, identifier, date, data)


def paper_from_arxiv(data: Any, source: str) -> Paper | Skipped:
    """Return the paper of arXiv's `{id, title, summary, published, categories, authors}`; `vN` leaves the id."""
    if not isinstance(data, dict):
        return Skipped(NOT_AN_OBJECT, source)
    identifier = _ARXIV_VERSION.sub("", _text(data.get("id")).rsplit("/abs/", 1)[-1])
    url = f"https://arxiv.org/abs/{identifier}" if _ARXIV_ID.fullmatch(identifier) else None
    return paper(
        data.get("title"), data.get("summary"), source, identifier, data.get("published"), {"url": url, **data}
    )


def paper(
    title: Any,
    abstract: Any,
    source: str,
    identifier: str = "",
    date: Any = None,
    more: Mapping[str, Any] | None = None,
) -> Paper | Skipped:
    """Return a paper with cleaned text, an id (a hash of its text when it has none) and what else is known."""
    title, abstract = clean(_text(title)), clean(_text(abstract))
    if not title:
        return Skipped(NO_TITLE, source)
    if not abstract:
        return Skipped(NO_ABSTRACT, source, title[:80])
    more = more or {}
    return Paper(
        id=clean(identifier) or text_id(title, abstract),
        title=title,
        abstract=abstract,
        date=parse_date(date) if date else None,
        categories=_several(more.get("categories")),
        authors=_several(more.get("authors"), separator=";"),
        url=clean(_text(more.get("url"))) or None,
        source=source,
    )


def text_id(title: str, abstract: str) -> str:
    """Return the id of a paper that came without one: twelve hexadecimal digits of a hash of its text."""
    return hashlib.sha256(f"{title}\n{abstract}".encode()).hexdigest()[:12]


def clean(text: str) -> str:
    """Return text that any format can carry: control characters to spaces, lone surrogates to U+FFFD, ends stripped."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text)).strip()


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, bool | list | dict) else str(value)


def _several(value: Any, separator: str | None = None) -> tuple[str, ...]:
    """Return the strings of a list, or the parts of one string."""
    parts = value.split(separator) if isinstance(value, str) else value if isinstance(value, list) else []
    names = (part.get("name") if isinstance(part, dict) else part for part in parts)
    return tuple(text for text in (clean(_text(name)) for name in names) if text)
