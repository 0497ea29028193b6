"""`kg serve`: serve a store over HTTP."""

from __future__ import annotations

import argparse

from kg.commands.options import add_queries, add_store
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_store(verb, server=True)
    add_queries(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Serve a store over HTTP."""
    from kg.web.serve import serve as serve_store

    serve_store(args.store, settings, args.queries)
