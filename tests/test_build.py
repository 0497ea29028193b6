"""Building: the same corpus gives the same bytes, what changes is replaced, and nothing that fails does harm."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.build import build_store, remove_papers
from kg.errors import (
    CorpusError,
    EmptyCorpusError,
    ExtractionError,
    InterruptedRunError,
    NotFoundError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreMissingError,
    StoreVersionError,
)
from kg.extract.record import Record
from kg.graph.export import export_store
from kg.graph.store import StoreFolder
from kg.settings import Settings
from kg.summary import BuildSummary

BASE = "https://w3id.org/abstracts-kg/id"
SETTINGS = Settings(processes=1)
PAPERS: tuple[dict[str, Any], ...] = (
    {
        "id": "a",
        "title": "Zorbnet: A Ranker",
        "abstract": "We propose Zorbnet. Zorbnet outperforms BM25 on MS MARCO.",
        "date": "2023",
    },
    {
        "id": "b",
        "title": "On Adjacency",
        "abstract": "A region adjacency graph (RAG) describes an image. We evaluate on COCO.",
    },
    {"id": "c", "title": "Of RAG", "abstract": "RAG is compared with ColBERT on an NVIDIA A100 GPU."},
    {
        "id": "d/1",
        "title": "Lookups",
        "abstract": "Retrieval-augmented generation (RAG) with BM25 takes 41% less time on Natural Questions.",
        "date": "2024-02",
    },
)

Build = Callable[..., BuildSummary]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds papers into `store` below the test's folder."""

    def run(*papers: dict[str, Any], into: str = "store", **more: Any) -> BuildSummary:
        corpus = tmp_path / f"{into}.jsonl"
        corpus.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
        return build_store([str(corpus)], tmp_path / into, more.pop("settings", SETTINGS), **more)

    return run


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export_store(store, out)
    return out.getvalue()


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


def snapshots(store: Path) -> list[str]:
    return sorted(path.name for path in (store / "snapshots").iterdir())


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


# What goes wrong


@pytest.fixture
def built(build: Build, tmp_path: Path) -> Path:
    """A store of two papers."""
    build(*PAPERS[:2])
    return tmp_path / "store"


def test_a_folder_with_other_things_is_refused(build: Build, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "thesis.tex").write_text("mine")
    with pytest.raises(StoreError, match="not a store and not an empty folder"):
        build(*PAPERS)
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["thesis.tex"]


def test_a_store_of_another_version_is_not_written_to(build: Build, built: Path) -> None:
    (built / "kg.json").write_text(json.dumps({"version": 99, "base": BASE}))
    with pytest.raises(StoreVersionError, match="layout version 99") as caught:
        build(*PAPERS)
    assert caught.value.exit_code == 4
    with pytest.raises(StoreVersionError):
        remove_papers(["a"], built, SETTINGS)
    assert snapshots(built) == ["000001"]


