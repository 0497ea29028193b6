"""Options that several verbs have, and how they print JSON."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.files import location
from kg.remote.address import Store, store_at


def add_store(verb: argparse.ArgumentParser, server: bool = False) -> None:
    """Add `--store DIR`, which may be the address of a `server` where the verb can do with one."""
    verb.add_argument(
        "--store",
        type=_store if server else _folder,
        default=Path("store"),
        metavar="DIR|URL" if server else "DIR",
        help="folder of the store (default: store)" + (", or http://… of a SPARQL server" if server else ""),
    )


def _store(text: str) -> Store:
    try:
        return store_at(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _folder(text: str) -> Path:
    if isinstance(store := _store(text), Path):
        return store
    raise argparse.ArgumentTypeError(
        f"name a folder: for a server that is, unless told otherwise, {store.local_folder}"
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
