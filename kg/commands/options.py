"""Options that several verbs have, and how they print JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from kg.files import location


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


def add_corpus(verb: argparse.ArgumentParser, nargs: str) -> None:
    """Add the corpora, as many as `nargs` of argparse says."""
    verb.add_argument(
        "corpus",
        nargs=nargs,
        metavar="CORPUS",
        help="corpus file, plain or packed (.gz, .zst, .zip), a folder of them, the URL of either (s3://…), or '-' for "
        "standard input",
    )


def add_format(verb: argparse.ArgumentParser) -> None:
    """Add `--format` of a corpus."""
    verb.add_argument(
        "--format", help="format of the corpus, where its content should not decide; a wrong one lists them"
    )


def add_columns(verb: argparse.ArgumentParser) -> None:
    """Add `--column FIELD=NAME`."""
    verb.add_argument(
        "--column",
        action="append",
        default=[],
        type=_column,
        metavar="FIELD=NAME",
        help="column of a CSV or TSV file that holds a field, as in --column abstract=AB; may be given several times",
    )


def _column(text: str) -> tuple[str, str]:
    field, equals, name = text.partition("=")
    if not (field and equals and name):
        raise argparse.ArgumentTypeError(f"a column is written FIELD=NAME, not {text!r}")
    return field, name


def add_json(verb: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    verb.add_argument("--json", action="store_true", help="print JSON")


def add_out(verb: argparse.ArgumentParser, help: str) -> None:
    """Add `--out PATH`."""
    verb.add_argument("--out", type=location, metavar="PATH", help=f"{help}, or its URL (default: standard output)")


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
