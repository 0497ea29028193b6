"""`kg report`: write reports on a graph."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands.options import add_store
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument(
        "name", nargs="?", default="centrality", metavar="NAME", help="report to write (default: centrality)"
    )
    verb.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR", help="folder to write to (default: reports)"
    )
    add_store(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Write a report as Markdown, HTML, CSV and GraphML."""
    from kg.analytics.report import write_report

    for path in write_report(args.store, args.out, args.name, settings):
        print(path)
