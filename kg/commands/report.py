"""`kg report`: write reports on a graph."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands.options import add_store
from kg.settings import Settings

_DESCRIPTIONS = "centrality, communities, trends, hardware, coverage, compare, reading-list, or all"


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument(
        "name",
        nargs="?",
        default="centrality",
        metavar="NAME",
        help=f"report to write: {_DESCRIPTIONS} (default: centrality)",
    )
    verb.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR", help="folder to write to (default: reports)"
    )
    add_store(verb, server=True)
    verb.add_argument("--since", type=int, metavar="YEAR", help="only papers of this year or later")
    verb.add_argument("--until", type=int, metavar="YEAR", help="only papers of this year or earlier")
    verb.add_argument(
        "--category", action="append", default=[], metavar="NAME", help="only papers in this category; may be repeated"
    )
    verb.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="ROLE",
        help="only entities in a role (introduces, compares, uses, mentions), repeatable (default: all but the last)",
    )
    verb.add_argument(
        "--confidence", type=float, default=0.0, metavar="NUMBER", help="only entities found as surely, from 0 to 1"
    )
    verb.add_argument(
        "--entity",
        action="append",
        default=[],
        metavar="NAME",
        help="what compare (given twice) and reading-list are about: a label, an alias or an IRI",
    )
    verb.add_argument(
        "--period", choices=("year", "quarter", "month"), help="steps of trends (default: what the dates allow)"
    )
    verb.add_argument(
        "--read-only", action="store_true", help="leave the store alone: do not write the scores back into the graph"
    )


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Write reports as Markdown, HTML, CSV, JSON and network files, and their scores back into the graph."""
    from kg.analytics.asked import Asked
    from kg.analytics.reports.catalogue import ALL, write_reports
    from kg.analytics.selection import CO_USE_ROLES, Selection
    from kg.analytics.store_rows import open_rows

    selection = Selection(
        since=args.since,
        until=args.until,
        categories=tuple(args.category),
        roles=tuple(args.role) or CO_USE_ROLES,
        confidence=args.confidence,
    )
    asked = Asked(
        store=open_rows(args.store, settings),
        path=args.store,
        out=args.out,
        settings=settings,
        selection=selection,
        entities=tuple(args.entity),
        period=args.period,
        of_all=args.name == ALL,
    )
    for path in write_reports(args.name, asked, write_back=not args.read_only):
        print(path, flush=True)
