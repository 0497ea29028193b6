"""`kg remove`: take papers out of a graph."""

from __future__ import annotations

import argparse

from kg.commands.options import add_json, add_store, print_json
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument("id", nargs="+", metavar="ID", help="id of a paper in the store")
    add_store(verb)
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Remove papers by id and resolve what is left anew."""
    from kg.build import remove_papers

    summary = remove_papers(args.id, args.store, settings)
    print_json(summary.to_json()) if args.json else print(summary.describe())
