"""Export the graph: sorted N-Quads, byte for byte the same for the same corpus, another RDF format, or a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.errors import UsageError
from kg.graph.iris import graph_iri
from kg.graph.property_graph_files import write_gexf, write_graphml, write_tables
from kg.graph.sorting import LineReader, sorted_lines
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
#: Formats of papers, entities and what joins them, for programs that know no RDF.
NETWORKS: Mapping[str, Callable[[Store, BinaryIO], None]] = {"graphml": write_graphml, "gexf": write_gexf}
#: The format of tables of nodes and edges: two files, so a folder or an archive.
TABLES = "csv"


def export_store(store: Path, out: BinaryIO, format: str = "nquads", runs: bool = False) -> None:
    """Write the published graph in sorted order, without the runs graph unless it is asked for.

    RDF formats without named graphs get the union of all graphs. All are written piece by piece, so that memory does
    not grow with the number of papers; what is too long to be sorted in memory is sorted on disk, in the folder for
    temporary files. Raises UsageError for an unknown format.
    """
    if format not in FORMATS and format not in NETWORKS:
        raise UsageError(
            f"unknown export format {format!r}; the formats are {', '.join((*FORMATS, *NETWORKS, TABLES))}"
        )
    folder = StoreFolder.open(store)
    graph = Store.read_only(str(folder.current().graph))
    if format in NETWORKS:
        NETWORKS[format](graph, out)
        return
    left_out = frozenset() if runs else frozenset({NamedNode(graph_iri(folder.base, "runs"))})
    quads = (quad for quad in graph.quads_for_pattern(None, None, None, None) if quad.graph_name not in left_out)
    if format == "nquads":
        out.writelines(sorted_lines(f"{quad} .\n".encode() for quad in quads))
    elif format in _WITH_GRAPHS:
        serialize(_graph_by_graph(quads), out, FORMATS[format], prefixes=dict(PREFIXES))
    else:
        serialize((quad.triple for quad in _union(quads)), out, FORMATS[format], prefixes=dict(PREFIXES))


def _graph_by_graph(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield quads by graph, and within one by subject, predicate and object."""
    lines = sorted_lines(f"{quad.graph_name} {quad} .\n".encode() for quad in quads)
    return _read(line.partition(b" ")[2] for line in lines)


def _union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the triples of all graphs as quads of the default graph, each once, in order."""
    return _read(line for line, _ in groupby(sorted_lines(f"{quad.triple} .\n".encode() for quad in quads)))


def _read(lines: Iterable[bytes]) -> Iterator[Quad]:
    return parse(LineReader(lines), RdfFormat.N_QUADS)  # type: ignore[arg-type]  # all that is called is read(size)


def export_tables(store: Path, out: Path) -> None:
    """Write the network as `nodes.csv` and `edges.csv`, into a folder or, where `out` ends in .zip, an archive."""
    write_tables(Store.read_only(str(StoreFolder.open(store).current().graph)), out)
