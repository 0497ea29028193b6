"""Building: the same corpus gives the same bytes, what changes is replaced, and what goes is gone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.build import build_store, remove_papers
from kg.errors import NotFoundError, StoreMissingError
from kg.graph.store import StoreFolder
from kg.settings import Settings
from tests.building import BASE, PAPERS, SETTINGS, Build, builder, exported, snapshots


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds papers into `store` below the test's folder."""
    return builder(tmp_path)


def graph(store: Path) -> Store:
    return Store.read_only(str(StoreFolder.open(store).current().graph))


def entities(store: Path) -> set[str]:
    """Return `type/slug` of all entities."""
    named = graph(store).quads_for_pattern(None, None, None, NamedNode(f"{BASE}/graph/entities"))
    return {str(quad.subject).strip("<>").removeprefix(f"{BASE}/") for quad in named}


def said_by(store: Path, paper: str) -> set[str]:
    """Return the stretches of text that a paper's graph has as mentions."""
    exact = NamedNode("http://www.w3.org/ns/oa#exact")
    quads = graph(store).quads_for_pattern(None, exact, None, NamedNode(f"{BASE}/paper/{paper}"))
    return {quad.object.value for quad in quads if isinstance(quad.object, Literal)}


# The same corpus, the same graph


def test_building_twice_from_nothing_gives_the_same_bytes(build: Build, tmp_path: Path) -> None:
    build(*PAPERS, into="one")
    build(*PAPERS, into="two")
    assert exported(tmp_path / "one") == exported(tmp_path / "two")
    assert exported(tmp_path / "one").count(b"\n") > 200


def test_the_order_of_papers_makes_no_difference(build: Build, tmp_path: Path) -> None:
    first = build(*PAPERS, into="one")
    second = build(*reversed(PAPERS), into="two")
    assert exported(tmp_path / "one") == exported(tmp_path / "two")
    assert (first.papers, first.entities, first.quads) == (second.papers, second.entities, second.quads)


@pytest.mark.parametrize("first", [(0, 1), (2, 3), (2,), (3, 1, 0)])
def test_building_in_two_steps_equals_building_at_once(build: Build, tmp_path: Path, first: tuple[int, ...]) -> None:
    build(*PAPERS, into="one")
    build(*(PAPERS[i] for i in first), into="two")
    build(*PAPERS, into="two")
    assert exported(tmp_path / "two") == exported(tmp_path / "one")


def test_removing_papers_equals_never_having_had_them(build: Build, tmp_path: Path) -> None:
    build(*PAPERS[1:], into="one")
    build(*PAPERS, into="two")
    remove_papers(["a"], tmp_path / "two", SETTINGS)
    assert exported(tmp_path / "two") == exported(tmp_path / "one")


EXPLAINS = {"id": "x", "title": "One", "abstract": "We propose a quiet zebra filter (QZF). It is fast."}
EXPLAINS_OTHERWISE = {"id": "y", "title": "Two", "abstract": "We propose a quick zone filter (QZF). It is slow."}
USES = {"id": "z", "title": "Three", "abstract": "We compare QZF with BM25 on MS MARCO. We use QZF."}


def meanings(store: Path, paper: str, text: str) -> set[str]:
    """Return `type/slug` of what a stretch of text in a paper refers to."""
    exact = NamedNode("http://www.w3.org/ns/oa#exact")
    refers_to = NamedNode("https://w3id.org/abstracts-kg/ontology#refersTo")
    found = graph(store)
    mentions = found.quads_for_pattern(None, exact, Literal(text), NamedNode(f"{BASE}/paper/{paper}"))
    meant = [quad.object for m in mentions for quad in found.quads_for_pattern(m.subject, refers_to, None, None)]
    return {str(entity).strip("<>").removeprefix(f"{BASE}/") for entity in meant}


def test_a_paper_that_explains_a_short_form_changes_what_it_means_in_papers_known_before(
    build: Build, tmp_path: Path
) -> None:
    build(USES)
    assert meanings(tmp_path / "store", "z", "QZF") == {"method/qzf"}
    assert build(EXPLAINS).replaced == 0
    assert meanings(tmp_path / "store", "z", "QZF") == {"method/quiet-zebra-filter"}
    build(EXPLAINS_OTHERWISE)
    assert meanings(tmp_path / "store", "z", "QZF") == {"method/qzf"}
    build(EXPLAINS, EXPLAINS_OTHERWISE, USES, into="fresh")
    assert exported(tmp_path / "store") == exported(tmp_path / "fresh")


def test_a_removal_changes_what_names_mean_in_the_papers_that_stay(build: Build, tmp_path: Path) -> None:
    build(EXPLAINS, EXPLAINS_OTHERWISE, USES)
    remove_papers(["y"], tmp_path / "store", SETTINGS)
    assert meanings(tmp_path / "store", "z", "QZF") == {"method/quiet-zebra-filter"}
    build(EXPLAINS, USES, into="fresh")
    assert exported(tmp_path / "store") == exported(tmp_path / "fresh")


