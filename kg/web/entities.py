"""Linked Data: `/id/TYPE/SLUG` leads to a page or to RDF; the page of an entity is a list of saved queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flask import Blueprint, Response, redirect, render_template, request

from kg.errors import NotFoundError
from kg.graph.vocabulary import PREFIXES
from kg.query.formats import GRAPHS, Format
from kg.web.answers import respond
from kg.web.negotiate import negotiated, wants_html
from kg.web.panels import ask, places, shown_in_time
from kg.web.papers import paper_graph, paper_page
from kg.web.site import CLASSES, TYPES, Site, site

pages = Blueprint("entities", __name__)

_GRAPH = """CONSTRUCT { $e ?p ?o . ?paper ?role $e . ?x ?r $e } WHERE {
  { $e ?p ?o }
  UNION { ?paper a kg:Paper ; ?role $e }
  UNION { ?x a kg:Entity ; ?r $e }
}"""
_FACTS = "SELECT ?p ?o WHERE { GRAPH ?g { $e ?p ?o } FILTER NOT EXISTS { ?g a kg:Paper } }"
_VOCABULARIES = {"wd": "Wikidata", "cso": "CSO", "mlso": "MLSO"}
_PAPERS = "SELECT (COUNT(DISTINCT ?paper) AS ?papers) WHERE { ?paper kg:mentions $e }"


@pages.get("/id/<segment>/<path:name>")
def thing(segment: str, name: str) -> Response | str:
    """Lead to a page or to RDF by Accept (303), or give what the suffix names."""
    if segment not in CLASSES:
        raise NotFoundError(f"no kind of thing is called {segment!r}; there are {', '.join(CLASSES)}")
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix in (*GRAPHS, "html"):
        iri = site().iri(segment, stem)
        _must_exist(site(), iri, f"{segment}/{stem}")
        if suffix == "html":
            return paper_page(iri) if segment == "paper" else _entity_page(site(), segment, iri)
        return _rdf(site(), segment, iri, GRAPHS[suffix])
    iri = site().iri(segment, name)
    _must_exist(site(), iri, f"{segment}/{name}")
    suffix = "html" if wants_html() else negotiated(GRAPHS).name
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    response = redirect(f"{site().path(iri)}.{suffix}{query}", 303)
    response.headers["Vary"] = "Accept"
    return response  # type: ignore[return-value]  # a werkzeug response, which Flask takes as well


def _must_exist(site: Site, iri: str, name: str) -> None:
    if not site.rows("SELECT ?class WHERE { $e a ?class } LIMIT 1", e=iri):
        raise NotFoundError(f"there is no {name} in this graph; try the search")


def _rdf(site: Site, segment: str, iri: str, format: Format) -> Response:
    query = paper_graph(iri) if segment == "paper" else _GRAPH.replace("$e", f"<{iri}>")
    return respond(site.workers.ask(query, graph=format))


def _elsewhere(iris: Iterable[str]) -> list[tuple[str, str]]:
    """Return IRIs of other vocabularies with what to call them, by vocabulary: Wikidata first, then the rest."""
    return sorted(
        ((iri, _name_elsewhere(iri)) for iri in iris), key=lambda link: (not link[1].startswith("Wiki"), link)
    )


def _name_elsewhere(iri: str) -> str:
    for prefix, vocabulary in _VOCABULARIES.items():
        if iri.startswith(PREFIXES[prefix]):
            return f"{vocabulary}: {iri.removeprefix(PREFIXES[prefix]).rpartition('/')[2].replace('_', ' ')}"
    return iri


def _entity_page(site: Site, segment: str, iri: str) -> str:
    type = TYPES[segment]
    filters = {name: request.args.getlist(name) for name in request.args}
    panels = ask(site, places(site, type, {}, iri, filters))
    facts: dict[str, list[str]] = defaultdict(list)
    for row in site.rows(_FACTS, e=iri):
        facts[row["p"].rpartition("#")[2].rpartition("/")[2]].append(row["o"])
    return render_template(
        "entity.html",
        iri=iri,
        type=type,
        path=site.path(iri),
        label=facts["prefLabel"][0],
        aliases=sorted(facts["altLabel"], key=str.lower),
        facts=facts,
        same=_elsewhere(facts["exactMatch"]),
        near=_elsewhere(facts["closeMatch"]),
        papers=int(site.rows(_PAPERS, e=iri)[0]["papers"]),
        all_papers=site.workers.published.current().snapshot.papers,
        panels=shown_in_time(site, panels),
        page=type,
    )
