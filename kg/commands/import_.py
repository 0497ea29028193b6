"""`kg import`: what people corrected, back from the annotation tool."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kg.commands.options import add_out
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


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Turn corrected annotations into gold records."""
    from kg.annotation.corrections import read_corrections
    from kg.output import output

    corrections = read_corrections(args.results)
    with output(args.out) as out:
        for paper in corrections.papers:
            out.write(json.dumps(paper.to_json(), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    mentions = sum(len(paper.mentions) for paper in corrections.papers)
    print(f"{len(corrections.papers)} papers with {mentions} mentions", file=sys.stderr)
    for reason, number in corrections.left_out.items():
        print(f"left out: {reason}: {number}", file=sys.stderr)
