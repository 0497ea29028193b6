"""`kg info`: what a store holds."""

from __future__ import annotations

import argparse

from kg.commands.options import add_json, add_store, print_json
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_store(verb)
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Say what a store holds."""
    from kg.graph.describe import describe_store

    facts = describe_store(args.store)
    print_json(facts.to_json()) if args.json else print(facts.describe())
