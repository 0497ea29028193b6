"""`kg build`: from corpus files to a published graph."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.options import add_columns, add_corpus, add_format, add_json, add_store, print_json
from kg.errors import UsageError
from kg.remote.address import ServerAddress
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.remote.mirror import Mirrored
    from kg.summary import BuildSummary


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_corpus(verb, "*")
    verb.add_argument("--sample", action="store_true", help="read the bundled corpus of invented abstracts")
    verb.add_argument(
        "--records", action="store_true", help="CORPUS is what kg extract wrote: take its Records, and extract nothing"
    )
    verb.add_argument(
        "--sync", action="store_true", help="remove the papers that are not in CORPUS any more; else they stay"
    )
    verb.add_argument(
        "--curation", type=Path, metavar="FILE", help="decisions on names; kept in the store and applied from now on"
    )
    verb.add_argument("--list-skipped", action="store_true", help="list what was skipped, not only its count by reason")
    add_format(verb)
    add_columns(verb)
    add_store(verb, server=True)
    verb.add_argument(
        "--local",
        type=Path,
        metavar="DIR",
        help="with a server: folder that keeps papers, Records and a copy of the graph (default: named after it)",
    )
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Read corpora, extract, resolve and publish them in a store; without any, write to a server what it lacks."""
    from kg.resources import sample_corpus

    sources = [*args.corpus, *([str(sample_corpus())] if args.sample else [])]
    if args.records and args.sample:
        raise UsageError("--sample is a corpus, not Records: leave --records out")
    server = args.store if isinstance(args.store, ServerAddress) else None
    folder = args.local or server.local_folder if server else args.store
    if not sources and not server:
        raise UsageError("name at least one corpus file, '-' for standard input, or --sample for the bundled one")
    summary = _build(args, settings, sources, folder) if sources else None
    if summary and not args.json:
        print(summary.describe(list_skipped=args.list_skipped), flush=True)
    mirrored = _mirror(folder, server, settings) if server else None
    if args.json:
        print_json((summary.to_json() if summary else {}) | ({"server": asdict(mirrored)} if mirrored else {}))
        return
    if mirrored:
        print(f"{server}: {mirrored.describe()}")
    print(f"Next: kg serve --store {args.store}    or: kg query --store {args.store}")


def _build(args: argparse.Namespace, settings: Settings, sources: Sequence[str], folder: Path) -> BuildSummary:
    from kg.build import build_store
    from kg.progress import progress_bar

    with progress_bar("extracting", "papers") as step:
        return build_store(
            sources,
            folder,
            settings,
            format=args.format,
            progress=step,
            columns=dict(args.column),
            sync=args.sync,
            curation=args.curation,
            records=args.records,
        )


def _mirror(folder: Path, server: ServerAddress, settings: Settings) -> Mirrored:
    from kg.progress import progress_bar
    from kg.remote.mirror import mirror_store

    with progress_bar("writing", "graphs and entities") as step:
        return mirror_store(folder, server, settings, step)
