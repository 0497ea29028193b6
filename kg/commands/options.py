"""Options that several verbs have, and how they print JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any


def add_store(verb: argparse.ArgumentParser) -> None:
    """Add `--store DIR`."""
    verb.add_argument(
        "--store", type=Path, default=Path("store"), metavar="DIR", help="folder of the store (default: store)"
    )


def add_queries(verb: argparse.ArgumentParser) -> None:
    """Add `--queries DIR`, which can be given several times."""
    verb.add_argument(
        "--queries",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="a folder of your own saved queries, beside the shipped ones; may be repeated, a later one wins",
    )


def add_format(verb: argparse.ArgumentParser) -> None:
    """Add `--format` of a corpus."""
    verb.add_argument("--format", help="format of the corpus, where its content should not decide")


def add_json(verb: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    verb.add_argument("--json", action="store_true", help="print JSON")


def add_out(verb: argparse.ArgumentParser, help: str) -> None:
    """Add `--out PATH`."""
    verb.add_argument("--out", type=Path, metavar="PATH", help=f"{help} (default: standard output)")


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
