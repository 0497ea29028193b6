"""Export: sorted N-Quads, and other formats that hold the same triples."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store, parse

import kg.graph.sorting
from kg.errors import StoreMissingError, UsageError
from kg.graph.export import FORMATS, export_store
from kg.graph.store import StoreFolder

RUNS = "https://w3id.org/abstracts-kg/id/graph/runs"
WITH_GRAPHS = ("nquads", "trig", "jsonld")
WITHOUT_GRAPHS = ("turtle", "ntriples", "rdfxml")


def exported(store: Path, format: str = "nquads", runs: bool = False) -> bytes:
    out = io.BytesIO()
    export_store(store, out, format, runs)
    return out.getvalue()


@pytest.fixture(scope="module")
def published(store: Path) -> Store:
    return Store.read_only(str(StoreFolder.open(store).current().graph))


def test_n_quads_are_lines_in_the_order_of_their_bytes(store: Path) -> None:
    lines = exported(store).splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert len(lines) > 500
    assert all(line.endswith(b" .\n") for line in lines)


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_gives_the_same_bytes_twice(store: Path, format: str) -> None:
    assert exported(store, format) == exported(store, format)


@pytest.mark.parametrize("format", WITH_GRAPHS)
def test_a_format_with_graphs_parses_to_the_quads_of_the_store(store: Path, published: Store, format: str) -> None:
    quads = set(parse(exported(store, format, runs=True), format=FORMATS[format]))
    assert quads == set(published)


@pytest.mark.parametrize("format", WITHOUT_GRAPHS)
def test_a_format_without_graphs_parses_to_the_triples_of_the_store(store: Path, published: Store, format: str) -> None:
    triples = [quad.triple for quad in parse(exported(store, format, runs=True), format=FORMATS[format])]
    assert set(triples) == {quad.triple for quad in published}
    assert len(triples) == len(set(triples))


@pytest.mark.parametrize("format", FORMATS)
def test_the_runs_graph_is_left_out_unless_it_is_asked_for(store: Path, published: Store, format: str) -> None:
    runs = {quad.triple for quad in published.quads_for_pattern(None, None, None, NamedNode(RUNS))}
    without = {quad.triple for quad in parse(exported(store, format), format=FORMATS[format])}
    assert len(runs) == 14  # ten of the run itself, and one for each paper that it brought
    assert without == {quad.triple for quad in published} - runs


@pytest.mark.parametrize("format", ["trig", "turtle"])
def test_a_format_for_people_uses_prefixes(store: Path, format: str) -> None:
    text = exported(store, format).decode()
    assert "@prefix kg: <https://w3id.org/abstracts-kg/ontology#> ." in text
    assert "skos:prefLabel" in text


def test_every_format_that_is_offered_is_a_standard_one() -> None:
    assert set(FORMATS) == {*WITH_GRAPHS, *WITHOUT_GRAPHS}
    assert {name for name, format in FORMATS.items() if format.supports_datasets} == set(WITH_GRAPHS)
    assert FORMATS["nquads"] == RdfFormat.N_QUADS


def test_an_unknown_format_is_an_error_that_lists_the_known_ones(store: Path) -> None:
    with pytest.raises(UsageError, match="unknown export format 'pdf'; the formats are nquads, trig, turtle") as caught:
        exported(store, "pdf")
    assert caught.value.exit_code == 2


def test_there_is_nothing_to_export_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="no store at"):
        exported(tmp_path / "nowhere")


@pytest.mark.parametrize("chunk", [10, 100])
@pytest.mark.parametrize("format", FORMATS)
def test_sorting_in_chunks_equals_sorting_at_once(
    store: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, format: str
) -> None:
    at_once = exported(store, format)
    monkeypatch.setattr(kg.graph.sorting, "_CHUNK", chunk)
    assert exported(store, format) == at_once


@pytest.mark.parametrize("format", FORMATS)
def test_a_format_has_its_triples_in_the_order_of_graphs_and_subjects(store: Path, format: str) -> None:
    by_graph = format in ("trig", "jsonld")
    quads = parse(exported(store, format), format=FORMATS[format])
    order = [(str(quad.graph_name) if by_graph else "", str(quad.subject)) for quad in quads]
    assert order == sorted(order)


@given(st.lists(st.binary(min_size=1, max_size=9)), st.integers(1, 20))
def test_lines_are_read_whole_whatever_the_size_that_is_asked_for(lines: list[bytes], size: int) -> None:
    reader = kg.graph.sorting.LineReader(lines)
    assert b"".join(iter(lambda: reader.read(size), b"")) == b"".join(lines)


@pytest.mark.parametrize(
    "lines", [[], [b"b\n"], [b"c\n", b"a\n"], [b"b\n", b"c\n", b"a\n"], [b"d\n", b"b\n", b"c\n", b"a\n"]]
)
def test_a_chunk_that_is_just_full_loses_no_line(monkeypatch: pytest.MonkeyPatch, lines: list[bytes]) -> None:
    monkeypatch.setattr(kg.graph.sorting, "_CHUNK", 2)
    assert list(kg.graph.sorting.sorted_lines(iter(lines))) == sorted(lines)
