"""Content negotiation (RFC 9110, section 12.5.1): which of our formats a client gets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.errors import NotAcceptableError, UsageError
from kg.query.formats import GRAPHS, SOLUTIONS, Format

#: How many Accept headers are remembered with what came of them: clients send few different ones, and the same always.
_KEPT = 256
_OR_HTML = ("application/sparql-results+json", "text/turtle", "application/json", "text/html")
#: Names that clients use for formats beside their own media types.
_ALSO: Mapping[str, str] = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "nt",
    "application/x-turtle": "ttl",
    "text/n3": "ttl",
}


#: Names that clients give formats in `?format=`, SPARQLWrapper among them.
_NAMES: Mapping[str, str] = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "nquads": "nq",
    "n-quads": "nq",
    "json-ld": "jsonld",
    "rdf+xml": "rdf",
    "rdfxml": "rdf",
}


@lru_cache(_KEPT)
def _accepted(accept: str) -> MIMEAccept:
    """Return what a client accepts, without parameters such as `charset`, which choose between no formats of ours."""
    accepted = parse_accept_header(accept, MIMEAccept)
    return MIMEAccept([(type.partition(";")[0].strip(), quality) for type, quality in accepted])


@lru_cache(_KEPT)
def _best(accept: str, types: tuple[str, ...]) -> str | None:
    """Return the type that an Accept header likes best, the first one if it has no wish, None if it accepts none."""
    accepted = _accepted(accept)
    return accepted.best_match(types) if accepted else types[0]


def _accept() -> str:
    return request.headers.get("Accept", "")


def wants_html() -> bool:
    """Say whether the client prefers a page: browsers name `text/html`, programs seldom do."""
    accept = _accept()
    return "text/html" in accept and _best(accept, _OR_HTML) == "text/html"


def acceptable(formats: Mapping[str, Format]) -> Format | None:
    """Return the format that the client likes best, the first one if it has no wish, None if it accepts none."""
    by_type = {format.media_type: format for format in formats.values()}
    by_type |= {alias: formats[name] for alias, name in _ALSO.items() if name in formats}
    best = _best(_accept(), tuple(by_type))
    return by_type[best] if best else None


def named_format(name: str) -> tuple[Format | None, Format | None]:
    """Return the format for solutions, or for graphs, that a client names: `csv`, or `text/csv`.

    Raises UsageError when there is none.
    """
    by_type = {format.media_type: format.name for format in (*SOLUTIONS.values(), *GRAPHS.values())}
    short = by_type.get(name) or _ALSO.get(name) or _NAMES.get(name) or name
    if short not in SOLUTIONS and short not in GRAPHS:
        raise UsageError(f"unknown format {name!r}; there are {', '.join((*SOLUTIONS, *GRAPHS))}")
    return SOLUTIONS.get(short), GRAPHS.get(short)


def negotiated(formats: Mapping[str, Format]) -> Format:
    """Return the format that the client likes best; raises NotAcceptableError when it accepts none."""
    format = acceptable(formats)
    if format is None:
        have = ", ".join(f.media_type for f in formats.values())
        raise NotAcceptableError(f"nothing here fits Accept: {request.headers.get('Accept')}; there are {have}")
    return format
