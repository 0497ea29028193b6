"""What corrections decide on names, from the tasks of a store back into its curation file and its graph."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.annotation.corrections import Corrected, Marked, read_corrections
from kg.annotation.tasks import write_tasks
from kg.annotation.verdicts import Verdict, verdicts
from kg.build import build_store, curate_store
from kg.cli import main
from kg.curate import correct_curation
from kg.errors import CurationError
from kg.extract.record import Mention, Record
from kg.opened import open_store
from kg.resolve.curation import read_curation
from kg.settings import Settings

ABSTRACT = "Moss nets beat BERT on PondQA. Moss nets are small."
Region = dict[str, Any]


def record(*spans: tuple[int, int, str], id: str = "a") -> Record:
    mentions = tuple(
        Mention("abstract", start, end, type, ABSTRACT[start:end], 0, 30, "terms", 0.5)  # type: ignore[arg-type]
        for start, end, type in spans
    )
    return Record(id, "", ABSTRACT, mentions, (), (), (), "kg")


def left(*spans: tuple[int, int, str], id: str = "a") -> Corrected:
    marked = (Marked("abstract", start, end, type, ABSTRACT[start:end]) for start, end, type in spans)
    return Corrected(id, "", ABSTRACT, tuple(marked))


def judged(found: Record, corrected: Corrected) -> list[Verdict]:
    return verdicts([corrected], {"a": found})


def test_a_name_that_is_always_another_type_is_retyped() -> None:
    found = record((0, 9, "Task"), (31, 40, "Task"), (15, 19, "Method"))
    corrected = left((0, 9, "Method"), (31, 40, "Method"), (15, 19, "Method"))
    assert judged(found, corrected) == [Verdict("Task", "Moss nets", "Method", 2, ("a",))]


def test_a_name_that_is_always_unmarked_is_no_name() -> None:
    assert judged(record((15, 19, "Method")), left()) == [Verdict("Method", "BERT", None, 1, ("a",))]


@pytest.mark.parametrize(
    "corrected",
    [
        left((0, 9, "Task")),  # once as it was
        left((0, 9, "Method")),  # once another type, once none
        left((0, 9, "Method"), (31, 40, "Dataset")),
        left((0, 4, "Task"), (31, 40, "Task")),  # other boundaries
    ],
)
def test_a_name_that_became_different_things_gets_no_verdict(corrected: Corrected) -> None:
    assert judged(record((0, 9, "Task"), (31, 40, "Task")), corrected) == []


def test_papers_that_extraction_has_not_seen_say_nothing() -> None:
    assert verdicts([left(id="b")], {"a": record((15, 19, "Method"))}) == []


@pytest.fixture
def corrected(tmp_path: Path, corpus: Path) -> Callable[[Callable[[Region], Region | None]], tuple[Path, Path]]:
    """Build a store, correct each region of its tasks, and return the store and what Label Studio would export."""
    built = tmp_path / "store"
    build_store([str(corpus)], built, Settings(model="rules", processes=1))

    def correct(change: Callable[[Region], Region | None]) -> tuple[Path, Path]:
        out = io.BytesIO()
        write_tasks(built, out, below=1.0)
        tasks = json.loads(out.getvalue())
        for task in tasks:
            regions = [change(json.loads(json.dumps(region))) for region in task["predictions"][0]["result"]]
            task["annotations"] = [{"result": [region for region in regions if region]}]
        (tmp_path / "project.json").write_text(json.dumps(tasks))
        return built, tmp_path / "project.json"

    return correct


def retype_beir_and_unmark_bm25(region: Region) -> Region | None:
    if region["value"]["text"] == "BEIR":
        region["value"]["labels"] = ["Metric"]
    return None if region["value"]["text"] == "BM25" else region


def test_corrections_go_into_the_curation_file_and_hold_in_the_graph(
    corrected: Callable[..., tuple[Path, Path]], corpus: Path, tmp_path: Path
) -> None:
    store, project = corrected(retype_beir_and_unmark_bm25)
    names, gold = tmp_path / "names.tsv", tmp_path / "gold.jsonl"
    assert main(["import", str(project), "--out", str(gold), "--curation", str(names), "--store", str(store)]) == 0
    assert len(gold.read_text().splitlines()) == 4
    assert {(d.action, d.type, d.name, d.value) for d in read_curation(names)} == {
        ("retype", "Dataset", "BEIR", "Metric"),
        ("block", "Method", "BM25", ""),
    }
    curate_store(names, store, Settings(model="rules", processes=1))
    build_store([str(corpus)], store, Settings(model="rules", processes=1))
    with open_store(store, settings=Settings(query_workers=1)) as graph:
        assert graph.entity("BEIR").type == "Metric"
        assert [found.label for found in graph.search("BM25") if found.type != "Paper"] == []


def test_unchanged_tasks_decide_nothing(corrected: Callable[..., tuple[Path, Path]], tmp_path: Path) -> None:
    store, project = corrected(lambda region: region)
    assert correct_curation(tmp_path / "names.tsv", read_corrections([project]).papers, store) == 0
    assert not (tmp_path / "names.tsv").exists()


def test_a_file_keeps_its_lines_and_what_it_decides(
    corrected: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    store, project = corrected(retype_beir_and_unmark_bm25)
    papers = read_corrections([project]).papers
    names = tmp_path / "names.tsv"
    written = "# ours\nname\taction\ttype\tvalue\nbm-25\tlink\tMethod\tQ1\n"
    names.write_text(written)
    assert correct_curation(names, papers, store) == 1
    assert names.read_text() == written + "BEIR\tretype\tDataset\tMetric\n"
    assert correct_curation(names, papers, store) == 0
    names.write_text("name\n")
    with pytest.raises(CurationError, match="the header names the columns"):
        correct_curation(names, papers, store)
