"""`kg mcp`: the graph for language-model assistants."""

from __future__ import annotations

import argparse

from kg.commands.options import add_queries, add_store
from kg.settings import Settings


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_store(verb, server=True)
    add_queries(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Let assistants ask the graph, by the Model Context Protocol over standard input and output."""
    from kg.mcp.server import create_server
    from kg.opened import open_store

    with open_store(args.store, args.queries, settings) as graph:
        create_server(graph).run("stdio")
