"""The query operation of the SPARQL 1.1 Protocol; without a query, the service description or a form for browsers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, g, render_template, request
from werkzeug.exceptions import NotFound

from kg.errors import ForbiddenQueryError, NotAcceptableError, UsageError
from kg.query.formats import GRAPHS, SOLUTIONS, Format
from kg.query.guard import limit_rows, repeatable
from kg.web.answers import refuse_other_kind, respond, solutions_table
from kg.web.conditional import entity_tag, not_modified
from kg.web.description import service_description
from kg.web.negotiate import acceptable, named_format, wants_html
from kg.web.protocol import Operation, address, query_operation
from kg.web.site import site

pages = Blueprint("sparql", __name__)

_FORMATS: Mapping[str, Format] = {**SOLUTIONS, **GRAPHS}
#: What may follow the path, after a full stop.
_SUFFIXES = ("", "html", *_FORMATS)
#: The most rows, and bytes of a graph, that a page shows; other formats have all.
_PAGE_ROWS = 10_000
_PAGE_BYTES = 1_000_000
_EXAMPLE = """SELECT ?label (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kg:usesDataset ?dataset .
  ?dataset skos:prefLabel ?label .
}
GROUP BY ?label
ORDER BY DESC(?papers) ?label
LIMIT 20"""


@pages.route("/sparql", methods=["GET", "POST"])
@pages.route("/sparql.<suffix>", methods=["GET", "POST"])
def sparql(suffix: str = "") -> Response | str:
    """Answer a query in a format by suffix, `format=` or Accept; without one, show the form or the description."""
    if suffix not in _SUFFIXES:
        raise NotFound(f"there is no format .{suffix}; there are {', '.join(f'.{name}' for name in _SUFFIXES if name)}")
    posted = request.method == "POST"
    if "update" in request.args or (posted and _is_update()):
        raise ForbiddenQueryError("this is the address for queries, which only read; updates go to /update")
    if not posted and not request.args.get("query"):
        return _no_query(suffix)
    asked = query_operation()
    g.query = asked.text
    name = suffix or asked.parameters.get("format") or asked.parameters.get("output") or ""
    if name == "html" or (not name and wants_html()):
        return _page(asked)
    solutions, graph = _formats(name)
    tag = _tag(asked, solutions, graph)
    if tag and (unchanged := not_modified(tag)):
        return unchanged
    answer = site().workers.ask(
        asked.text,
        solutions=solutions or SOLUTIONS["json"],
        graph=graph or GRAPHS["ttl"],
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        base=address(),
    )
    if not (solutions and graph):
        refuse_other_kind(answer, "solutions" if solutions else "graph")
    return respond(answer, tag=tag)


def _is_update() -> bool:
    return "update" in request.form or request.mimetype == "application/sparql-update"


def _formats(name: str) -> tuple[Format | None, Format | None]:
    """Return the formats for solutions and for graphs that a client takes: by name, else by Accept.

    Raises UsageError for a name that is not known and NotAcceptableError when nothing fits.
    """
    if name:
        return named_format(name)
    solutions, graph = acceptable(SOLUTIONS), acceptable(GRAPHS)
    if not (solutions or graph):
        have = ", ".join(format.media_type for format in _FORMATS.values())
        raise NotAcceptableError(f"nothing here fits Accept: {request.headers.get('Accept')}; there are {have}")
    return solutions, graph


def _tag(asked: Operation, solutions: Format | None, graph: Format | None) -> str | None:
    """Return the ETag of the answer to a query by GET; None for one that changes by itself."""
    if request.method == "POST" or not repeatable(asked.text):
        return None
    formats = [format.name if format else "" for format in (solutions, graph)]
    state = site().workers.published.current().state
    return entity_tag(state, address(), asked.text, *asked.default_graphs, "", *asked.named_graphs, *formats)


def _no_query(suffix: str) -> Response | str:
    if suffix == "html" or (not suffix and wants_html()):
        return render_template("sparql.html", query=_EXAMPLE, table=None, graph=None)
    if "query" in request.args or (suffix and suffix not in GRAPHS):
        raise UsageError("there is no query; send one as ?query=…, or in the body of a POST")
    return service_description(GRAPHS.get(suffix))


def _page(asked: Operation) -> str:
    """Return the form with the answer, or its beginning: a page of a million rows would serve nobody."""
    text, beyond = limit_rows(asked.text, _PAGE_ROWS)
    answer = site().workers.ask(
        text, default_graphs=asked.default_graphs, named_graphs=asked.named_graphs, base=address()
    )
    g.answer = answer
    table, graph, truncated = None, None, answer.truncated or (beyond is not None and answer.rows == _PAGE_ROWS)
    if answer.kind == "graph":
        graph = answer.beginning(_PAGE_BYTES).decode("utf-8", "ignore")
        truncated = truncated or answer.size > _PAGE_BYTES
    else:
        table = solutions_table(site(), answer.read())
    return render_template("sparql.html", query=asked.text, table=table, graph=graph, truncated=truncated)
