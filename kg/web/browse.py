"""Lists of everything: by type, with facets, sorted, page by page."""

from __future__ import annotations

from dataclasses import asdict, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request

from kg.errors import NotFoundError
from kg.web.facets import SORTS, Choice, Listing, list_entities, list_papers
from kg.web.negotiate import wants_html
from kg.web.site import CLASSES, TYPES, site

pages = Blueprint("browse", __name__)

_ROWS = 50
_FACET_NAMES = {"year": "Year", "role": "Role", "kind": "Class", "category": "Category"}


@pages.get("/browse/<segment>")
def browse(segment: str) -> Response | str:
    """List the entities of a type, or the papers, as a page or as JSON."""
    if segment not in CLASSES:
        raise NotFoundError(f"no kind of thing is called {segment!r}; there are {', '.join(CLASSES)}")
    choice = Choice(**{name: request.args.get(name, default) for name, default in asdict(Choice()).items()})
    if choice.sort not in SORTS:
        choice = replace(choice, sort="papers")
    page = max(1, min(request.args.get("page", 1, type=int), 1_000_000))
    listing = _listing(segment, choice, (page - 1) * _ROWS)
    if not wants_html():
        return jsonify({"total": listing.total, "page": page, "rows": [_row(row) for row in listing.rows]})
    return render_template(
        "browse.html",
        segment=segment,
        type=CLASSES[segment],
        listing=listing,
        facets={name: values for name, values in listing.facets.items() if values},
        facet_names=_FACET_NAMES,
        choice=choice,
        chosen={name: getattr(choice, name) for name in _FACET_NAMES if getattr(choice, name)},
        sorts=SORTS,
        page=page,
        pages=max(1, -(-listing.total // _ROWS)),
        first=(page - 1) * _ROWS + 1,
        address=lambda **changes: _address(segment, choice, **changes),
    )


def _listing(segment: str, choice: Choice, offset: int) -> Listing:
    if segment == "paper":
        return list_papers(site().catalogue(), choice, offset, _ROWS)
    return list_entities(site().catalogue(), TYPES[segment], choice, offset, _ROWS)


def _row(row: object) -> dict[str, object]:
    facts = asdict(row)  # type: ignore[call-overload]
    thing: dict[str, object] = facts.pop("thing")
    return {**thing, **facts}


def _address(segment: str, choice: Choice, page: int = 1, **changes: str) -> str:
    """Return the address of this list with some of its choices changed: all state is in the address."""
    values = asdict(replace(choice, **changes))
    given = {name: value for name, value in values.items() if value and (name, value) != ("sort", "papers")}
    if page > 1:
        given["page"] = str(page)
    return f"/browse/{segment}" + (f"?{urlencode(given)}" if given else "")
