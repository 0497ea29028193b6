"""Curation of a store: applied at once and at every later build, checked against its papers, suggested from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Store

from kg.build import build_store
from kg.cli import main
from kg.graph.store import StoreFolder
from kg.settings import Settings

BASE = "https://w3id.org/abstracts-kg/id"
HEADER = "action\ttype\tname\tvalue\tpapers\treason\n"
PAPERS = {
    "a": "We propose ZorbNet. ZorbNet outperforms BM25 on MS MARCO.",
    "b": "We compare ColBERT with BM25 on MS MARCO.",
    "c": "We evaluate ColBERT on BEIR.",
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of papers a and b."""
    return build(tmp_path, "a", "b")


def build(folder: Path, *ids: str, into: str = "store", curation: Path | None = None) -> Path:
    lines = [json.dumps({"id": id, "title": f"Title {id}", "abstract": PAPERS[id]}) for id in ids]
    (folder / "papers.jsonl").write_text("\n".join(lines))
    build_store([str(folder / "papers.jsonl")], folder / into, Settings(processes=1), curation=curation)
    return folder / into


def decisions(folder: Path, *lines: str) -> Path:
    (folder / "names.tsv").write_text(HEADER + "".join(f"{line}\n" for line in lines))
    return folder / "names.tsv"


def graph(store: Path) -> set[tuple[str, str, str]]:
    """Return the triples of a store, without the base of IRIs."""
    triples = set()
    for quad in Store.read_only(str(StoreFolder.open(store).current().graph)):
        terms = (quad.subject, quad.predicate, quad.object)
        s, p, o = (t.value.removeprefix(f"{BASE}/") for t in terms if isinstance(t, NamedNode | Literal))
        if not str(quad.graph_name).endswith("/runs>"):
            triples.add((s, p.rpartition("#")[2].rpartition("/")[2], o))
    return triples


def test_a_merge_is_applied_shows_its_reason_and_survives_builds(store: Path, tmp_path: Path) -> None:
    file = decisions(tmp_path, "merge\tMethod\tZorbNet\tColBERT\t\ta first name of it")
    assert main(["curate", "apply", str(file), "--store", str(store)]) == 0
    note = ("method/colbert", "changeNote", "merge ZorbNet into ColBERT: a first name of it")
    assert note in graph(store)
    assert ("paper/a", "introduces", "method/colbert") in graph(store)
    build(tmp_path, "c")
    assert note in graph(store)
    assert not any("method/zorbnet" in triple for triple in graph(store))
    assert graph(build(tmp_path, "a", "b", "c", into="fresh", curation=file)) == graph(store)


def test_a_changed_file_takes_back_what_the_one_before_did(store: Path, tmp_path: Path) -> None:
    before = graph(store)
    for line in ("merge\tMethod\tZorbNet\tBM25", "retype\tDataset\tMS MARCO\tTask", "block\tMethod\tBM25"):
        assert main(["curate", "apply", str(decisions(tmp_path, line)), "--store", str(store)]) == 0
        assert graph(store) != before
    assert main(["curate", "apply", str(decisions(tmp_path)), "--store", str(store)]) == 0
    assert graph(store) == before


def test_a_retyped_and_a_blocked_name(store: Path, tmp_path: Path) -> None:
    file = decisions(tmp_path, "retype\tDataset\tMS MARCO\tTask", "block\tMethod\tBM25")
    assert main(["curate", "apply", str(file), "--store", str(store)]) == 0
    triples = graph(store)
    assert ("paper/b", "mentions", "task/ms-marco") in triples
    assert not any("dataset/ms-marco" in triple or "method/bm25" in triple for triple in triples)
    assert {o for _, p, o in triples if p == "exact"} >= {"MS MARCO", "ColBERT"}
    assert "BM25" not in {o for _, p, o in triples if p == "exact"}


def test_applying_the_same_file_again_publishes_nothing(store: Path, tmp_path: Path) -> None:
    file = decisions(tmp_path, "rename\tMethod\tZorbNet\tZorb Net")
    for _ in range(2):
        assert main(["curate", "apply", str(file), "--store", str(store)]) == 0
        assert StoreFolder.open(store).current().name == "000002"


def test_a_file_with_faults_or_conflicts_changes_nothing(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = graph(store)
    for lines, complaint in (
        (["join\tMethod\tA\tB"], "names.tsv:2: unknown action 'join'"),
        (["merge\tMethod\tBM25\tA", "merge\tMethod\tBM25\tB"], "lines 2 and 3: merge BM25 into A"),
    ):
        assert main(["curate", "apply", str(decisions(tmp_path, *lines)), "--store", str(store)]) == 11
        assert complaint in capsys.readouterr().err
    assert (graph(store), StoreFolder.open(store).current().name) == (before, "000001")


def test_check_tells_conflicts_and_decisions_that_meet_no_name(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = decisions(tmp_path, "rename\tMethod\tZorbNets\tZorbNet", "block\tTask\twalking")
    assert main(["curate", "check", str(good), "--store", str(store)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 decisions, 0 conflicts, 1 meet no name of a paper",
        "  line 3 meets nothing: block walking",
    ]
    bad = decisions(tmp_path, "rename\tMethod\tBM25\tOne", "rename\tMethod\tBM25\tTwo")
    assert main(["curate", "check", str(bad), "--store", str(tmp_path / "none")]) == 11
    assert "conflict: lines 2 and 3: rename BM25 to One, but rename BM25 to Two" in capsys.readouterr().out


def test_suggestions_are_lines_of_a_curation_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = ("We propose ZorbFilter. ZorbFilter is new.", "We propose ZorbFiltir. ZorbFiltir is old.")
    lines = [json.dumps({"id": f"n{n}", "title": f"Title {n}", "abstract": text}) for n, text in enumerate(texts)]
    (tmp_path / "near.jsonl").write_text("\n".join(lines))
    build_store([str(tmp_path / "near.jsonl")], tmp_path / "near", Settings(processes=1))
    assert main(["curate", "suggest", "--store", str(tmp_path / "near")]) == 0
    out = capsys.readouterr().out
    (tmp_path / "proposed.tsv").write_text(out)
    assert out.splitlines()[1].split("\t")[:4] == ["merge", "Method", "ZorbFilter", "ZorbFiltir"]
    assert main(["curate", "apply", str(tmp_path / "proposed.tsv"), "--store", str(tmp_path / "near")]) == 0
    assert main(["curate", "suggest", "--store", str(tmp_path / "near"), "--json"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "[]"


def test_a_file_has_to_be_named(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["curate", "check", "--store", str(store)]) == 2
    assert "name the curation file" in capsys.readouterr().err
