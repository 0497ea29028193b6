"""A store in Python: names in, rows out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph

import kg
from kg.errors import AmbiguousNameError, NotFoundError, ParameterError, StoreMissingError
from kg.opened import OpenStore
from kg.settings import Settings


@pytest.fixture(scope="module")
def graph(store: Path) -> Iterator[OpenStore]:
    with kg.open(store, settings=Settings(query_workers=1)) as graph:
        yield graph


def test_a_saved_query_gives_rows_ready_for_a_data_frame(graph: OpenStore) -> None:
    rows = graph.query("method_datasets", method="ColBERT")
    assert isinstance(rows, list)
    assert (rows[0]["label"], rows[0]["papers"], rows[0]["lift"]) == ("MS MARCO", 2, 2.0)


def test_parameters_are_names_numbers_lists_and_none(graph: OpenStore) -> None:
    both = graph.query("compare_papers", entity=["ColBERT", "BM25"])
    assert isinstance(both, list)
    assert [row["title"][:8] for row in both] == ["Fetching", "QuillRan"]
    assert len(graph.query("entity_papers", entity="ColBERT", since=2023, role=None)) == 1  # type: ignore[arg-type]
    assert graph.query("entity_papers", entity="ColBERT", confidence=0.999) == []


def test_a_page_of_rows_can_be_had(graph: OpenStore) -> None:
    whole = graph.query("network_paper_entity")
    assert isinstance(whole, list)
    assert graph.query("network_paper_entity", limit=2, offset=3) == whole[3:5]


def test_sparql_itself_gives_rows_a_truth_or_a_graph(graph: OpenStore) -> None:
    assert graph.query("SELECT (COUNT(?p) AS ?n) { ?p a kg:Paper }") == [{"n": 4}]
    assert graph.query("ASK { ?p a kg:Paper }") is True
    built = graph.query("CONSTRUCT { ?p a kg:Paper } WHERE { ?p a kg:Paper }")
    assert isinstance(built, Graph)
    assert len(built) == 4


def test_a_folder_of_ones_own_is_asked_by_name(store: Path, tmp_path: Path) -> None:
    (tmp_path / "answer.rq").write_text("#+ summary: The answer\nSELECT (42 AS ?n) {}")
    with kg.open(store, queries=[tmp_path]) as graph:
        assert graph.query("answer") == [{"n": 42}]


def test_what_cannot_be_asked_says_why(graph: OpenStore, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no saved query"):
        graph.query("nothing")
    with pytest.raises(ParameterError, match="must be one of introduces, uses, compares, not 'buys'"):
        graph.query("entity_papers", entity="ColBERT", role="buys")
    with pytest.raises(AmbiguousNameError) as ambiguous:
        graph.query("entity_years", entity="RAG")
    assert [c.label for c in ambiguous.value.candidates] == ["region adjacency graph", "retrieval-augmented generation"]
    with pytest.raises(StoreMissingError):
        kg.open(tmp_path / "nowhere")