def test_a_store_that_another_process_writes_to_is_left_alone(build: Build, built: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.graph.store import StoreFolder\n"
        "with StoreFolder.open(Path(sys.argv[1])).writing(): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(built)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreLockedError, match=rf"process {holder.pid} is writing") as caught:
            build(*PAPERS)
        with pytest.raises(StoreLockedError, match=str(holder.pid)):
            remove_papers(["a"], built, SETTINGS)
        holder.kill()
    assert caught.value.exit_code == 5
    assert snapshots(built) == ["000001"]
    assert build(*PAPERS).added == 2


@pytest.mark.parametrize("step", ["kg.build.write_snapshot", "kg.records.extract_papers"])
def test_a_full_disk_leaves_the_published_graph_as_it_was(
    build: Build, built: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = exported(built)
    with monkeypatch.context() as patch:
        patch.setattr(step, full)
        with pytest.raises(StoreFullError, match=r"the disk of .* is full; free some space") as caught:
            build(*PAPERS)
    assert caught.value.exit_code == 6
    assert exported(built) == before
    assert snapshots(built) == ["000001"]
    assert build(*PAPERS).added == 2


def test_a_disk_that_fills_up_while_the_graph_is_written_does_no_harm(
    build: Build, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("IO error: No space left on device: While appending to file: graph/000012.sst")

    before = exported(built)
    with monkeypatch.context() as patch:
        patch.setattr("kg.graph.writing.run_quads", full)
        with pytest.raises(StoreFullError):
            build(*PAPERS)
    assert exported(built) == before
    assert build(*PAPERS).papers == 4


def test_ctrl_c_leaves_the_published_graph_as_it_was(build: Build, built: Path) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    before = exported(built)
    with pytest.raises(InterruptedRunError, match="run the same command again to go on") as caught:
        build(*PAPERS, progress=interrupt)
    assert caught.value.exit_code == 130
    assert exported(built) == before
    assert snapshots(built) == ["000001"]
    assert (build(*PAPERS).added, snapshots(built)) == (2, ["000001", "000002"])


def test_what_was_extracted_before_ctrl_c_is_not_extracted_again(build: Build, tmp_path: Path) -> None:
    papers = [{"id": f"n{n}", "title": f"Note {n}", "abstract": f"We evaluate BM25, take {n}."} for n in range(100)]
    done: list[int] = []

    def interrupt(count: int) -> None:
        done.append(count)
        if sum(done) >= 96:
            raise KeyboardInterrupt

    with pytest.raises(InterruptedRunError):
        build(*papers, progress=interrupt)
    with pytest.raises(StoreMissingError, match="nothing has been published"):
        StoreFolder.open(tmp_path / "store").current()
    again: list[int] = []
    assert build(*papers, progress=again.append).added == 100
    assert sum(again) == 4


def test_an_extraction_that_fails_leaves_the_published_graph_as_it_was(
    build: Build, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> list[Record]:
        raise ExtractionError("extraction failed on paper c")

    before = exported(built)
    monkeypatch.setattr("kg.records.extract_papers", fail)
    with pytest.raises(ExtractionError, match="paper c"):
        build(*PAPERS)
    assert exported(built) == before
    assert snapshots(built) == ["000001"]


KILLED = """
import os, signal, sys
from pathlib import Path
from kg.build import build_store
from kg.settings import Settings
def kill(_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[3] == "extracting":
    build_store([sys.argv[1]], Path(sys.argv[2]), Settings(processes=1), progress=kill)
else:
    import kg.graph.writing
    kg.graph.writing.run_quads = lambda *_: kill(0)
    build_store([sys.argv[1]], Path(sys.argv[2]), Settings(processes=1))
"""


@pytest.mark.parametrize("moment", ["extracting", "writing"])
def test_a_build_that_is_killed_does_no_harm(build: Build, built: Path, tmp_path: Path, moment: str) -> None:
    before = exported(built)
    corpus = tmp_path / "more.jsonl"
    corpus.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(corpus), str(built), moment], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert snapshots(built) == ["000001", "000002.building"]
    assert exported(built) == before
    summary = build(*PAPERS)
    assert (summary.added, summary.unchanged, summary.snapshot) == (2, 2, "000002")
    assert snapshots(built) == ["000001", "000002"]
    build(*PAPERS, into="fresh")
    assert exported(built) == exported(tmp_path / "fresh")


def test_a_damaged_cache_is_no_obstacle(build: Build, built: Path, tmp_path: Path) -> None:
    (built / "cache.sqlite").write_bytes(b"not a database" * 1000)
    assert build(*PAPERS).added == 2
    build(*PAPERS, into="fresh")
    assert exported(built) == exported(tmp_path / "fresh")


def test_a_corpus_without_a_usable_paper_changes_nothing(build: Build, built: Path) -> None:
    before = exported(built)
    with pytest.raises(EmptyCorpusError, match="no usable paper") as caught:
        build({"id": "x", "title": "No abstract here"})
    assert caught.value.exit_code == 3
    assert exported(built) == before
    assert snapshots(built) == ["000001"]


def test_a_corpus_that_is_not_there_changes_nothing(built: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.jsonl"):
        build_store([str(built / "nowhere.jsonl")], built, SETTINGS)
    assert snapshots(built) == ["000001"]


def test_a_first_build_that_fails_can_be_run_again(build: Build, tmp_path: Path) -> None:
    with pytest.raises(EmptyCorpusError):
        build({"id": "x", "title": "No abstract here"})
    assert build(*PAPERS).snapshot == "000001"


def test_the_lock_names_the_process_that_builds(build: Build, tmp_path: Path) -> None:
    build(*PAPERS)
    assert (tmp_path / "store" / "lock").read_text() == str(os.getpid())
