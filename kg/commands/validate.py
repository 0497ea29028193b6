"""`kg validate`: does the graph keep the shapes of the ontology?"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from kg.commands.options import add_json, add_store, print_json
from kg.errors import InvalidGraphError
from kg.settings import Settings

#: Violations that are printed; all are counted.
_SHOWN = 20


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_store(verb)
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Check the graph against the SHACL shapes of the ontology."""
    from kg.graph.validation import validate_store
    from kg.progress import progress_bar

    with progress_bar("validating", "papers") as step:
        violations = list(validate_store(args.store, step))
    if args.json:
        print_json([asdict(violation) for violation in violations])
    else:
        for found in violations[:_SHOWN]:
            print(f"{found.node}\n  {found.message}{f'; here it is {found.value}' if found.value else ''}")
    if violations:
        raise InvalidGraphError(
            f"{len(violations)} statements break the shapes in ontology/shapes.ttl"
            + (f", the first {_SHOWN} are listed; --json lists all" if len(violations) > _SHOWN else "")
        )
    if not args.json:
        print("The graph keeps all shapes of ontology/shapes.ttl.")
