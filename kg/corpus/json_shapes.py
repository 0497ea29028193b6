"""What JSON objects of known services look like, and how each becomes a Paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.corpus.fields import arxiv_id, doi_of, full_name, paper, text
from kg.corpus.paper import Paper, Skipped

NOT_AN_OBJECT = "not a JSON object"
Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """The objects of one source: `marks` are keys of which one tells it from the others."""

    name: str
    marks: frozenset[str]
    to_paper: Callable[[Object, str], Paper | Skipped]

    def paper(self, value: Any, source: str) -> Paper | Skipped:
        """Return the paper of a value that should be such an object."""
        return self.to_paper(value, source) if isinstance(value, dict) else Skipped(NOT_AN_OBJECT, source)


def shape_of(keys: frozenset[str]) -> Shape:
    """Return the shape of an object with these keys; one without a mark is our own."""
    return next((shape for shape in SHAPES if shape.marks & keys), PLAIN)


def _plain(data: Object, source: str) -> Paper | Skipped:
    """Ours: `{id?, title, abstract, date?, categories?, authors?, url?, doi?, arxiv?, venue?}`."""
    return paper(
        source,
        data.get("title"),
        data.get("abstract"),
        id=data.get("id"),
        date=next((data[key] for key in ("date", "published", "year") if text(data.get(key))), None),
        categories=data.get("categories"),
        authors=data.get("authors"),
        url=data.get("url"),
        doi=data.get("doi"),
        arxiv=data.get("arxiv") or data.get("arxiv_id"),
        venue=data.get("venue") or data.get("journal"),
    )


def _arxiv(data: Object, source: str) -> Paper | Skipped:
    """The API's fields as JSON: `{id, title, summary, published, categories, authors}`."""
    written = text(data.get("id"))
    return paper(
        source,
        data.get("title"),
        data.get("summary"),
        id=arxiv_id(written) or written,
        date=data.get("published"),
        categories=data.get("categories"),
        authors=data.get("authors"),
        url=data.get("url"),
        doi=data.get("doi"),
        arxiv=written,
    )


def _arxiv_kaggle(data: Object, source: str) -> Paper | Skipped:
    """The snapshot on Kaggle: the date is the first version's, for `update_date` is that of a metadata run."""
    versions = data.get("versions")
    first = versions[0] if isinstance(versions, list) and versions and isinstance(versions[0], dict) else {}
    people = [p for p in data.get("authors_parsed") or [] if isinstance(p, list) and len(p) > 1]
    return paper(
        source,
        " ".join(text(data.get("title")).split()),
        data.get("abstract"),
        id=data.get("id"),
        date=first.get("created") or data.get("update_date"),
        categories=data.get("categories"),
        authors=[full_name(p[1], p[0]) for p in people] or data.get("authors"),
        doi=data.get("doi"),
        arxiv=data.get("id"),
        venue=data.get("journal-ref"),
    )


def _openalex(data: Object, source: str) -> Paper | Skipped:
    place = _part(_part(data, "primary_location"), "source")
    people = [_part(a, "author").get("display_name") for a in data.get("authorships") or [] if isinstance(a, dict)]
    topics = [t.get("display_name") for t in data.get("topics") or [] if isinstance(t, dict)]
    return paper(
        source,
        data.get("display_name") or data.get("title"),
        inverted_abstract(data.get("abstract_inverted_index")) or data.get("abstract"),
        id=text(data.get("id")).rsplit("/", 1)[-1],
        date=data.get("publication_date") or data.get("publication_year"),
        categories=topics,
        authors=people,
        doi=data.get("doi"),
        venue=place.get("display_name"),
    )


def inverted_abstract(index: Any) -> str:
    """Return the text of OpenAlex's inverted index, `{word: [positions]}`; words that share a position all stay."""
    if not isinstance(index, dict):
        return ""
    placed = [
        (position, order, word)
        for order, (word, positions) in enumerate(index.items())
        for position in (positions if isinstance(positions, list) else [])
        if isinstance(position, int)
    ]
    return " ".join(word for _, _, word in sorted(placed))


def _semantic_scholar(data: Object, source: str) -> Paper | Skipped:
    ids = {k.lower(): v for k, v in {**_part(data, "externalids"), **_part(data, "externalIds")}.items()}
    return paper(
        source,
        data.get("title"),
        data.get("abstract"),
        id=data.get("paperId") or data.get("corpusid") or data.get("corpusId"),
        date=data.get("publicationDate") or data.get("publicationdate") or data.get("year"),
        categories=data.get("fieldsOfStudy"),
        authors=data.get("authors"),
        url=data.get("url"),
        doi=ids.get("doi"),
        arxiv=ids.get("arxiv"),
        venue=data.get("venue"),
    )


def _crossref(data: Object, source: str) -> Paper | Skipped:
    """Crossref's works, and CSL-JSON, which Zotero and others write in the same terms."""
    people = [p for p in data.get("author") or [] if isinstance(p, dict)]
    doi = doi_of(data.get("DOI"))
    return paper(
        source,
        _first(data.get("title")),
        data.get("abstract"),
        id=doi or data.get("id") or data.get("citation-key"),
        date=_date_parts(data.get("issued") or data.get("published")),
        categories=data.get("subject"),
        authors=[full_name(p.get("given"), p.get("family")) or text(p.get("literal")) for p in people],
        url=data.get("URL"),
        doi=doi,
        venue=_first(data.get("container-title")),
    )


def _date_parts(issued: Any) -> str:
    """Return `{"date-parts": [[2021, 5]]}` as `2021-5`, or what else says the date."""
    parts = _first(_part({"issued": issued}, "issued").get("date-parts"))
    if isinstance(parts, list):
        return "-".join(text(part) for part in parts if text(part))
    return text(_part({"issued": issued}, "issued").get("raw"))


def _first(value: Any) -> Any:
    return next(iter(value), None) if isinstance(value, list) else value


def _part(data: Any, key: str) -> dict[str, Any]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


PLAIN = Shape("jsonl", frozenset(), _plain)
SHAPES = (
    Shape("openalex", frozenset({"abstract_inverted_index", "authorships"}), _openalex),
    Shape(
        "semantic-scholar",
        frozenset({"paperId", "corpusid", "corpusId", "externalIds", "externalids"}),
        _semantic_scholar,
    ),
    Shape("crossref", frozenset({"container-title", "issued", "DOI", "citation-key"}), _crossref),
    Shape("arxiv-kaggle", frozenset({"versions", "authors_parsed", "update_date"}), _arxiv_kaggle),
    Shape("arxiv", frozenset({"summary"}), _arxiv),
)
BY_NAME: Mapping[str, Shape] = {shape.name: shape for shape in (*SHAPES, PLAIN)}
