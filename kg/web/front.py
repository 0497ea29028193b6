"""The front page, with counts, and lists of everything, page by page."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from kg.errors import NotFoundError
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import term
from kg.web.site import TYPES, site

pages = Blueprint("front", __name__)

_ROWS = 100
_COVERAGE = """SELECT ?class (COUNT(DISTINCT ?entity) AS ?entities) (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kg:mentions ?entity . ?entity a ?class . FILTER(?class != kg:Entity) } GROUP BY ?class"""
_TOP = """SELECT ?entity ?label (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kg:mentions ?entity . ?entity a $class ; skos:prefLabel ?label
} GROUP BY ?entity ?label ORDER BY DESC(?papers) ?label LIMIT """
_PAPERS = """SELECT ?entity ?label ?papers WHERE {
  ?entity a kg:Paper ; dcterms:title ?label . OPTIONAL { ?entity dcterms:issued ?papers }
} ORDER BY DESC(STR(?papers)) ?label LIMIT """


@pages.get("/")
def front() -> str:
    """Show what the graph holds and where to begin."""
    this = site()
    counts = {row["class"].rpartition("#")[2]: row for row in this.rows(_COVERAGE)}
    top = {type: this.rows(f"{_TOP}6", **{"class": _class(type)}) for type in TYPES.values()}
    return render_template(
        "front.html",
        snapshot=StoreFolder.open(this.store).current(),
        counts=counts,
        top=top,
        segments={type: segment for segment, type in TYPES.items()},
        queries=sorted(this.saved_queries.queries.values(), key=lambda q: q.name),
    )


@pages.get("/browse/<segment>")
def browse(segment: str) -> str:
    """List the entities of a type by the number of their papers, or the papers by date."""
    if segment not in (*TYPES, "paper"):
        raise NotFoundError(f"no kind of thing is called {segment!r}; there are {', '.join((*TYPES, 'paper'))}")
    page = max(1, request.args.get("page", 1, type=int))
    window = f"{_ROWS + 1} OFFSET {(page - 1) * _ROWS}"
    if segment == "paper":
        rows = site().rows(_PAPERS + window)
    else:
        rows = site().rows(_TOP + window, **{"class": _class(TYPES[segment])})
    return render_template(
        "browse.html", segment=segment, type=TYPES.get(segment, "Paper"), rows=rows[:_ROWS], page=page,
        more=len(rows) > _ROWS, first=(page - 1) * _ROWS + 1,
    )  # fmt: skip


def _class(type: str) -> str:
    return term(type)
