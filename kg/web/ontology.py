"""The ontology's own page: documentation for people, RDF for programs, the JSON-LD context and the SHACL shapes."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from pyoxigraph import RdfFormat

from kg.errors import NotFoundError
from kg.graph.ontology import KINDS, read_ontology, serialize_ontology, short
from kg.query.formats import GRAPHS, Format
from kg.resources import ontology_dir
from kg.web.negotiate import negotiated, wants_html

pages = Blueprint("ontology", __name__)

#: Formats of one graph: the ontology has no named graphs.
FORMATS = {name: GRAPHS[name] for name in ("ttl", "nt", "jsonld", "rdf")}
_FILES = {"context.jsonld": "application/ld+json", "shapes.ttl": "text/turtle; charset=utf-8"}


@pages.get("/ontology")
def ontology() -> ResponseReturnValue:
    """Give a page to browsers and RDF to programs, by Accept."""
    return _page() if wants_html() else _rdf(negotiated(FORMATS))


@pages.get("/ontology.<suffix>")
def ontology_as(suffix: str) -> ResponseReturnValue:
    """Give the ontology as the suffix says."""
    if suffix == "html":
        return _page()
    if suffix not in FORMATS:
        raise NotFoundError(f"the ontology is not to be had as {suffix!r}; there are html, {', '.join(FORMATS)}")
    return _rdf(FORMATS[suffix])


@pages.get("/ontology/<name>")
def ontology_part(name: str) -> ResponseReturnValue:
    """Give the ontology by its version, its JSON-LD context or its shapes."""
    if name in _FILES:
        return Response((ontology_dir() / name).read_bytes(), content_type=_FILES[name])
    if name == read_ontology().version:
        return ontology()
    raise NotFoundError(
        f"there is no {name!r} of the ontology here; there are {read_ontology().version}, {', '.join(_FILES)}"
    )


def _page() -> str:
    return render_template("ontology.html", ontology=read_ontology(), kinds=KINDS, short=short, formats=FORMATS)


def _rdf(format: Format) -> Response:
    data = serialize_ontology(getattr(RdfFormat, format.engine))
    return Response(data, content_type=format.content_type)
