"""The files of a report: pages from templates, tables as CSV, networks as GraphML."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from kg.analytics.centrality import Score

#: Characters that mean something inside a Markdown table cell.
_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|"})


def write_page(path: Path, template: str, facts: Mapping[str, Any]) -> Path:
    """Write a page from one of the templates beside this module; HTML is escaped, Markdown cells by `|cell`."""
    path.write_text(_templates().get_template(template).render(facts), encoding="utf-8")
    return path


def write_csv(path: Path, scores: Sequence[Score]) -> Path:
    """Write the scores as CSV with a header line; floats are rounded to 12 decimals."""
    names = [f.name for f in fields(Score)]
    with path.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(names)
        rows.writerows([_cell(asdict(score)[name]) for name in names] for score in scores)
    return path


def write_graphml(path: Path, network: nx.Graph[str], scores: Sequence[Score]) -> Path:
    """Write the network with its scores as node attributes as GraphML."""
    measured: nx.Graph[str] = network.copy()
    for score in scores:
        measured.nodes[score.entity].update(
            degree=score.degree, pagerank=round(score.pagerank, 12), betweenness=round(score.betweenness, 12)
        )
    nx.write_graphml_xml(measured, path, named_key_ids=True)
    return path


def _cell(value: object) -> object:
    # Rounded, for the last digits of a float differ between machines.
    return round(value, 12) if isinstance(value, float) else value


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
    environment.filters["cell"] = lambda text: str(text).replace("\n", " ").translate(_MARKDOWN)
    return environment
