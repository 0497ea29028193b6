"""Single panels, for those that a page did not wait for."""

from __future__ import annotations

import time

from flask import Blueprint, render_template, request

from kg.query.declared import PAGES
from kg.web.panels import ask, place_of, views
from kg.web.site import site

pages = Blueprint("panels", __name__)


@pages.get("/panels/<name>/<int:number>")
def panel(name: str, number: int) -> str:
    """Return one panel as a piece of a page, when it has been answered."""
    this = site()
    given = {key: request.args.getlist(key) for key in request.args if key != "page"}
    page = request.args.get("page", "Corpus")
    place = place_of(this, name, number, given, page if page in PAGES else "Corpus")
    longest = this.settings.query_seconds + this.settings.queue_seconds
    (view,) = views(this, ask(this, [place]), time.perf_counter() + longest)
    return render_template("one_panel.html", view=view, page=page)
