"""Saved queries as forms and as an API: `/queries/NAME`, `/queries/NAME.csv?key=value`."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, render_template, request

from kg.errors import KgError, NotFoundError
from kg.query.declared import Parameter, SavedQuery
from kg.query.formats import GRAPHS, SOLUTIONS
from kg.query.parameters import fill_in, with_base
from kg.web.answers import respond, solutions_table
from kg.web.negotiate import acceptable, wants_html
from kg.web.site import Site, site

pages = Blueprint("queries", __name__)

#: How many entities a parameter's list of suggestions holds.
_SUGGESTIONS = 200
_LABELS = """SELECT ?label (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  ?paper kg:mentions ?entity . ?entity a kg:{type} ; skos:prefLabel ?label
}} GROUP BY ?label ORDER BY DESC(?papers) ?label LIMIT {limit}"""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a query's form: the parameter, what it holds now, what it may hold."""

    parameter: Parameter
    value: str
    suggestions: tuple[tuple[str, str], ...]


@pages.get("/queries")
def index() -> Response | str:
    """List the saved queries."""
    queries = sorted(site().saved_queries.queries.values(), key=lambda q: q.name)
    if wants_html():
        return render_template("queries.html", queries=queries)
    return jsonify(
        [{"name": q.name, "summary": q.summary, "parameters": [p.name for p in q.parameters]} for q in queries]
    )


@pages.get("/queries/<name>")
def query(name: str) -> Response | str:
    """Answer a saved query, as a page with its form or in a format by suffix or Accept."""
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    saved = site().saved_queries.get(stem)
    if suffix == "rq":
        return Response(with_base(saved.text, site().base), content_type="application/sparql-query; charset=utf-8")
    if suffix == "html" or (not suffix and wants_html()):
        return _page(site(), saved)
    if suffix and suffix not in (*SOLUTIONS, *GRAPHS):
        raise NotFoundError(f"no format {suffix!r}; there are {', '.join((*SOLUTIONS, *GRAPHS))}, html and rq")
    answer = site().workers.ask(
        fill_in(saved, _given(), site().lookup),
        solutions=SOLUTIONS.get(suffix) or acceptable(SOLUTIONS) or SOLUTIONS["json"],
        graph=GRAPHS.get(suffix) or acceptable(GRAPHS) or GRAPHS["ttl"],
    )
    return respond(answer, stem)


def _given() -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in request.args}


def _page(site: Site, saved: SavedQuery) -> str:
    """Return the form, filled in as it was sent, and the answer or what is wrong with the values."""
    given = _given()
    text, table, graph, problem = with_base(saved.text, site.base), None, None, None
    try:
        text = fill_in(saved, given, site.lookup)
        answer = site.workers.ask(text)
        if answer.kind == "graph":
            graph = answer.read().decode()
        else:
            table = solutions_table(site, answer.read())
    except KgError as error:
        problem = str(error)
    return render_template(
        "query.html",
        saved=saved,
        text=text,
        fields=[_field(site, parameter, given) for parameter in saved.parameters],
        table=table,
        graph=graph,
        problem=problem,
        arguments=request.query_string.decode("utf-8", "replace"),
    )


def _field(site: Site, parameter: Parameter, given: dict[str, list[str]]) -> Field:
    value = given[parameter.name][0] if parameter.name in given else _readable(site, parameter)
    suggestions: tuple[tuple[str, str], ...] = ()
    if parameter.type.startswith("kg:") and parameter.type != "kg:Paper":
        rows = site.rows(_LABELS.format(type=parameter.type.removeprefix("kg:"), limit=_SUGGESTIONS))
        suggestions = tuple((row["label"], row["papers"]) for row in rows)
    return Field(parameter, value, suggestions)


def _readable(site: Site, parameter: Parameter) -> str:
    """Return a parameter's default as a person writes it: a label for an IRI."""
    default = parameter.default
    if not default.startswith("<"):
        return default.strip('"')
    iri = with_base(default, site.base).split(">")[0].strip("<> ")
    rows = site.rows("SELECT ?label WHERE { $iri skos:prefLabel ?label }", iri=iri)
    return rows[0]["label"] if rows else iri
