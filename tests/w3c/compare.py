"""Compare results: solutions and graphs are equal when they differ in nothing but the names of blank nodes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Rows = list[dict[str, Term]]
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}


@dataclass(frozen=True, slots=True)
class Triples:
    """A graph that is to come out."""

    triples: list[ox.Triple]


def distinct(rows: Rows) -> Rows:
    """Return the rows without repetitions."""
    return list({tuple(sorted((k, str(v)) for k, v in row.items())): row for row in rows}.values())


def parse_answer(data: bytes, format: ox.QueryResultsFormat) -> Rows | bool:
    """Return the solutions of a serialised answer, or its truth."""
    result = ox.parse_query_results(io.BytesIO(data), format=format)
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    names = [variable.value for variable in result.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in result]


def expected_answer(path: Path) -> Rows | bool | Triples:
    """Return what a result file holds: solutions, a truth value, or a graph."""
    if path.suffix in _RESULTS:
        return parse_answer(path.read_bytes(), _RESULTS[path.suffix])
    triples = [quad.triple for quad in ox.parse(path=str(path), format=_GRAPHS[path.suffix], base_iri=path.as_uri())]
    if not any(triple.object == ox.NamedNode(_RS + "ResultSet") for triple in triples):
        return Triples(triples)
    return _result_set(triples)


def _result_set(triples: Sequence[ox.Triple]) -> Rows | bool:
    """Return solutions that are written in the result set vocabulary, by index where they have one."""

    def values(subject: Term, name: str) -> list[Term]:
        return [t.object for t in triples if t.subject == subject and t.predicate.value == _RS + name]

    root = next(t.subject for t in triples if t.object == ox.NamedNode(_RS + "ResultSet"))
    if truth := values(root, "boolean"):
        return truth[0].value == "true"
    rows = sorted(values(root, "solution"), key=lambda row: [int(index.value) for index in values(row, "index")])
    return [
        {values(binding, "variable")[0].value: values(binding, "value")[0] for binding in values(row, "binding")}
        for row in rows
    ]


def same_solutions(left: Rows, right: Rows, ordered: bool) -> bool:
    """Say whether two lists of solutions are the same, as lists or as bags."""
    return _canonical(_as_quads(left, ordered)) == _canonical(_as_quads(right, ordered))


def same_quads(left: Iterable[ox.Quad], right: Iterable[ox.Quad]) -> bool:
    """Say whether two datasets are isomorphic."""
    return _canonical(left) == _canonical(right)


def same_csv(left: bytes, right: bytes) -> bool:
    """Say whether two CSV answers have the same rows in any order; blank nodes are equal to each other."""
    return _csv_rows(left) == _csv_rows(right)


def _csv_rows(data: bytes) -> list[list[tuple[str, str]]]:
    """Return the rows in the order of their text, with columns by name, for `SELECT *` leaves that order open."""
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return sorted(sorted((k, "_:" if v.startswith("_:") else v) for k, v in row.items()) for row in rows)


def _as_quads(rows: Rows, ordered: bool) -> Iterator[ox.Quad]:
    """Yield the solutions as a graph: a node for each row, and for each variable a property."""
    for number, row in enumerate(rows):
        node = ox.NamedNode(f"row:{number}") if ordered else ox.BlankNode()
        yield ox.Quad(node, ox.NamedNode("row:is"), ox.Literal("row"))
        for name, value in row.items():
            yield ox.Quad(node, ox.NamedNode(f"var:{name}"), value)


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    """Return quads as the store keeps them, which knows numbers and dates by their value: 1.0 and 1.00 are the same."""
    store = ox.Store()
    store.extend(quads)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset
