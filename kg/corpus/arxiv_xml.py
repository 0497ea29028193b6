"""arXiv's XML: the API's Atom feed, and OAI-PMH in its forms arXiv, arXivRaw and oai_dc."""

from __future__ import annotations

from collections.abc import Mapping

from kg.corpus.fields import arxiv_id, doi_of, full_name, paper
from kg.corpus.paper import Paper, Skipped
from kg.corpus.xml_records import Element, ToPaper, content, contents

DELETED = "deleted record"
NO_METADATA = "no metadata of a known form"
_NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "api": "http://arxiv.org/schemas/atom",
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "a": "http://arxiv.org/OAI/arXiv/",
    "raw": "http://arxiv.org/OAI/arXivRaw/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def _text(element: Element, path: str) -> str:
    return content(element.find(path, _NS)).strip()


def _all(element: Element, path: str) -> list[str]:
    return contents(element.findall(path, _NS))


def _atom(entry: Element, source: str) -> Paper | Skipped:
    return paper(
        source,
        " ".join(_text(entry, "atom:title").split()),
        _text(entry, "atom:summary"),
        id=arxiv_id(_text(entry, "atom:id")) or _text(entry, "atom:id"),
        date=_text(entry, "atom:published"),
        categories=[str(c.get("term")) for c in entry.findall("atom:category", _NS)],
        authors=_all(entry, "atom:author/atom:name"),
        doi=_text(entry, "api:doi"),
        arxiv=_text(entry, "atom:id"),
        venue=_text(entry, "api:journal_ref"),
    )


def _record(record: Element, source: str) -> Paper | Skipped:
    header = record.find("oai:header", _NS)
    if header is not None and header.get("status") == "deleted":
        return Skipped(DELETED, source, _text(record, "oai:header/oai:identifier"))
    for path, to_paper in _FORMS.items():
        found = record.find(f"oai:metadata/{path}", _NS)
        if found is not None:
            return to_paper(found, source)
    dublin_core = record.find("oai:metadata/*", _NS)
    if dublin_core is not None and dublin_core.find("dc:title", _NS) is not None:
        return _dublin_core(dublin_core, source)
    return Skipped(NO_METADATA, source)


def _arxiv(data: Element, source: str) -> Paper | Skipped:
    people = data.findall("a:authors/a:author", _NS)
    authors = [full_name(_text(p, "a:forenames"), _text(p, "a:keyname")) for p in people]
    return _own_form(data, source, "a", _text(data, "a:created"), authors)


def _raw(data: Element, source: str) -> Paper | Skipped:
    authors = _text(data, "raw:authors").replace(" and ", ";").replace(",", ";")
    return _own_form(data, source, "raw", _text(data, "raw:version/raw:date"), authors)


def _own_form(data: Element, source: str, prefix: str, date: str, authors: list[str] | str) -> Paper | Skipped:
    """Return the paper of one of arXiv's own two forms, which differ in how they write dates and authors."""
    return paper(
        source,
        " ".join(_text(data, f"{prefix}:title").split()),
        _text(data, f"{prefix}:abstract"),
        id=_text(data, f"{prefix}:id"),
        date=date,
        categories=_text(data, f"{prefix}:categories"),
        authors=authors,
        doi=_text(data, f"{prefix}:doi"),
        arxiv=_text(data, f"{prefix}:id"),
        venue=_text(data, f"{prefix}:journal-ref"),
    )


def _dublin_core(data: Element, source: str) -> Paper | Skipped:
    """The first description that is no comment is the abstract; the oldest date is the first version's."""
    descriptions = [content(d).strip() for d in data.findall("dc:description", _NS)]
    identifiers = _all(data, "dc:identifier")
    arxiv = next((found for i in identifiers if (found := arxiv_id(i))), None)
    doi = next((found for i in identifiers if (found := doi_of(i))), None)
    return paper(
        source,
        " ".join(_text(data, "dc:title").split()),
        next((d for d in descriptions if not d.startswith("Comment:")), ""),
        id=arxiv or doi or next(iter(identifiers), None),
        date=min(_all(data, "dc:date"), default=None),
        categories=_all(data, "dc:subject"),
        authors=_all(data, "dc:creator"),
        doi=doi,
        arxiv=arxiv,
    )


_FORMS: Mapping[str, ToPaper] = {"a:arXiv": _arxiv, "raw:arXivRaw": _raw}
ATOM: Mapping[str, ToPaper] = {f"{{{_NS['atom']}}}entry": _atom}
OAI: Mapping[str, ToPaper] = {f"{{{_NS['oai']}}}record": _record}
