"""From the fields that a source gives to a Paper: cleaned of what no format can carry, or why it cannot be used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from kg.corpus.dates import parse_date
from kg.corpus.paper import Paper, Skipped

_ARXIV_VERSION = re.compile(r"v\d+$")
_ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV_DOI = "10.48550/arxiv."
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

NO_TITLE = "no title"
NO_ABSTRACT = "no abstract"


def paper(
    source: str,
    title: Any,
    abstract: Any,
    id: Any = None,
    date: Any = None,
    categories: Any = (),
    authors: Any = (),
    url: Any = None,
    doi: Any = None,
    arxiv: Any = None,
    venue: Any = None,
) -> Paper | Skipped:
    """Return the paper of some fields in any shape that sources give them; without an id it gets a hash of its text."""
    title, abstract = clean(text(title)), clean(text(abstract))
    if not title:
        return Skipped(NO_TITLE, source)
    if not abstract:
        return Skipped(NO_ABSTRACT, source, title[:80])
    doi, arxiv = doi_of(doi), arxiv_id(arxiv) or arxiv_id(url)
    if doi and doi.startswith(_ARXIV_DOI):
        arxiv = arxiv or arxiv_id(doi.removeprefix(_ARXIV_DOI))
    address = f"https://arxiv.org/abs/{arxiv}" if arxiv else f"https://doi.org/{doi}" if doi else None
    return Paper(
        id=clean(text(id)) or text_id(title, abstract),
        title=title,
        abstract=abstract,
        date=parse_date(date) if date else None,
        categories=several(categories),
        authors=several(authors, separator=";"),
        url=clean(text(url)) or address,
        doi=doi,
        arxiv=arxiv,
        venue=clean(text(venue)) or None,
        source=source,
    )


def doi_of(value: Any) -> str | None:
    """Return the DOI in an address or as such, in lower case, or None."""
    found = _DOI.search(clean(text(value)))
    return found[0].lower().rstrip(".,;") if found else None


def arxiv_id(value: Any) -> str | None:
    """Return the arXiv id in an address, a version or as such, without its version, or None."""
    written = clean(text(value)).rsplit("/abs/", 1)[-1].rsplit("/pdf/", 1)[-1]
    identifier = _ARXIV_VERSION.sub("", re.sub(r"(?i)^(?:oai:arXiv\.org:|arxiv:)", "", written).removesuffix(".pdf"))
    return identifier if _ARXIV_ID.fullmatch(identifier) else None


def text_id(title: str, abstract: str) -> str:
    """Return the id of a paper that came without one: twelve hexadecimal digits of a hash of its text."""
    return hashlib.sha256(f"{title}\n{abstract}".encode()).hexdigest()[:12]


def clean(text: str) -> str:
    """Return text that any format can carry: control characters to spaces, lone surrogates to U+FFFD, ends stripped."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text)).strip()


def text(value: Any) -> str:
    """Return a string or number as text; nothing, a truth value, NaN and anything with parts give no text."""
    missing = value is None or isinstance(value, bool | list | dict) or value != value
    return "" if missing else str(value)


def several(value: Any, separator: str | None = None) -> tuple[str, ...]:
    """Return the texts of a list, of the names of a list of objects, or of the parts of one string."""
    if isinstance(value, str):
        parts: Iterable[Any] = value.split(separator)
    else:
        parts = value if isinstance(value, list | tuple) else ()
    names = (part.get("name") if isinstance(part, dict) else part for part in parts)
    return tuple(name for name in (clean(text(name)) for name in names) if name)


def full_name(given: Any, family: Any) -> str:
    """Return a person's name of its two parts."""
    return f"{text(given)} {text(family)}".strip()
