"""Panels: a page is a list of saved queries, those whose headers name the page.

All are asked at once, and a page is sent no later than `panel_seconds` after it was asked for. A panel that is not
ready by then is brought in by a script, or by its link where there is none; one that fails says so in its own place.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait
from concurrent.futures import TimeoutError as NotReady
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import g

from kg.errors import KgError, NotFoundError
from kg.query.declared import Panel, Parameter, SavedQuery
from kg.query.paging import window
from kg.query.parameters import fill_in
from kg.web.drawing import Picture, draw
from kg.web.site import Site
from kg.web.solutions import parse_solutions

Given = Mapping[str, Sequence[str]]
#: Entities whose pages are made before they are asked for.
_WARM = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A panel on a page: the query, which of its panels, and the parameters that the page gives it."""

    query: SavedQuery
    number: int
    given: Given
    subject_type: str = ""

    @property
    def panel(self) -> Panel:
        """What the header says of this place."""
        return self.query.panels[self.number]

    @property
    def arguments(self) -> str:
        """The parameters as a query string."""
        return urlencode([(name, value) for name, values in self.given.items() for value in values])

    @property
    def filters(self) -> tuple[Parameter, ...]:
        """The parameters that a visitor of the page may set."""
        return tuple(p for p in self.query.parameters if p.name in self.panel.filters)


@dataclass(frozen=True, slots=True)
class Asked:
    """A panel that has been asked: its SPARQL and the answer to come."""

    place: Place
    text: str
    answer: Future[bytes]


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel as it is shown: its picture, or what is wrong, or neither while it is still being asked."""

    place: Place
    text: str = ""
    picture: Picture | None = None
    problem: str = ""
    more: bool = False


def warm(site: Site) -> None:
    """Make what the front page and the pages of what most papers name need; what goes wrong is seen when it is asked.

    One page after the other, so that a visitor's panels wait for those of one page at most.
    """
    with suppress(KgError, RuntimeError):  # RuntimeError when the service is being closed
        front = ask(site, places(site, "Corpus", {}))
        catalogue = site.catalogue()
        wait([panel.answer for panel in front])
        for thing, _ in catalogue.top("Entity", _WARM):
            wait([panel.answer for panel in ask(site, places(site, thing.type, {}, thing.iri))])


def is_empty(view: PanelView) -> bool:
    """Say whether a panel has been answered with nothing, and a visitor has no means to widen it."""
    return view.picture is not None and not view.picture.table.rows and not view.place.filters


def places(site: Site, page: str, given: Given, subject: str = "", filters: Given | None = None) -> list[Place]:
    """Return the panels of a page in order, with what they are asked.

    `page` is Corpus, Compare, Paper or the class of an entity; `subject` the IRI of what the page is about, `given`
    further parameters by name, `filters` what a visitor has set.
    """
    pages = {page, "Entity"} if page not in ("Corpus", "Compare", "Paper") else {page}
    found = []
    for query in site.saved_queries:
        for number, panel in enumerate(query.panels):
            if not pages & set(panel.pages):
                continue
            values: dict[str, Sequence[str]] = {name: [value] for name, value in panel.preset.items()}
            if subject and (parameter := query.subject(page)):
                values[parameter.name] = [subject]
            names = {parameter.name for parameter in query.parameters}
            values |= {name: value for name, value in given.items() if name in names}
            values |= {name: value for name, value in (filters or {}).items() if name in panel.filters and any(value)}
            found.append(Place(query, number, values, page))
    return sorted(found, key=lambda place: (place.panel.order, place.query.name, place.number))


def place_of(site: Site, name: str, number: int, given: Given, page: str) -> Place:
    """Return one panel of a page; raises NotFoundError when the query has no such panel."""
    query = site.saved_queries.get(name)
    if not 0 <= number < len(query.panels):
        raise NotFoundError(f"{name} has no panel {number}")
    return Place(query, number, given, page)


def ask(site: Site, places: Sequence[Place]) -> list[Asked]:
    """Ask all panels side by side, and wait for none."""
    return [_begin(site, place) for place in places]


def shown_in_time(site: Site, asked: Sequence[Asked]) -> list[PanelView]:
    """Return what there is of panels `panel_seconds` after the request came, or at once when that has passed."""
    return views(site, asked, g.begun + site.settings.panel_seconds)


def views(site: Site, asked: Sequence[Asked], until: float) -> list[PanelView]:
    """Return what there is of panels at a time, counted as by `time.perf_counter`."""
    return [_view(site, panel, max(0.0, until - time.perf_counter())) for panel in asked]


def _begin(site: Site, place: Place) -> Asked:
    """Ask one panel; a wrong parameter becomes a failed answer."""
    try:
        text = fill_in(place.query, place.given, site.lookup)
        return Asked(place, text, site.answer(window(text, place.panel.rows + 1, 0), panel=True))
    except KgError as error:
        failed: Future[bytes] = Future()
        failed.set_exception(error)
        return Asked(place, place.query.text, failed)


def _view(site: Site, asked: Asked, seconds: float) -> PanelView:
    place, text = asked.place, asked.text
    try:
        solutions = parse_solutions(asked.answer.result(timeout=seconds))
    except NotReady:
        return PanelView(place, text)
    except KgError as error:
        return PanelView(place, text, problem=str(error))
    more = len(solutions.rows) > place.panel.rows
    shown = type(solutions)(solutions.columns, solutions.rows[: place.panel.rows])
    picture = draw(place.query.drawing, shown, site.linker, place.subject_type, compact=True)
    return PanelView(place, text, picture, more=more)
