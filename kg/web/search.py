"""Search by label and alias: exact first, then what begins with the words, then what holds them."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request
from rdflib import Literal

from kg.resolve.normal_form import normal_form
from kg.web.negotiate import wants_html
from kg.web.site import Row, site

pages = Blueprint("search", __name__)

_MOST = 50
_QUERY = """SELECT ?thing ?label ?class (MIN(?rank) AS ?best) (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  {{ ?thing skos:prefLabel|skos:altLabel|skos:hiddenLabel ?form . ?thing skos:prefLabel ?label ; a ?class .
    FILTER(?class != kg:Entity) ?paper kg:mentions ?thing }}
  UNION {{ ?thing a kg:Paper ; dcterms:title ?form . BIND(?form AS ?label) BIND(kg:Paper AS ?class) }}
  BIND(LCASE(?form) AS ?lower)
  BIND(IF(?lower = {text} || ?lower = {normal}, 1, IF(STRSTARTS(?lower, {text}), 2, 3)) AS ?rank)
  FILTER(CONTAINS(?lower, {text}) || ?lower = {normal})
}} GROUP BY ?thing ?label ?class ORDER BY ?best DESC(?papers) STRLEN(?label) ?label LIMIT {most}"""


@pages.get("/search")
def search() -> Response | str:
    """Show, or return as JSON, the entities and papers that are called so."""
    text = " ".join(request.args.get("q", "").split())
    found = _found(text) if text else []
    if wants_html():
        return render_template("search.html", q=text, found=found, most=_MOST)
    return jsonify(
        [
            {
                "iri": row["thing"],
                "page": site().path(row["thing"]),
                "label": row["label"],
                "type": row["class"].rpartition("#")[2],
                "papers": int(row["papers"]),
            }
            for row in found
        ]
    )


def _found(text: str) -> list[Row]:
    lower, normal = Literal(text.lower()).n3(), Literal(normal_form(text)).n3()
    return site().rows(_QUERY.format(text=lower, normal=normal, most=_MOST))
