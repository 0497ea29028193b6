"""Reports that were written into the store's own `reports` folder, shown inside the site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory
from werkzeug.security import safe_join

from kg.errors import NotFoundError
from kg.web.site import Site, site

pages = Blueprint("reports", __name__)

#: The reports that can be written: what each answers, and where the site answers part of it at once.
KINDS: Mapping[str, tuple[str, str]] = {
    "centrality": ("What stands at the centre, and what lies between others?", "/queries/central_entities"),
    "communities": (
        "Which groups belong together, and what bridges them?",
        "/queries/method_bridges",
    ),
    "trends": ("What rises, what falls, what bursts, and how sure is that?", "/queries/rising_methods"),
    "hardware": ("Which devices, of which kind and maker, with which methods and tasks?", "/browse/hardware"),
    "coverage": (
        "What is missing, how sure is the rest, what may be the same twice?",
        "/queries/coverage",
    ),
    "compare": ("Two entities over time: what do their papers share?", "/compare"),
    "reading-list": ("What to read on an entity, and what is likely to be used with it next?", "/queries/reading_list"),
}


@pages.get("/reports/")
def index() -> str:
    """List the reports, each with the formats that there are, and those that are not written yet."""
    this = site()
    written = _reports(this)
    missing = {name: kind for name, kind in KINDS.items() if not any(report.startswith(name) for report in written)}
    command = f"kg report all --store {this.store} --out {_folder(this)}"
    return render_template("reports.html", reports=_with_parts(written), kinds=KINDS, missing=missing, command=command)


@pages.get("/reports/<name>")
def file(name: str) -> Response | str:
    """Return one file of a report, or the page around it when the name has no suffix."""
    this = site()
    if name in (reports := _reports(this)) and "html" in reports[name]:
        return render_template("report.html", title=name.replace("_", " ").capitalize(), files=reports[name])
    if name.endswith(".html"):
        return _with_local_links(this, name)
    return send_from_directory(_folder(this).resolve(), name)


def _folder(site: Site) -> Path:
    return site.folder / "reports"


def _reports(site: Site) -> dict[str, dict[str, str]]:
    """Return the files by report and suffix."""
    folder = _folder(site)
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and path.suffix:
            found.setdefault(path.stem, {})[path.suffix.removeprefix(".")] = path.name
    return found


def _with_parts(written: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Mapping[str, str]]]:
    """Return the files of every report by part: the report itself is '', and `trends-rising` its part `rising`."""
    pages = sorted((name for name, files in written.items() if {"html", "md"} & set(files)), key=len, reverse=True)
    grouped: dict[str, dict[str, Mapping[str, str]]] = {name: {} for name in sorted(pages)}
    for name, files in written.items():
        whole = next((page for page in pages if name == page or name.startswith((f"{page}-", f"{page}."))), name)
        grouped.setdefault(whole, {})[name.removeprefix(whole).lstrip("-.")] = files
    return {name: dict(sorted(parts.items())) for name, parts in grouped.items()}


def _with_local_links(site: Site, name: str) -> Response:
    """Return a report whose links to entities lead to their pages here, out of the frame that it stands in."""
    path = safe_join(str(_folder(site)), name)
    if path is None or not Path(path).is_file():
        raise NotFoundError(f"there is no report {name!r}")
    text = Path(path).read_text(encoding="utf-8")
    local = text.replace(f'href="{site.base}/', 'target="_top" href="/id/')
    return Response(local, content_type="text/html; charset=utf-8")
