"""Search by label, alias, title and id: exact first, then what begins with the words, then what holds them."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from kg.query.declared import CLASS_TYPES
from kg.resolve.normal_form import normal_form
from kg.web.catalogue import Thing
from kg.web.negotiate import wants_html
from kg.web.site import site

pages = Blueprint("search", __name__)

_MOST = 50
_SUGGESTED = 10


@pages.get("/search")
def search() -> Response | str:
    """Show, or return as JSON, the entities and papers that are called so."""
    text = " ".join(request.args.get("q", "").split())
    found = _found(text, "", _MOST)
    if wants_html():
        return render_template("search.html", q=text, found=found, most=_MOST)
    return jsonify([described(thing, papers) for thing, papers in found])


@pages.get("/suggest")
def suggest() -> Response:
    """Return what a name that is being typed may become, of all types or of one, as JSON."""
    wanted = request.args.get("type", "")
    type = wanted if f"kg:{wanted}" in CLASS_TYPES else ""
    return jsonify([described(thing, papers) for thing, papers in _found(request.args.get("q", ""), type, _SUGGESTED)])


def described(thing: Thing, papers: int) -> dict[str, object]:
    """Return a thing as JSON: IRI, page, label, type and the number of papers that name it."""
    return {
        "iri": thing.iri,
        "page": site().path(thing.iri),
        "label": thing.label,
        "type": thing.type,
        "papers": papers,
    }


def _found(text: str, type: str, most: int) -> list[tuple[Thing, int]]:
    """Return what is called so; other spellings of a whole name count as the name."""
    catalogue = site().catalogue()
    found = catalogue.find(text, type, most)
    if len(found) < most and (normal := normal_form(text)) and normal != text.lower():
        known = {thing.iri for thing, _ in found}
        found += [hit for hit in catalogue.find(normal, type, most) if hit[0].iri not in known]
    return found[:most]
