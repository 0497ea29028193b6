"""The files of a report: a page as Markdown and HTML, its tables as CSV and JSON, its networks."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from kg.analytics.network_files import write_network
from kg.analytics.report import Figure, Heading, Ref, Report, Table, Text, shown

#: Characters that mean something inside Markdown text.
_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|"})


def write_files(report: Report, out: Path, most_edges: int) -> list[Path]:
    """Write all files of a report into a folder, each whole or not at all, and return them.

    Names begin with that of the report: `trends.md`, `trends.html`, `trends-rising.csv`, `trends-rising.json`,
    `communities.graphml` and so on.
    """
    out.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{report.name}-", dir=out))
    try:
        written = [_page(unfinished, report, "md"), _page(unfinished, report, "html")]
        for table in report.tables:
            name = f"{report.name}-{table.name}"
            written += [_csv(unfinished / f"{name}.csv", table), _json(unfinished / f"{name}.json", table)]
        for name, network in report.networks.items():
            written += write_network(unfinished, f"{report.name}-{name}" if name else report.name, network, most_edges)
        return [path.replace(out / path.name) for path in written]
    finally:
        shutil.rmtree(unfinished)


def _page(folder: Path, report: Report, suffix: str) -> Path:
    path = folder / f"{report.name}.{suffix}"
    kinds = {"Heading": Heading, "Text": Text, "Table": Table, "Figure": Figure}
    facts = {"report": report, "kind": lambda block, name: isinstance(block, kinds[name])}
    path.write_text(_templates().get_template(f"report.{suffix}").render(facts), encoding="utf-8")
    return path


def _csv(path: Path, table: Table) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(_names(table))
        rows.writerows(list(_values(row)) for row in table.rows)
    return path


def _json(path: Path, table: Table) -> Path:
    names = _names(table)
    rows = [dict(zip(names, _values(row), strict=True)) for row in table.rows]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _names(table: Table) -> list[str]:
    """Return the columns of a file: one that names things of the graph becomes two, label and IRI."""
    first = table.rows[0] if table.rows else (None,) * len(table.columns)
    names = []
    for column, cell in zip(table.columns, first, strict=True):
        names += [column.name, f"{column.name}_iri"] if isinstance(cell, Ref) else [column.name]
    return names


def _values(row: tuple[Any, ...]) -> Iterator[Any]:
    for cell in row:
        if isinstance(cell, Ref):
            yield cell.label
            yield cell.iri
        else:
            yield _plain(cell)


def _plain(value: object) -> object:
    # Rounded, for the last digits of a float differ between machines.
    return round(value, 9) if isinstance(value, float) else value


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.analytics"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["markdown"] = lambda text: str(text).replace("\n", " ").translate(_MARKDOWN)
    environment.filters["shown"] = shown
    return environment
