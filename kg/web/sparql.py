"""The SPARQL 1.1 Protocol query operation (W3C, sections 2.1 and 2.2), and a form for browsers."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from kg.errors import ForbiddenQueryError, NotAcceptableError, UnknownFormatError, UsageError
from kg.query.formats import GRAPHS, SOLUTIONS
from kg.web.answers import refuse_other_kind, respond, solutions_table
from kg.web.negotiate import acceptable, wants_html
from kg.web.site import site

pages = Blueprint("sparql", __name__)

_EXAMPLE = """SELECT ?label (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kg:usesDataset ?dataset .
  ?dataset skos:prefLabel ?label .
}
GROUP BY ?label
ORDER BY DESC(?papers) ?label
LIMIT 20"""

_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
<{url}> a sd:Service ;
  sd:endpoint <{url}> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
    formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:JSON-LD, formats:RDF_XML .
"""


@dataclass(frozen=True, slots=True)
class _Request:
    query: str
    default_graphs: list[str]
    named_graphs: list[str]
    format: str


@pages.route("/sparql", methods=["GET", "POST"])
def sparql() -> Response | str:
    """Answer a query; without one, show the form or the service description."""
    if request.method == "GET" and not request.args.get("query"):
        return _no_query()
    asked = _request()
    if asked.format == "html" or (not asked.format and wants_html()):
        return _page(asked)
    solutions, graph = SOLUTIONS.get(asked.format), GRAPHS.get(asked.format)
    if asked.format and not (solutions or graph):
        raise UsageError(f"unknown format {asked.format!r}; there are {', '.join((*SOLUTIONS, *GRAPHS))}")
    if not asked.format:
        solutions, graph = acceptable(SOLUTIONS), acceptable(GRAPHS)
    if not (solutions or graph):
        raise NotAcceptableError(f"nothing here fits Accept: {request.headers.get('Accept')}")
    answer = site().workers.ask(
        asked.query,
        solutions=solutions or SOLUTIONS["json"],
        graph=graph or GRAPHS["ttl"],
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    if not asked.format and not (solutions and graph):
        refuse_other_kind(answer, "solutions" if solutions else "graph")
    return respond(answer)


def _no_query() -> Response | str:
    if "update" in request.args:
        raise ForbiddenQueryError("updates are not offered; the store is read-only over this interface")
    if wants_html():
        return render_template("sparql.html", query=_EXAMPLE, table=None, graph=None)
    if acceptable({"ttl": GRAPHS["ttl"]}) and "query" not in request.args:
        return Response(_DESCRIPTION.format(url=request.base_url), content_type=GRAPHS["ttl"].content_type)
    raise UsageError("there is no query; send one as ?query=…, or in the body of a POST")


def _request() -> _Request:
    """Return what is asked, by GET, POST of a form, or POST of the query itself."""
    values = request.args
    if request.method == "POST":
        kind = request.mimetype
        if kind == "application/sparql-query":
            query = request.get_data(as_text=True)
            return _Request(
                query, values.getlist("default-graph-uri"), values.getlist("named-graph-uri"), values.get("format", "")
            )
        if kind in ("application/sparql-update",) or "update" in request.form:
            raise ForbiddenQueryError("updates are not offered; the store is read-only over this interface")
        if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
            raise UnknownFormatError(
                f"a query is posted as application/sparql-query or as a form, not as {kind or 'something unnamed'}"
            )
        values = request.form
    queries = values.getlist("query")
    if len(queries) != 1 or not queries[0].strip():
        raise UsageError(f"a request holds one query, this one has {len([q for q in queries if q.strip()])}")
    return _Request(
        queries[0], values.getlist("default-graph-uri"), values.getlist("named-graph-uri"), values.get("format", "")
    )


def _page(asked: _Request) -> str:
    answer = site().workers.ask(asked.query, default_graphs=asked.default_graphs, named_graphs=asked.named_graphs)
    body = answer.read()
    if answer.kind == "graph":
        return render_template("sparql.html", query=asked.query, table=None, graph=body.decode())
    return render_template("sparql.html", query=asked.query, table=solutions_table(site(), body), graph=None)
