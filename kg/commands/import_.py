"""`kg import`: what people corrected, back from the annotation tool."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kg.commands.options import add_out, add_store
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument(
        "results",
        nargs="+",
        type=Path,
        metavar="RESULTS",
        help="what Label Studio exported as JSON from the tasks of: kg export --format label-studio",
    )
    add_out(verb, "file of gold records to write, one a line, for kg evaluate")
    verb.add_argument(
        "--curation",
        type=Path,
        metavar="FILE",
        help="also add decisions on names to this curation file: those that all corrections retyped or unmarked",
    )
    add_store(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Turn corrected annotations into gold records, and into decisions on names."""
    from kg.annotation.corrections import read_corrections
    from kg.curate import correct_curation
    from kg.output import output

    corrections = read_corrections(args.results)
    with output(args.out) as out:
        for paper in corrections.papers:
            out.write(json.dumps(paper.to_json(), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    mentions = sum(len(paper.mentions) for paper in corrections.papers)
    print(f"{len(corrections.papers)} papers with {mentions} mentions", file=sys.stderr)
    for reason, number in corrections.left_out.items():
        print(f"left out: {reason}: {number}", file=sys.stderr)
    if args.curation:
        decisions = correct_curation(args.curation, corrections.papers, args.store)
        print(f"{decisions} decisions added to {args.curation}; read them, then run: kg curate apply", file=sys.stderr)
