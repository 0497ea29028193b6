"""Compare two or more entities: what they share, what each has alone, and the years side by side."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from kg.errors import ParameterError
from kg.query.parameters import MOST_VALUES
from kg.web.panels import ask, places, shown_in_time
from kg.web.site import Row, Site, site

pages = Blueprint("compare", __name__)

_FACTS = """SELECT ?label ?class (COUNT(DISTINCT ?paper) AS ?papers) (MIN(?year) AS ?first) (MAX(?year) AS ?last)
WHERE {
  $e skos:prefLabel ?label ; a ?class . FILTER(?class != kg:Entity)
  OPTIONAL { ?paper kg:mentions $e . OPTIONAL { ?paper kg:year ?year } }
} GROUP BY ?label ?class"""


@pages.get("/compare")
def compare() -> str:
    """Show entities side by side; without two of them, ask which."""
    this = site()
    names = [name.strip() for name in request.args.getlist("entity") if name.strip()]
    if len(names) > MOST_VALUES:
        raise ParameterError(f"at most {MOST_VALUES} entities can be compared, not {len(names)}")
    iris = list(dict.fromkeys(this.lookup.find("Entity", name, "entity") for name in names))
    panels = ask(this, places(this, "Compare", {"entity": iris})) if len(iris) > 1 else []
    things = [_thing(this, iri) for iri in iris]
    return render_template(
        "compare.html",
        things=things,
        iris=iris,
        page="Compare",
        panels=shown_in_time(this, panels),
        pairs=[] if panels else _pairs(this),
        without=lambda iri: "/compare?" + urlencode([("entity", other) for other in iris if other != iri]),
    )


def _thing(site: Site, iri: str) -> Row:
    rows = site.rows(_FACTS, e=iri)
    if not rows:
        raise ParameterError(f"there is no entity {iri} in this graph")
    return {**rows[0], "iri": iri, "type": rows[0]["class"].rpartition("#")[2]}


def _pairs(site: Site) -> list[tuple[str, str, str]]:
    """Return pairs that are worth a look: the most often named of each type."""
    pairs = []
    for type in ("Method", "Dataset", "Hardware", "Task"):
        top = site.catalogue().top(type, 2)
        if len(top) == 2:
            one, other = top[0][0], top[1][0]
            address = "/compare?" + urlencode([("entity", one.iri), ("entity", other.iri)])
            pairs.append((one.label, other.label, address))
    return pairs
