"""Run a W3C test through what a query or update goes through in the service: the guard, then the worker's code."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ForbiddenQueryError, QueryError
from kg.graph.vocabulary import PREFIXES
from kg.query import writer
from kg.query.formats import GRAPHS, SOLUTIONS, Format
from kg.query.guard import guard
from kg.query.update_guard import guard_update
from kg.query.worker import evaluate
from kg.query.workers import worker_request
from kg.settings import Settings
from tests.w3c import compare
from tests.w3c.manifest import Case, Data, path_of

#: SERVICE and LOAD are let through, or nothing would be tested of their syntax; no test reaches a server.
SETTINGS = Settings(allow_service=True)
_EMPTY = "urn:x-test:empty"
_FORMATS = {".srx": "xml", ".srj": "json", ".tsv": "tsv", ".csv": "csv"}


def passes(case: Case) -> bool:
    """Say whether the service does what a test asks for."""
    if "Syntax" in case.kind:
        return _parses(case) == case.kind.startswith("Positive")
    if case.kind == "UpdateEvaluationTest":
        return _update(case)
    return _query(case)


def _text(case: Case) -> str:
    return f"BASE <{case.request}>\n{path_of(case.request).read_text(encoding='utf-8')}"


def _parses(case: Case) -> bool:
    store = ox.Store()
    try:
        if "Update" in case.kind:
            _run_update(store, _text(case))
            return True
        head, _ = _ask(store, _text(case), SOLUTIONS["json"], (), ())
    except (SyntaxError, ForbiddenQueryError, QueryError):
        return False
    except (OSError, RuntimeError):  # LOAD or CLEAR of what is not there: it was understood
        return True
    return head.get("error") != "syntax"


def _ask(
    store: ox.Store, query: str, solutions: Format, default: tuple[str, ...], named: tuple[str, ...]
) -> tuple[dict[str, object], bytes]:
    guarded = guard(query, SETTINGS)
    request = worker_request(guarded, SETTINGS, solutions, GRAPHS["nt"], default, named)
    head, body = evaluate(store, request)
    return head, body.finish()


def _run_update(store: ox.Store, update: str) -> None:
    writer.update(
        store, {"prefixes": dict(PREFIXES), "base": None}, io.BytesIO(guard_update(update, SETTINGS).encode())
    )


def _query(case: Case) -> bool:
    """Every file is a graph under its own name; which of them are asked, and how, is said as the Protocol does."""
    store = ox.Store()
    for file in (*case.data.default, *(file for _, file in case.data.named)):
        _load(store, file, ox.NamedNode(file))
    default, named = case.data.default, tuple(name for name, _ in case.data.named)
    query = _text(case)
    if guard(query, SETTINGS).has_dataset:  # FROM: the query itself says which
        default, named = (), ()
        for path in path_of(case.request).parent.glob("data*.ttl"):
            _load(store, path.as_uri(), ox.NamedNode(path.as_uri()))
    elif not (default or named):
        default = (_EMPTY,)
    assert case.result
    expected_path = path_of(case.result)
    format = SOLUTIONS[_FORMATS.get(expected_path.suffix, "json")]
    head, answer = _ask(store, query, format, default, named)
    if "error" in head:
        return False
    return _agrees(query, head["kind"], answer, format, expected_path)


def _agrees(query: str, kind: object, answer: bytes, format: Format, expected_path: Path) -> bool:
    if format.name == "csv":
        return compare.same_csv(answer, expected_path.read_bytes())
    expected = compare.expected_answer(expected_path)
    if isinstance(expected, compare.Triples):
        got = ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)
        return kind == "graph" and compare.same_quads(got, (ox.Quad(*triple) for triple in expected.triples))
    rows = compare.parse_answer(answer, getattr(ox.QueryResultsFormat, format.engine))
    if isinstance(expected, bool) or isinstance(rows, bool):
        return expected == rows
    if "REDUCED" in query:  # which of the equal solutions remain is left open
        return compare.same_solutions(compare.distinct(rows), compare.distinct(expected), ordered=False)
    return compare.same_solutions(rows, expected, ordered="order by" in query.lower())


def _update(case: Case) -> bool:
    store, expected = _dataset(case.data), _dataset(case.result_data)
    _run_update(store, _text(case))
    return compare.same_quads(store, expected)


def _dataset(data: Data) -> ox.Store:
    store = ox.Store()
    for file in data.default:
        _load(store, file, ox.DefaultGraph())
    for name, file in data.named:
        _load(store, file, ox.NamedNode(name))
    return store


def _load(store: ox.Store, file: str, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    format = {".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}.get(
        path_of(file).suffix, ox.RdfFormat.TURTLE
    )
    store.load(path=str(path_of(file)), format=format, base_iri=file, to_graph=graph)
