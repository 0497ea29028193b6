"""Export the graph: sorted N-Quads, byte for byte the same for the same corpus, or another RDF format."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kg.errors import UsageError
from kg.graph.iris import graph_iri
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import PREFIXES

FORMATS: Mapping[str, RdfFormat] = {
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
_WITH_GRAPHS = frozenset({"nquads", "trig", "jsonld"})
#: Lines that are sorted in memory at a time.
_CHUNK = 500_000


def export_store(store: Path, out: BinaryIO, format: str = "nquads", runs: bool = False) -> None:
    """Write the published graph in sorted order, without the runs graph unless it is asked for.

    Formats without named graphs get the union of all graphs. Raises UsageError for an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown export format {format!r}; the formats are {', '.join(FORMATS)}")
    folder = StoreFolder.open(store)
    graph = Store.read_only(str(folder.current().graph))
    left_out = frozenset() if runs else frozenset({NamedNode(graph_iri(folder.base, "runs"))})
    quads = (quad for quad in graph.quads_for_pattern(None, None, None, None) if quad.graph_name not in left_out)
    if format == "nquads":
        out.writelines(_sorted_lines(f"{quad} .\n".encode() for quad in quads))
        return
    ordered: list[Quad] | list[Triple] = (
        sorted(quads, key=_graph_first) if format in _WITH_GRAPHS else sorted({quad.triple for quad in quads}, key=str)
    )
    serialize(ordered, out, FORMATS[format], prefixes=dict(PREFIXES))


def _graph_first(quad: Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)


def _sorted_lines(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines in the order of their bytes; beyond one chunk they are sorted on disk."""
    chunk = sorted(islice(lines, _CHUNK))
    if len(chunk) < _CHUNK:
        yield from chunk
        return
    with ExitStack() as files:
        runs = []
        while chunk:
            run = files.enter_context(tempfile.TemporaryFile())
            run.writelines(chunk)
            run.seek(0)
            runs.append(run)
            chunk = sorted(islice(lines, _CHUNK))
        yield from heapq.merge(*runs)
