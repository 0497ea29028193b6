"""`kg build`: from corpus files to a published graph."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.commands.options import add_columns, add_corpus, add_format, add_json, add_store, print_json
from kg.errors import UsageError
from kg.settings import Settings


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
    add_store(verb)
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Read corpora, extract, resolve and publish them in a store."""
    from kg.build import build_store
    from kg.progress import progress_bar
    from kg.resources import sample_corpus

    sources = [*args.corpus, *([str(sample_corpus())] if args.sample else [])]
    if args.records and args.sample:
        raise UsageError("--sample is a corpus, not Records: leave --records out")
    if not sources:
        raise UsageError("name at least one corpus file, '-' for standard input, or --sample for the bundled one")
    with progress_bar("extracting", "papers") as step:
        summary = build_store(
            sources,
            args.store,
            settings,
            format=args.format,
            progress=step,
            columns=dict(args.column),
            sync=args.sync,
            curation=args.curation,
            records=args.records,
        )
    if args.json:
        print_json(summary.to_json())
        return
    print(summary.describe(list_skipped=args.list_skipped))
    print(f"Next: kg serve --store {args.store}    or: kg query --store {args.store}")
