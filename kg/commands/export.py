"""`kg export`: write a graph to a file."""

from __future__ import annotations

import argparse

from kg.commands.options import add_out, add_store
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument(
        "--format", default="nquads", help="nquads, trig, turtle, ntriples, jsonld, rdfxml (default: nquads)"
    )
    verb.add_argument("--runs", action="store_true", help="with the runs graph: when each build ran, so bytes differ")
    add_out(verb, "file to write to")
    add_store(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Write the graph, by default as sorted N-Quads to standard output."""
    from kg.graph.export import export_store
    from kg.output import output

    with output(args.out) as out:
        export_store(args.store, out, format=args.format, runs=args.runs)
