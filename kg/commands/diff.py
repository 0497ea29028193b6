"""`kg diff`: what a build changed, or how two stores differ."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.options import add_json, print_json
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.graph.comparison import Comparison


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument(
        "before", nargs="?", type=Path, default=Path("store"), metavar="BEFORE", help="store, or a snapshot's folder"
    )
    verb.add_argument(
        "after", nargs="?", type=Path, metavar="AFTER", help="another one (default: what the last build made of BEFORE)"
    )
    verb.add_argument("--limit", type=int, default=20, metavar="N", help="lines of a kind; 0 is all (default: 20)")
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Say what papers and entities are new, gone, renamed, merged or split."""
    from kg.graph.comparison import compare, last_two

    before, after = (args.before, args.after) if args.after else last_two(args.before)
    found = compare(before, after)
    print_json(found.to_json()) if args.json else print("\n".join(_lines(found, args.limit or None)))


def _lines(found: Comparison, limit: int | None) -> Iterator[str]:
    papers = {"new": found.papers_new, "gone": found.papers_gone, "changed": found.papers_changed}
    counts = {kind: getattr(found, kind) for kind in ("new", "gone", "renamed", "merged", "split")}
    yield "Papers:   " + ", ".join(f"{len(ids):,} {kind}" for kind, ids in papers.items())
    yield "Entities: " + ", ".join(f"{len(entities):,} {kind}" for kind, entities in counts.items())
    for kind, ids in papers.items():
        yield from _section(f"papers {kind}", ids, limit)
    for kind, named in {"new": found.new, "gone": found.gone}.items():
        yield from _section(f"entities {kind}", [f"{n.entity}  {n.label} ({n.papers:,} papers)" for n in named], limit)
    for kind, moves in {"renamed": found.renamed, "merged": found.merged, "split": found.split}.items():
        arrows = [f"{', '.join(m.before)} -> {', '.join(m.after)}" for m in moves]
        yield from _section(f"entities {kind}", arrows, limit)


def _section(title: str, lines: Sequence[str], limit: int | None) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines[:limit])
        if limit is not None and len(lines) > limit:
            yield f"  … and {len(lines) - limit:,} more"
