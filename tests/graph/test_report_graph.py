"""Scores of reports in the graph: typed, with their provenance, replaced by the next run, without a clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

import kg
from kg.build import build_store
from kg.cli import main
from kg.errors import StoreLockedError
from kg.graph.report_graph import ReportRun, report_quads, write_report_graphs
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import KG, SCORE_PROPERTIES
from kg.settings import Settings

BASE = "https://example.org/id"
RUN = ReportRun(
    name="centrality",
    title="Central things",
    command="kg report centrality --store STORE --out DIR",
    software="abstracts-kg 0.1.0",
    corpus_hash="abc",
    started="2026-01-01T00:00:00Z",
    ended="2026-01-01T00:00:09Z",
    scores={f"{BASE}/method/bert": {"pageRank": 0.25, "degree": 3}},
)


@pytest.fixture
def folder(tmp_path: Path) -> StoreFolder:
    (tmp_path / "papers.jsonl").write_text('{"id": "a", "title": "A Note", "abstract": "We use BERT on SQuAD."}\n')
    build_store([str(tmp_path / "papers.jsonl")], tmp_path / "store", Settings(processes=1, base=BASE))
    return StoreFolder.open(tmp_path / "store")


def lines(folder: StoreFolder, graph: str) -> list[str]:
    store = Store.read_only(str(folder.current().graph))
    name = NamedNode(f"{BASE}/graph/{graph}")
    return sorted(str(quad.triple) for quad in store.quads_for_pattern(None, None, None, name))


def test_scores_are_typed_and_provenance_stands_beside_them(folder: StoreFolder) -> None:
    write_report_graphs(folder, [RUN])
    graph, activity = f"<{BASE}/graph/report/centrality>", f"<{BASE}/run/report-centrality>"
    bert = f"<{BASE}/method/bert>"
    xsd, prov = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/ns/prov#"
    assert lines(folder, "report/centrality") == sorted([
        f"{graph} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{prov}Entity>",
        f'{graph} <http://purl.org/dc/terms/title> "Central things"',
        f"{graph} <{prov}wasGeneratedBy> {activity}",
        f'{activity} <{KG}command> "kg report centrality --store STORE --out DIR"',
        f'{activity} <{KG}corpusHash> "abc"',
        f'{activity} <{prov}wasAssociatedWith> "abstracts-kg 0.1.0"',
        f'{bert} <{KG}pageRank> "0.25"^^<{xsd}decimal>',
        f'{bert} <{KG}degree> "3"^^<{xsd}integer>',
    ])  # fmt: skip


def test_only_the_graph_of_runs_knows_the_time(folder: StoreFolder) -> None:
    quads = list(report_quads(BASE, RUN))
    timed = [quad for quad in quads if "2026-01-01" in str(quad)]
    assert len(timed) == 2
    assert {quad.graph_name for quad in timed} == {NamedNode(f"{BASE}/graph/runs")}


def test_the_next_run_replaces_scores_and_clock(folder: StoreFolder) -> None:
    runs_before = lines(folder, "runs")
    write_report_graphs(folder, [RUN])
    write_report_graphs(
        folder, [replace(RUN, started="2027-01-01T00:00:00Z", scores={f"{BASE}/dataset/squad": {"degree": 1}})]
    )
    assert not any("method/bert" in line for line in lines(folder, "report/centrality"))
    added = set(lines(folder, "runs")) - set(runs_before)
    assert sum("startedAtTime" in line for line in added) == 1
    assert set(runs_before) < set(lines(folder, "runs"))


def test_a_build_leaves_the_graphs_of_reports_alone(folder: StoreFolder, tmp_path: Path) -> None:
    write_report_graphs(folder, [RUN])
    before = lines(folder, "report/centrality")
    (tmp_path / "more.jsonl").write_text('{"id": "b", "title": "Another", "abstract": "We use RoBERTa."}\n')
    build_store([str(tmp_path / "more.jsonl")], folder.path, Settings(processes=1))
    assert lines(folder, "report/centrality") == before


def test_a_store_that_is_being_written_to_is_left_alone(folder: StoreFolder) -> None:
    with folder.writing(), pytest.raises(StoreLockedError):
        write_report_graphs(folder, [RUN])


def test_saved_queries_rank_by_what_kg_report_wrote(tmp_path: Path) -> None:
    store = tmp_path / "store"
    (tmp_path / "papers.jsonl").write_text(
        "".join(
            f'{{"id": "p{i}", "title": "Note {i}", "abstract": "We evaluate BERT on SQuAD on {gpu} GPU."}}\n'
            for i, gpu in enumerate(["an A100", "an A100", "a V100", "a V100", "an A100 and a V100", "an A100"])
        )
    )
    build_store([str(tmp_path / "papers.jsonl")], store, Settings(processes=1))
    with kg.open(store) as graph:
        assert {row.get("pagerank") for row in graph.query("central_entities", type="Hardware")} == {None}
    assert main(["report", "centrality", "--store", str(store), "--out", str(tmp_path / "out")]) == 0
    with kg.open(store) as graph:
        rows = graph.query("central_entities", type="Hardware")
    ranked = [(row["label"], float(row["pagerank"])) for row in rows if row.get("pagerank")]
    assert [label for label, _ in ranked] == ["NVIDIA A100", "NVIDIA V100"]
    assert ranked[0][1] > ranked[1][1] > 0


def test_a_report_that_is_to_leave_the_store_alone_does(folder: StoreFolder, tmp_path: Path) -> None:
    before = folder.current().name
    assert main(["report", "trends", "--store", str(folder.path), "--out", str(tmp_path / "out"), "--read-only"]) == 0
    assert folder.current().name == before


def test_every_score_property_says_its_type() -> None:
    assert set(SCORE_PROPERTIES.values()) == {"integer", "decimal"}
