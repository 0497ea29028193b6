"""`kg export`: write a graph to a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands.options import add_out, add_store
from kg.errors import UsageError
from kg.files import is_url
from kg.settings import Settings

_FORMATS = (
    "RDF: nquads, trig, turtle, ntriples, jsonld, rdfxml; networks: graphml, gexf, csv (--out is a folder or a .zip); "
    "annotation: label-studio (tasks), label-studio-interface (default: nquads)"
)


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument("--format", default="nquads", help=_FORMATS)
    verb.add_argument("--runs", action="store_true", help="with the runs graph: when each build ran, so bytes differ")
    verb.add_argument(
        "--below",
        type=float,
        default=0.5,
        metavar="NUMBER",
        help="label-studio: papers with a mention of less confidence, from 0 to 1 (default: 0.5)",
    )
    verb.add_argument(
        "--most", type=int, default=0, metavar="N", help="label-studio: the N papers with the most such mentions"
    )
    verb.add_argument(
        "--metadata", action="store_true", help="also write ro-crate-metadata.json (RO-Crate) beside the file"
    )
    verb.add_argument("--license", metavar="IRI", help="licence of the dump, for its metadata")
    add_out(verb, "file to write to")
    add_store(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Write the graph, by default as sorted N-Quads to standard output."""
    from kg.graph.crate import write_crate

    if args.metadata and args.out is None:
        raise UsageError("metadata stand beside a file; name it with --out")
    if args.metadata and is_url(args.out):
        raise UsageError("metadata stand beside a local file; write both here, then copy them")
    files = _written(args)
    if args.metadata:
        write_crate(args.store, args.out if args.out.is_dir() else args.out.parent, files, args.license)


def _written(args: argparse.Namespace) -> list[Path]:
    """Write what was asked for and return its files."""
    from kg.annotation.tasks import INTERFACE, write_tasks
    from kg.graph.export import TABLES, export_store, export_tables
    from kg.output import output

    if args.format == TABLES:
        if args.out is None or is_url(args.out):
            raise UsageError("csv is two tables, nodes and edges; name a folder or a .zip of this machine with --out")
        export_tables(args.store, args.out)
        return [args.out / name for name in ("edges.csv", "nodes.csv")] if args.out.is_dir() else [args.out]
    with output(args.out) as out:
        if args.format == "label-studio":
            write_tasks(args.store, out, args.below, args.most)
        elif args.format == "label-studio-interface":
            out.write(INTERFACE.read_bytes())
        else:
            export_store(args.store, out, format=args.format, runs=args.runs)
    return [args.out] if args.out and not is_url(args.out) else []
