"""Opening a store in Python: entities, search, evidence; and the examples in docstrings run."""

from __future__ import annotations

import doctest
import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.analytics.networks import read_network
from kg.build import build_store
from kg.errors import AmbiguousNameError, NotFoundError, ParameterError, UsageError
from kg.extract.record import Record
from kg.opened import OpenStore, open_store
from kg.resources import PACKAGE, sample_corpus
from kg.settings import Settings

#: Modules with examples, found by what they hold.
EXAMPLES = sorted(
    str(path.relative_to(PACKAGE.parent).with_suffix("")).replace("/", ".").removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def graph(store: Path) -> Iterator[OpenStore]:
    with open_store(store, settings=Settings(query_workers=1)) as opened:
        yield opened


@pytest.fixture(scope="module")
def sample_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("examples")
    build_store([str(sample_corpus())], place / "store", Settings(processes=1))
    return place


@pytest.mark.parametrize("module", EXAMPLES)
def test_the_examples_in_docstrings_run(module: str, sample_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample_place)
    failed, tried = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert tried > 0
    assert failed == 0


def test_an_entity_is_found_by_label_alias_and_iri(graph: OpenStore) -> None:
    entity = graph.entity("ColBERT")
    assert graph.entity(entity.iri) == entity
    assert (entity.label, entity.type, entity.papers, entity.years) == ("ColBERT", "Method", 2, {2022: 1, 2023: 1})
    assert entity.roles["comparesWith"] >= 1


def test_a_homonym_is_ambiguous_until_it_is_named_by_iri(graph: OpenStore) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        graph.entity("RAG")
    assert {graph.entity(candidate.iri).label.lower() for candidate in caught.value.candidates} == {
        "retrieval-augmented generation",
        "region adjacency graph",
    }


def test_a_name_that_nothing_has_is_an_error(graph: OpenStore) -> None:
    with pytest.raises(ParameterError, match="no Dataset in the store is called 'ColBERT'"):
        graph.entity("ColBERT", type="Dataset")


def test_evidence_names_the_entity_and_is_surest_first(graph: OpenStore) -> None:
    found = graph.evidence("ColBERT")
    assert all("ColBERT" in one.sentence and one.words == "ColBERT" for one in found)
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)
    assert {one.paper.rpartition("/")[2] for one in graph.evidence("ColBERT", "Natural Questions")} == {"p2"}
    assert len(graph.evidence("ColBERT", limit=1)) == 1


def test_search_finds_entities_and_papers(graph: OpenStore) -> None:
    assert graph.search("tilegraph")[0].type in ("Method", "Paper")
    assert {found.type for found in graph.search("TileGraph")} >= {"Paper"}
    assert graph.search("   ") == []


def test_a_network_is_that_of_its_name_with_the_filters_and_thresholds_given(graph: OpenStore, store: Path) -> None:
    whole = graph.network()
    assert {*whole.edges(data="weight")} == {*read_network(store, "co-use").edges(data="weight")}
    label = dict(whole.nodes(data="label"))
    pair = next((a, b) for a, b in whole.edges if {label[a], label[b]} == {"ColBERT", "MS MARCO"})
    assert whole.edges[pair]["weight"] == 2
    later = graph.network(since=2023)
    assert set(later) < set(whole)
    assert {data for _, _, data in graph.network(min_pair_papers=2).edges(data="weight")} == {2}
    assert {type for _, type in graph.network("datasets", min_papers=2).nodes(data="type")} == {"Dataset"}
    assert graph.network(categories=["nothing"]).number_of_nodes() == 0
    assert set(graph.network(roles=["introduces"])) < set(whole)
    assert set(graph.network(confidence=0.9)) < set(whole)


def test_a_network_of_stated_relations_is_directed(graph: OpenStore) -> None:
    assert graph.network("comparedWith").is_directed()


def test_what_makes_no_network_is_an_error(graph: OpenStore) -> None:
    with pytest.raises(NotFoundError, match="there is no network 'friends'"):
        graph.network("friends")
    with pytest.raises(UsageError, match="no role borrows"):
        graph.network(roles=["borrows"])  # type: ignore[list-item]


def test_a_text_is_extracted_whether_or_not_the_package_of_that_name_has_been_imported() -> None:
    text = "We evaluate ColBERT on MS MARCO."
    record = kg.extract(text)
    assert isinstance(record, Record)
    assert kg.extract(text) == record
    assert [(text[m.start : m.end], m.type) for m in record.mentions] == [
        ("ColBERT", "Method"),
        ("MS MARCO", "Dataset"),
    ]
    assert kg.extract(text, "On BERT").mentions[0].field == "title"


def test_the_examples_leave_no_store_behind(sample_place: Path) -> None:
    assert sorted(path.name for path in sample_place.iterdir()) == ["store"]
    shutil.rmtree(sample_place)
