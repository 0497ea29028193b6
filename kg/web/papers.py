"""The page of a paper: its abstract with every mention marked, and all that it states, with the sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template

from kg.web.panels import ask, places, shown_in_time
from kg.web.site import Row, Site, site

_FACTS = """SELECT ?title ?abstract ?id ?issued ?url WHERE {
  $paper dcterms:title ?title ; dcterms:abstract ?abstract ; dcterms:identifier ?id .
  OPTIONAL { $paper dcterms:issued ?issued } OPTIONAL { $paper schema:url ?url }
}"""
_LISTS = "SELECT ?p ?value WHERE { VALUES ?p { dcterms:subject schema:author } $paper ?p ?value } ORDER BY ?p ?value"
_MENTIONS = """SELECT ?field ?begin ?end ?entity ?label ?class ?confidence ?extractor WHERE {
  GRAPH $paper { ?m a kg:Mention ; nif:beginIndex ?begin ; nif:endIndex ?end ; kg:refersTo ?entity ;
                    kg:confidence ?confidence ; kg:extractor ?extractor ; kg:sentence/kg:field ?field }
  ?entity skos:prefLabel ?label ; a ?class . FILTER(?class != kg:Entity)
} ORDER BY ?field ?begin"""
_ROLES = """SELECT ?role ?entity ?label ?class WHERE {
  $paper ?p ?entity . ?entity skos:prefLabel ?label ; a ?class .
  BIND(STRAFTER(STR(?p), "#") AS ?role) FILTER(?class != kg:Entity && ?role != "mentions")
} ORDER BY ?role ?label"""
_ROLE_NAMES = {
    "introduces": "introduces",
    "usesMethod": "uses",
    "comparesWith": "compares with",
    "usesDataset": "uses data",
    "usesHardware": "runs on",
    "reportsMetric": "measures by",
    "addressesTask": "is about",
}
_PIPELINE = "SELECT ?label WHERE { $paper prov:wasGeneratedBy/rdfs:label ?label } LIMIT 1"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a title or abstract: plain, or the words of a mention with what they name."""

    text: str
    mention: Row | None = None


def paper_graph(iri: str) -> str:
    """Return the query for all that a paper contributed."""
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"


def paper_page(iri: str) -> str:
    """Return the page of a paper."""
    this = site()
    panels = ask(this, places(this, "Paper", {}, iri))
    facts = this.rows(_FACTS, paper=iri)[0]
    lists = this.rows(_LISTS, paper=iri)
    mentions = this.rows(_MENTIONS, paper=iri)
    return render_template(
        "paper.html",
        iri=iri,
        path=this.path(iri),
        facts=facts,
        authors=[row["value"] for row in lists if row["p"].endswith("author")],
        categories=[row["value"] for row in lists if row["p"].endswith("subject")],
        title=list(pieces(facts["title"], [m for m in mentions if m["field"] == "title"])),
        abstract=list(pieces(facts["abstract"], [m for m in mentions if m["field"] == "abstract"])),
        roles=_by_role(this.rows(_ROLES, paper=iri)),
        pipeline=_pipeline(this, iri),
        panels=shown_in_time(this, panels),
        page="Paper",
        role_names=_ROLE_NAMES,
    )


def pieces(text: str, mentions: list[Row]) -> Iterator[Piece]:
    """Yield a text cut at its mentions; joined they are the text."""
    position = 0
    for mention in sorted(mentions, key=lambda m: int(m["begin"])):
        begin, end = int(mention["begin"]), int(mention["end"])
        if begin > position:
            yield Piece(text[position:begin])
        yield Piece(text[begin:end], mention)
        position = end
    if position < len(text):
        yield Piece(text[position:])


def _by_role(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["role"], []).append(row)
    return grouped


def _pipeline(site: Site, iri: str) -> str:
    rows = site.rows(_PIPELINE, paper=iri)
    return rows[0]["label"] if rows else ""
