"""`kg curate`: apply decisions on names, check them, or ask what might be decided."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.options import add_json, add_store, print_json
from kg.errors import CurationError, UsageError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.curate import Check
    from kg.resolve.suggestions import Suggestion


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument(
        "action",
        choices=("apply", "check", "suggest"),
        help="apply FILE to the store, now and at later builds; check FILE, against the store if there is one; "
        "or suggest merges, as lines for such a file",
    )
    verb.add_argument("file", nargs="?", type=Path, metavar="FILE", help="curation file (TSV)")
    verb.add_argument("--limit", type=int, default=50, metavar="N", help="suggestions at most; 0 is all (default: 50)")
    verb.add_argument(
        "--min-similarity",
        type=float,
        default=0.88,
        metavar="X",
        help="least likeness of names, 0 to 1 (default: 0.88)",
    )
    add_store(verb)
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Apply decisions on names (merge, split, rename, retype, block, link), check them, or suggest merges."""
    if args.action == "suggest":
        _suggest(args)
    elif not args.file:
        raise UsageError(f"name the curation file: kg curate {args.action} FILE")
    elif args.action == "check":
        _check(args)
    else:
        _apply(args, settings)


def _apply(args: argparse.Namespace, settings: Settings) -> None:
    from kg.build import curate_store

    summary = curate_store(args.file, args.store, settings)
    print_json(summary.to_json()) if args.json else print(summary.describe())


def _check(args: argparse.Namespace) -> None:
    from kg.curate import check_curation

    check = check_curation(args.file, args.store if (args.store / "current").exists() else None)
    print_json(asdict(check)) if args.json else _print_check(check)
    if check.conflicts:
        raise CurationError(f"{len(check.conflicts)} conflicts; a build would refuse the file")


def _print_check(check: Check) -> None:
    print(
        f"{len(check.decisions)} decisions, {len(check.conflicts)} conflicts, {len(check.idle)} meet no name of a paper"
    )
    for conflict in check.conflicts:
        print(f"  conflict: {conflict}")
    for decision in check.idle:
        print(f"  line {decision.line} meets nothing: {decision}")


def _suggest(args: argparse.Namespace) -> None:
    from kg.curate import suggest_curation

    suggestions = suggest_curation(args.store, args.min_similarity)[: args.limit or None]
    if args.json:
        print_json([{**asdict(s), "score": round(s.score, 3)} for s in suggestions])
        return
    print("action\ttype\tname\tvalue\treason")
    for suggestion in suggestions:
        print(_line(suggestion))


def _line(suggestion: Suggestion) -> str:
    cells = ("merge", suggestion.type, suggestion.name, suggestion.into, suggestion.reason)
    return "\t".join(" ".join(cell.split()) for cell in cells)
