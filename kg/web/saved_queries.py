"""Saved queries as forms and as an API: `/queries/NAME`, `/queries/NAME.csv?key=value&limit=100`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, render_template, request

from kg.errors import AmbiguousNameError, KgError, NotFoundError, ParameterError
from kg.query.command import describe_query
from kg.query.declared import SavedQuery
from kg.query.formats import GRAPHS, SOLUTIONS
from kg.query.paging import counting, window
from kg.query.parameters import fill_in, with_base
from kg.web.answers import respond
from kg.web.drawing import draw
from kg.web.editor import without_header
from kg.web.failures import choices
from kg.web.forms import form_fields
from kg.web.negotiate import acceptable, wants_html
from kg.web.opening import QUESTIONS, asked_about, opening, wider
from kg.web.site import Site, site
from kg.web.solutions import parse_solutions

pages = Blueprint("queries", __name__)

#: Rows on a page of an answer.
PAGE_ROWS = 100
_NAMES = (*SOLUTIONS, *GRAPHS, "html", "rq", "edit")


@pages.get("/queries")
def index() -> Response | str:
    """List the saved queries, and what is wrong with those that cannot be used."""
    saved = site().saved_queries
    if wants_html():
        return render_template("queries.html", queries=list(saved), broken=saved.broken, asked=QUESTIONS)
    return jsonify([describe_query(query) for query in saved])


@pages.get("/queries/<name>")
def query(name: str) -> Response | str | tuple[str, int]:
    """Answer a saved query, as a page with its form or in a format by suffix or Accept."""
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    saved = site().saved_queries.get(stem)
    if suffix and suffix not in _NAMES:
        raise NotFoundError(f"no format {suffix!r}; there are {', '.join(_NAMES)}")
    if suffix == "rq":
        return Response(with_base(saved.text, site().base), content_type="application/sparql-query; charset=utf-8")
    if suffix == "edit":
        text = without_header(fill_in(saved, _given(), site().lookup))
        return redirect(f"/sparql?{urlencode({'query': text, 'format': 'html'})}", 303)  # type: ignore[return-value]
    if suffix == "html" or (not suffix and wants_html()):
        return _page(site(), saved)
    return _data(site(), saved, suffix)


def _given() -> dict[str, list[str]]:
    """Return the values of the query's own parameters as they were sent."""
    return {name: request.args.getlist(name) for name in request.args if name not in ("limit", "offset", "format")}


def _window() -> tuple[int | None, int]:
    """Return the limit and offset that were asked for; raises ParameterError when they are no whole numbers."""
    values = []
    for name in ("limit", "offset"):
        text = request.args.get(name, "")
        if text and not (text.isascii() and text.isdigit() and len(text) <= 12):
            raise ParameterError(f"{name} must be a whole number, not {text!r}")
        values.append(int(text) if text else None)
    return values[0], values[1] or 0


def _data(site: Site, saved: SavedQuery, suffix: str) -> Response:
    """Return an answer as data; headers tell the number of rows of the whole and where the next ones are."""
    text = fill_in(saved, _given(), site.lookup)
    limit, offset = _window()
    answer = site.workers.ask(
        window(text, limit, offset) if limit is not None or offset else text,
        solutions=SOLUTIONS.get(suffix) or acceptable(SOLUTIONS) or SOLUTIONS["json"],
        graph=GRAPHS.get(suffix) or acceptable(GRAPHS) or GRAPHS["ttl"],
    )
    response = respond(answer, saved.name)
    if (total := _total(site, text)) is not None:
        response.headers["X-Total-Count"] = str(total)
        returned = min(max(0, total - offset), site.settings.max_rows, total if limit is None else limit)
        if returned and offset + returned < total:
            following = urlencode([*_pairs(_given()), ("limit", returned), ("offset", offset + returned)])
            response.headers["Link"] = f'<{request.path}?{following}>; rel="next"'
    return response


def _total(site: Site, text: str) -> int | None:
    """Return how many rows the whole answer has; None for a graph or a truth value."""
    count = counting(text)
    if count is None:
        return None
    return int(parse_solutions(site.answer(count).result()).rows[0]["total"]["value"])


def _page(site: Site, saved: SavedQuery) -> tuple[str, int]:
    """Return the form, filled in as it was sent, with a page of the answer or what is wrong with the values."""
    given = _given() or _opening(site, saved)
    facts: dict[str, object] = {"text": with_base(saved.text, site.base)}
    status = 200
    try:
        text = fill_in(saved, given, site.lookup)
        facts |= {"text": text, **_answer(site, saved, text, given)}
    except AmbiguousNameError as error:
        status = 300
        facts |= {"problem": str(error), "candidates": choices(error)}
    except KgError as error:
        status = error.http_status
        facts["problem"] = str(error)
    fields = form_fields(site, saved, given)
    arguments = urlencode(_pairs(given))
    return render_template("query.html", saved=saved, fields=fields, arguments=arguments, **facts), status


def _opening(site: Site, saved: SavedQuery) -> dict[str, list[str]]:
    """Return the values that a question opens with: its own example, or, where that has no answer, the most named."""
    first = opening(site, saved)
    second = opening(site, saved, examples=False)
    if first == second:
        return first
    return second if not _has_rows(site, saved, first) and _has_rows(site, saved, second) else first


def _has_rows(site: Site, saved: SavedQuery, given: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a question has an answer; a graph, or what cannot be asked so, is left to be shown as it is."""
    try:
        text = fill_in(saved, given, site.lookup)
        return counting(text) is None or bool(parse_solutions(site.answer(window(text, PAGE_ROWS, 0)).result()).rows)
    except KgError:
        return True


def _answer(site: Site, saved: SavedQuery, text: str, given: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Return a page of an answer with its place in the whole."""
    limit, offset = _window()
    rows = min(limit or PAGE_ROWS, 1000)
    answer = site.answer(window(text, rows, offset)).result()
    if counting(text) is None and not answer.startswith(b"{"):
        return {"graph": answer.decode()}
    solutions = parse_solutions(answer)
    full = len(solutions.rows) == rows or offset
    total = (_total(site, text) if full else None) or offset + len(solutions.rows)
    first = next((p for p in saved.parameters if p.entity_class), None)
    type = first.entity_class if first and first.entity_class else ""
    return {
        "answer": draw(saved.drawing, solutions, site.linker, type),
        "total": total,
        "offset": offset,
        "rows": rows,
        "wider": [] if total else wider(saved, given),
        "asked_about": [] if total else asked_about(site, saved, given),
        "page_link": lambda start: "?" + urlencode([*_pairs(given), ("limit", rows), ("offset", start)]),
    }


def _pairs(given: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in given.items() for value in values]
