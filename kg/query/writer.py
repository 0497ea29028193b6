"""The process that makes one change to a store: it can be killed, and may die, without harm to what is served.

Run as a script with the folder of an Oxigraph store and a memory limit in megabytes. From standard input it reads one
line of JSON, which says what to do, and then the body; it answers on standard output with one JSON object.

It imports nothing but pyoxigraph and the standard library, so that it starts at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, BinaryIO

import pyoxigraph as ox

#: Quads that are loaded at a time.
_CHUNK = 100_000


def update(store: ox.Store, job: Mapping[str, Any], body: BinaryIO) -> dict[str, Any]:
    """Run a SPARQL update: all of it, or none."""
    store.update(body.read().decode(), prefixes=job["prefixes"], base_iri=job["base"] or None)
    return {}


def load(store: ox.Store, job: Mapping[str, Any], body: BinaryIO) -> dict[str, Any]:
    """Put RDF into a graph, in place of what is there or beside it."""
    graph = _graph(job)
    existed = _exists(store, graph)
    if job["replace"]:
        store.clear_graph(graph)
    quads = _quads(job, body, graph)
    while chunk := list(islice(quads, _CHUNK)):
        store.bulk_extend(chunk)
    if isinstance(graph, ox.NamedNode):
        store.add_graph(graph)  # one that is empty exists nevertheless
    return {"existed": existed}


def drop(store: ox.Store, job: Mapping[str, Any], _body: BinaryIO) -> dict[str, Any]:
    """Remove a graph; the unnamed one stays, empty."""
    graph = _graph(job)
    existed = _exists(store, graph)
    store.remove_graph(graph)
    return {"existed": existed}


def _graph(job: Mapping[str, Any]) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(job["graph"]) if job["graph"] else ox.DefaultGraph()


def _exists(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
    return not isinstance(graph, ox.NamedNode) or store.contains_named_graph(graph)


def _quads(job: Mapping[str, Any], body: BinaryIO, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    """Yield what the body says; its blank nodes get names that no other has."""
    for quad in ox.parse(
        body,
        format=getattr(ox.RdfFormat, job["format"]),
        base_iri=job["base"] or None,
        without_named_graphs=True,
        rename_blank_nodes=True,
    ):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def limit_memory(megabytes: int) -> None:
    """Let the system refuse this process more memory than that; 0 sets no limit."""
    if megabytes:
        import resource

        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Do one job."""
    limit_memory(int(sys.argv[2]))
    store = ox.Store(sys.argv[1])
    job = json.loads(sys.stdin.buffer.readline())
    try:
        outcome = {"update": update, "load": load, "drop": drop}[job["do"]](store, job, sys.stdin.buffer)
        store.flush()
    except SyntaxError as error:
        place = {"line": error.lineno, "column": error.offset}
        outcome = {"error": "syntax", "message": str(error.msg or error), **place}
    except Exception as error:
        outcome = {"error": "evaluation", "message": str(error)}
    sys.stdout.write(json.dumps(outcome))
    sys.stdout.flush()
    os._exit(0)  # all is written: closing the store in good order would only take time


if __name__ == "__main__":
    main()
