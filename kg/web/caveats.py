"""What a corpus lacks, said where an answer misses it: papers with dates, builds that added papers to others."""

from __future__ import annotations

from collections.abc import Sequence

from kg.query.declared import SavedQuery
from kg.web.panels import PanelView, is_empty
from kg.web.site import Site

_DATED = "SELECT (COUNT(?paper) AS ?dated) WHERE { ?paper a kg:Paper ; kg:year ?year }"
_BUILDS = "SELECT (COUNT(?run) AS ?builds) WHERE { ?run kg:added ?n ; kg:papers ?held FILTER(?n > 0 && ?held > ?n) }"


def caveat(site: Site, query: SavedQuery) -> str:
    """Return what to know of an answer: what the query needs and the corpus lacks; empty where it lacks nothing."""
    lacking = {"dates": _without_dates, "builds": _without_builds}
    return " ".join(filter(None, (lacking[need](site) for need in query.needs)))


def unanswered(site: Site, views: Sequence[PanelView]) -> dict[str, list[PanelView]]:
    """Return the panels that were answered with nothing by what the corpus lacks, those without a reason under ''."""
    found: dict[str, list[PanelView]] = {}
    for view in filter(is_empty, views):
        found.setdefault(caveat(site, view.place.query), []).append(view)
    return dict(sorted(found.items()))


def _without_dates(site: Site) -> str:
    papers = site.workers.published.current().snapshot.papers
    dated = int(site.rows(_DATED)[0]["dated"])
    if dated >= papers:
        return ""
    if not dated:
        return (
            "No paper here has a date, so nothing can be said about years: add dates to the papers (a year will do) "
            "and build again."
        )
    return f"Only the {dated:,} of {papers:,} papers that have a date count for years."


def _without_builds(site: Site) -> str:
    if int(site.rows(_BUILDS)[0]["builds"]):
        return ""
    return "No build has added papers to others yet: what the next one brings will be seen here."
