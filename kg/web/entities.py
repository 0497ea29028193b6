"""Linked Data: `/id/TYPE/SLUG` leads to a page or to RDF; the page of an entity."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template

from kg.errors import NotFoundError
from kg.query.formats import GRAPHS, SOLUTIONS, Format
from kg.web.answers import respond
from kg.web.negotiate import negotiated, wants_html
from kg.web.papers import paper_graph, paper_page
from kg.web.site import TYPES, Row, Site, boolean, site

pages = Blueprint("entities", __name__)

_EVIDENCE_ROWS = 30
_GRAPH = """CONSTRUCT { $e ?p ?o . ?paper ?role $e . ?x ?r $e } WHERE {
  { $e ?p ?o }
  UNION { ?paper a kg:Paper ; ?role $e }
  UNION { ?x a kg:Entity ; ?r $e }
}"""
_FACTS = "SELECT ?p ?o WHERE { GRAPH ?g { $e ?p ?o } FILTER NOT EXISTS { ?g a kg:Paper } }"
_RELATED = """SELECT ?direction ?other ?label (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  { GRAPH ?paper { $e ?p ?other } BIND("out" AS ?direction) ?other a kg:Entity }
  UNION { GRAPH ?paper { ?other ?p $e } BIND("in" AS ?direction) ?other a kg:Entity }
  ?paper a kg:Paper . ?other skos:prefLabel ?label .
  BIND(STRAFTER(STR(?p), "#") AS ?relation)
} GROUP BY ?direction ?relation ?other ?label ORDER BY ?direction ?relation DESC(?papers) ?label LIMIT 60""".replace(
    "?direction ?other", "?direction ?relation ?other", 1
)
_BROADER = """SELECT ?way ?other ?label WHERE {
  { $e skos:broader ?other BIND("wider" AS ?way) } UNION { ?other skos:broader $e BIND("narrower" AS ?way) }
  ?other skos:prefLabel ?label
} ORDER BY ?way ?label"""
_ROLES = """SELECT ?role (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper a kg:Paper ; ?p $e . BIND(STRAFTER(STR(?p), "#") AS ?role) FILTER(?role != "")
} GROUP BY ?role ORDER BY DESC(?papers) ?role"""
_YEARS = """SELECT ?year (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kg:mentions $e ; kg:year ?year } GROUP BY ?year ORDER BY ?year"""
_CO_USED = """SELECT ?class ?other ?label (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kg:mentions $e , ?other . ?other a ?class ; skos:prefLabel ?label . FILTER(?other != $e && ?class != kg:Entity)
} GROUP BY ?class ?other ?label ORDER BY DESC(?papers) ?label LIMIT 200"""
_EVIDENCE = """SELECT ?paper ?title ?sentence ?words ?begin ?end ?field ?start ?confidence ?extractor WHERE {
  ?m kg:refersTo $e ; a kg:Mention ; oa:hasTarget ?paper ; oa:exact ?words ; kg:sentence ?sentence ;
     kg:sentenceBegin ?start ; nif:beginIndex ?begin ; nif:endIndex ?end ; kg:field ?field ;
     kg:confidence ?confidence ; kg:extractor ?extractor .
  ?paper dcterms:title ?title .
} ORDER BY ?paper DESC(?field) ?begin LIMIT """ + str(_EVIDENCE_ROWS)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with the words that name an entity, and where it was read."""

    before: str
    words: str
    after: str
    paper: str
    title: str
    row: Row


@pages.get("/id/<segment>/<path:name>")
def thing(segment: str, name: str) -> Response | str:
    """Lead to a page or to RDF by Accept (303), or give what the suffix names."""
    if segment not in (*TYPES, "paper"):
        raise NotFoundError(f"no kind of thing is called {segment!r}; there are {', '.join((*TYPES, 'paper'))}")
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
    response = redirect(f"{site().path(iri)}.{suffix}", 303)
    response.headers["Vary"] = "Accept"
    return response  # type: ignore[return-value]  # a werkzeug response, which Flask takes as well


def _must_exist(site: Site, iri: str, name: str) -> None:
    ask = "ASK { $e a ?class }".replace("$e", f"<{iri}>")
    if not boolean(site.workers.ask(ask, solutions=SOLUTIONS["json"]).read()):
        raise NotFoundError(f"there is no {name} in this graph; try the search")


def _rdf(site: Site, segment: str, iri: str, format: Format) -> Response:
    query = paper_graph(iri) if segment == "paper" else _GRAPH.replace("$e", f"<{iri}>")
    return respond(site.workers.ask(query, graph=format))


def _entity_page(site: Site, segment: str, iri: str) -> str:
    facts: dict[str, list[str]] = defaultdict(list)
    for row in site.rows(_FACTS, e=iri):
        facts[row["p"].rpartition("#")[2].rpartition("/")[2]].append(row["o"])
    roles = {row["role"]: int(row["papers"]) for row in site.rows(_ROLES, e=iri)}
    years = [(row["year"], int(row["papers"])) for row in site.rows(_YEARS, e=iri)]
    return render_template(
        "entity.html",
        iri=iri,
        type=TYPES[segment],
        path=site.path(iri),
        label=facts["prefLabel"][0],
        aliases=sorted(facts["altLabel"]),
        facts=facts,
        roles=roles,
        papers=roles.get("mentions", 0),
        years=years,
        most=max((count for _, count in years), default=1),
        kin=site.rows(_BROADER, e=iri),
        related=site.rows(_RELATED, e=iri),
        co_used=_by_type(site.rows(_CO_USED, e=iri)),
        quotes=[_quote(row) for row in site.rows(_EVIDENCE, e=iri)],
        evidence_rows=_EVIDENCE_ROWS,
    )


def _by_type(rows: list[Row], most: int = 8) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {type: [] for type in TYPES.values()}
    for row in rows:
        group = grouped[row["class"].rpartition("#")[2]]
        if len(group) < most:
            group.append(row)
    return {type: group for type, group in grouped.items() if group}


def _quote(row: Row) -> Quote:
    begin, end = int(row["begin"]) - int(row["start"]), int(row["end"]) - int(row["start"])
    sentence = row["sentence"]
    return Quote(sentence[:begin], sentence[begin:end], sentence[end:], row["paper"], row["title"], row)
