"""`kg extract`: from corpus files to Records, one a line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kg.commands.options import add_columns, add_corpus, add_format, add_out
from kg.errors import UsageError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.corpus.paper import Paper


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_corpus(verb, "+")
    add_format(verb)
    add_columns(verb)
    add_out(verb, "file to write to")
    verb.add_argument(
        "--parts",
        metavar="FOLDER",
        help="with --engine dask: folder or URL, which all workers reach, that they write parts of the Records into; "
        "parts that it has already are not extracted again",
    )


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Write one Record a line: all that was found in a paper, and the paper."""
    from kg.progress import progress_bar

    if args.parts and (settings.engine != "dask" or args.out):
        raise UsageError("--parts is for --engine dask, whose workers write, and goes without --out")
    with progress_bar("extracting", "papers") as step:
        if args.parts:
            from kg.cluster.dask_engine import extract_to_folder

            parts = extract_to_folder(_papers(args, settings), settings, args.parts, step)
            print(f"{parts} parts in {args.parts}\nNext: kg build {args.parts} --records", file=sys.stderr)
        else:
            _write(args, settings, step)


def _write(args: argparse.Namespace, settings: Settings, step: Callable[[int], None]) -> None:
    from kg.output import output
    from kg.records import extract_with_papers, record_line

    with output(args.out) as out:
        if settings.engine == "dask":
            from kg.cluster.dask_engine import extract_in_order

            extract_in_order(_papers(args, settings), settings, out, step)
        else:
            out.writelines(map(record_line, extract_with_papers(_papers(args, settings), settings, step)))


def _papers(args: argparse.Namespace, settings: Settings) -> Iterator[Paper]:
    """Yield the papers of the corpora, and say what was skipped."""
    from kg.corpus.paper import Paper
    from kg.corpus.read import read_corpus

    for item in read_corpus(args.corpus, args.format, settings, dict(args.column)):
        if isinstance(item, Paper):
            yield item
        else:
            print(f"skipped {item.source}: {item.reason} {item.detail}".rstrip(), file=sys.stderr)
