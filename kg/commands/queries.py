"""`kg queries`: list and check saved queries."""

from __future__ import annotations

import argparse

from kg.commands.options import add_json, add_queries
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_queries(verb)
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """List the saved queries, and check that each file can be used."""
    from kg.query.command import check_queries, list_queries

    print(list_queries(args.queries, "json" if args.json else "table"))
    check_queries(args.queries)
