"""`kg query`: ask a store."""

from __future__ import annotations

import argparse
import sys

from kg.commands.options import add_queries, add_store
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument(
        "query", nargs="?", metavar="NAME|FILE|-", help="saved query, SPARQL file, or '-'; none lists the saved ones"
    )
    verb.add_argument("parameters", nargs="*", metavar="key=value", help="parameters of a saved query")
    add_queries(verb)
    verb.add_argument(
        "--format", choices=("table", "json", "csv", "tsv"), default="table", help="how to print the answer"
    )
    add_store(verb, server=True)
    verb.add_argument("--json", action="store_true", help="print the rows as a JSON list of objects")


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Run a saved query, a SPARQL file, or SPARQL from standard input."""
    from kg.query.command import list_queries, run_query
    from kg.remote.asking import open_lookup

    if args.query is None:
        print(list_queries(args.queries, "json" if args.json else "table"))
        return
    format = "rows" if args.json else args.format
    with open_lookup(args.store, settings) as lookup:
        run_query(lookup, args.query, args.parameters, args.queries, format, sys.stdout.buffer)