def test_a_replaced_paper_equals_one_that_was_always_so(build: Build, tmp_path: Path) -> None:
    changed = {**PAPERS[1], "abstract": "A random alpha gate (RAG) opens. We evaluate on BEIR."}
    build(PAPERS[0], changed, *PAPERS[2:], into="one")
    build(*PAPERS, into="two")
    build(changed, into="two")
    assert exported(tmp_path / "two") == exported(tmp_path / "one")


def test_a_record_from_the_cache_gives_the_same_graph(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    before = exported(tmp_path / "store")
    remove_papers(["a", "b"], tmp_path / "store", SETTINGS)
    extracted: list[int] = []
    assert build(*PAPERS, progress=extracted.append).added == 2
    assert extracted == []
    assert exported(tmp_path / "store") == before


# What is added, unchanged, replaced, skipped, removed


def test_a_first_build_adds_all_papers(build: Build) -> None:
    summary = build(*PAPERS)
    assert (summary.added, summary.replaced, summary.removed, summary.unchanged) == (4, 0, 0, 0)
    assert (summary.papers, summary.snapshot, summary.skipped) == (4, "000001", ())


def test_building_tells_how_many_papers_were_extracted(build: Build) -> None:
    extracted: list[int] = []
    build(*PAPERS, progress=extracted.append)
    assert sum(extracted) == 4


def test_adding_a_corpus_keeps_what_was_there(build: Build, tmp_path: Path) -> None:
    build(*PAPERS[:2])
    said = said_by(tmp_path / "store", "a")
    summary = build(*PAPERS[2:])
    assert (summary.added, summary.unchanged, summary.papers, summary.snapshot) == (2, 0, 4, "000002")
    assert said_by(tmp_path / "store", "a") == said
    assert "Zorbnet" in said
    assert "ColBERT" in said_by(tmp_path / "store", "c")


def test_several_corpora_are_one(tmp_path: Path) -> None:
    for name, papers in (("one", PAPERS[:2]), ("two", PAPERS[1:])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    sources = [str(tmp_path / "one.jsonl"), str(tmp_path / "two.jsonl")]
    summary = build_store(sources, tmp_path / "store", SETTINGS)
    assert (summary.added, summary.skipped_by_reason()) == (4, {"duplicate id": 1})


def test_unchanged_papers_are_not_read_again_and_nothing_is_published(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    before = exported(tmp_path / "store")
    extracted: list[int] = []
    summary = build(*PAPERS[1:3], progress=extracted.append)
    assert (summary.added, summary.replaced, summary.unchanged, summary.papers) == (0, 0, 2, 4)
    assert (summary.snapshot, snapshots(tmp_path / "store"), extracted) == ("000001", ["000001"], [])
    assert exported(tmp_path / "store") == before


def test_a_changed_abstract_replaces_the_paper(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    summary = build({**PAPERS[0], "abstract": "We propose Zorbnet, which runs on an RTX 4090."})
    assert (summary.added, summary.replaced, summary.papers, summary.snapshot) == (0, 1, 4, "000002")
    assert {"BM25", "MS MARCO"}.isdisjoint(said_by(tmp_path / "store", "a"))
    assert {"Zorbnet", "RTX 4090"} <= said_by(tmp_path / "store", "a")
    assert "dataset/ms-marco" not in entities(tmp_path / "store")
    assert {"method/bm25", "hardware/nvidia-geforce-rtx-4090"} <= entities(tmp_path / "store")


def test_changed_metadata_replaces_the_paper(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    assert build({**PAPERS[0], "date": "2021"}).replaced == 1
    year = NamedNode("https://w3id.org/abstracts-kg/ontology#year")
    years = graph(tmp_path / "store").quads_for_pattern(NamedNode(f"{BASE}/paper/a"), year, None, None)
    assert [quad.object.value for quad in years if isinstance(quad.object, Literal)] == ["2021"]


def test_another_pipeline_replaces_all_papers_that_are_given(build: Build) -> None:
    build(*PAPERS)
    stricter = Settings(processes=1, min_confidence=0.5)
    summary = build(*PAPERS[:3], settings=stricter)
    assert (summary.replaced, summary.unchanged, summary.papers) == (3, 0, 4)
    assert build(*PAPERS[:3], settings=stricter).unchanged == 3


def test_a_text_that_the_store_has_under_another_id_is_skipped(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    summary = build({**PAPERS[0], "id": "z"}, {"id": "e", "title": "New", "abstract": "We evaluate on BEIR."})
    assert (summary.added, summary.papers) == (1, 5)
    (skipped,) = summary.skipped
    assert (skipped.reason, skipped.detail) == ("duplicate title and abstract", "as in paper a of the store")
    assert skipped.source.endswith("store.jsonl:1")
    assert said_by(tmp_path / "store", "z") == set()


def test_a_corpus_of_texts_that_are_all_known_publishes_nothing(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    summary = build({**PAPERS[0], "id": "z"})
    assert (summary.added, len(summary.skipped), summary.snapshot) == (0, 1, "000001")


def test_a_removed_paper_goes_with_its_graph_and_what_only_it_named(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    assert {"method/zorbnet", "dataset/ms-marco", "method/bm25"} <= entities(tmp_path / "store")
    summary = remove_papers(["a", "a"], tmp_path / "store", SETTINGS)
    assert (summary.removed, summary.papers, summary.snapshot) == (1, 3, "000002")
    assert NamedNode(f"{BASE}/paper/a") not in set(graph(tmp_path / "store").named_graphs())
    assert b"/paper/a>" not in exported(tmp_path / "store")
    assert {"method/zorbnet", "dataset/ms-marco"}.isdisjoint(entities(tmp_path / "store"))
    assert "method/bm25" in entities(tmp_path / "store")


def test_all_papers_can_be_removed(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    summary = remove_papers([paper["id"] for paper in PAPERS], tmp_path / "store", SETTINGS)
    assert (summary.removed, summary.papers, summary.entities) == (4, 0, 0)
    assert exported(tmp_path / "store") == b""


def test_an_unknown_id_removes_nothing(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    before = exported(tmp_path / "store")
    with pytest.raises(NotFoundError, match="not in the store: nope, neither; nothing was removed") as caught:
        remove_papers(["a", "nope", "neither"], tmp_path / "store", SETTINGS)
    assert caught.value.exit_code == 1
    assert exported(tmp_path / "store") == before
    assert snapshots(tmp_path / "store") == ["000001"]


def test_nothing_can_be_removed_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="no store at"):
        remove_papers(["a"], tmp_path / "nowhere", SETTINGS)
    assert not (tmp_path / "nowhere").exists()


def test_only_the_current_and_the_previous_snapshot_are_kept(build: Build, tmp_path: Path) -> None:
    for paper in PAPERS:
        build(paper)
    assert snapshots(tmp_path / "store") == ["000003", "000004"]
    assert graph(tmp_path / "store").contains_named_graph(NamedNode(f"{BASE}/paper/a"))


def test_a_reader_of_the_previous_snapshot_is_not_disturbed(build: Build, tmp_path: Path) -> None:
    build(*PAPERS[:2])
    reader = graph(tmp_path / "store")
    before = set(reader)
    build(*PAPERS)
    remove_papers(["a"], tmp_path / "store", SETTINGS)
    assert set(reader) == before


def test_the_runs_graph_has_an_activity_per_publication(build: Build, tmp_path: Path) -> None:
    build(*PAPERS[:2])
    build(*PAPERS[:2])
    build(*PAPERS)
    kind = NamedNode("http://www.w3.org/ns/prov#Activity")
    runs = graph(tmp_path / "store").quads_for_pattern(None, None, kind, NamedNode(f"{BASE}/graph/runs"))
    assert {quad.subject for quad in runs} == {NamedNode(f"{BASE}/run/000001"), NamedNode(f"{BASE}/run/000002")}


def generated(store: Path) -> dict[str, list[str]]:
    """Return the ids of the papers whose graphs each run made."""
    links = graph(store).quads_for_pattern(None, NamedNode("http://www.w3.org/ns/prov#generated"), None, None)
    found: dict[str, list[str]] = {}
    for link in links:
        assert isinstance(link.subject, NamedNode)
        assert isinstance(link.object, NamedNode)
        assert link.graph_name == NamedNode(f"{BASE}/graph/runs")
        found.setdefault(link.subject.value.rpartition("/")[2], []).append(link.object.value.rpartition("/")[2])
    return {run: sorted(papers) for run, papers in sorted(found.items())}


def test_a_run_leads_to_the_papers_that_it_added_or_replaced(build: Build, tmp_path: Path) -> None:
    build(*PAPERS[:2])
    build(*PAPERS[:3])
    build({**PAPERS[0], "title": "Another title"})
    assert generated(tmp_path / "store") == {"000001": ["a", "b"], "000002": ["c"], "000003": ["a"]}


def test_a_removed_paper_is_taken_out_of_the_runs_and_comes_back_by_the_run_that_adds_it_again(
    build: Build, tmp_path: Path
) -> None:
    build(*PAPERS[:2])
    remove_papers(["a"], tmp_path / "store", SETTINGS)
    assert generated(tmp_path / "store") == {"000001": ["b"]}
    build(PAPERS[0])
    assert generated(tmp_path / "store") == {"000001": ["b"], "000003": ["a"]}


def test_the_snapshot_counts_what_it_holds(build: Build, tmp_path: Path) -> None:
    summary = build(*PAPERS)
    assert summary.quads == len(graph(tmp_path / "store"))
    assert summary.entities == len(entities(tmp_path / "store"))


def test_a_base_given_at_the_first_build_stays(build: Build, tmp_path: Path) -> None:
    build(*PAPERS[:2], settings=Settings(processes=1, base="https://mine.example/kg/"))
    build(*PAPERS, settings=Settings(processes=1, base="https://other.example/kg"))
    text = exported(tmp_path / "store")
    assert b"<https://mine.example/kg/paper/d%2F1>" in text
    assert b"other.example" not in text
    assert BASE.encode() not in text
