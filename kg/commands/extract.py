"""`kg extract`: from corpus files to Records, one a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from kg.commands.options import add_columns, add_format, add_out
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument(
        "corpus",
        nargs="+",
        metavar="CORPUS",
        help="corpus file, folder or .zip, plain or packed (.gz, .zst); '-' is standard input",
    )
    add_format(verb)
    add_columns(verb)
    add_out(verb, "file to write to")


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Write one Record a line to standard output."""
    from kg.corpus.paper import Paper
    from kg.corpus.read import read_corpus
    from kg.extract.record import record_to_json
    from kg.extract.run import extract_papers
    from kg.output import output
    from kg.progress import progress_bar

    skipped = 0

    def papers() -> Iterator[Paper]:
        nonlocal skipped
        for item in read_corpus(args.corpus, args.format, settings, dict(args.column)):
            if isinstance(item, Paper):
                yield item
            else:
                skipped += 1
                print(f"skipped {item.source}: {item.reason} {item.detail}".rstrip(), file=sys.stderr)

    with progress_bar("extracting", "papers") as step, output(args.out) as out:
        for record in extract_papers(papers(), settings, step):
            out.write(json.dumps(record_to_json(record), ensure_ascii=False).encode() + b"\n")
