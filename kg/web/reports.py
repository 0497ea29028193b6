"""Reports that were written into the store's own `reports` folder."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, send_from_directory

from kg.web.site import site

pages = Blueprint("reports", __name__)


@pages.get("/reports/")
def index() -> str:
    """List the files of all reports."""
    folder = site().store / "reports"
    names = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return render_template("reports.html", names=names, folder=folder)


@pages.get("/reports/<name>")
def file(name: str) -> Response:
    """Return one file of a report."""
    return send_from_directory((site().store / "reports").resolve(), name)
