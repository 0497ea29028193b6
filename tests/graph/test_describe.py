"""What a store holds, in counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.build import build_store, remove_papers
from kg.errors import StoreMissingError
from kg.graph.describe import describe_store
from kg.settings import Settings

CORPUS = (
    '{"id": "one", "title": "A Note", "abstract": "We evaluate BM25 and ColBERT on MS MARCO."}\n'
    '{"id": "two", "title": "A Second Note", "abstract": "We evaluate BM25 on an NVIDIA A100 GPU."}\n'
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two papers with known names."""
    folder = tmp_path_factory.mktemp("describe")
    (folder / "papers.jsonl").write_text(CORPUS)
    build_store([str(folder / "papers.jsonl")], folder / "store", Settings(processes=1, base="https://example.org/id"))
    return folder / "store"


def test_entities_that_papers_name_and_papers_that_name_one_are_counted_by_type(small: Path) -> None:
    facts = describe_store(small)
    assert facts.entities == {"Method": 2, "Dataset": 1, "Hardware": 1, "Metric": 0, "Task": 0}
    assert facts.papers_with == {"Method": 2, "Dataset": 1, "Hardware": 1, "Metric": 0, "Task": 0}


def test_wider_terms_that_no_paper_names_are_not_counted(small: Path) -> None:
    facts = describe_store(small)
    assert facts.snapshot.entities > sum(facts.entities.values())


def test_the_facts_as_json_name_the_snapshot(small: Path) -> None:
    facts = describe_store(small)
    assert facts.to_json() == {
        "papers": 2,
        "statements": facts.snapshot.quads,
        "entities": {"Method": 2, "Dataset": 1, "Hardware": 1, "Metric": 0, "Task": 0},
        "papers_with": {"Method": 2, "Dataset": 1, "Hardware": 1, "Metric": 0, "Task": 0},
        "base": "https://example.org/id",
        "snapshot": "000001",
        "pipeline": facts.snapshot.pipeline,
        "corpus_hash": facts.snapshot.corpus_hash,
        "pipelines": {facts.snapshot.pipeline: 2},
        "runs": [
            {
                "run": "000001",
                "started": facts.runs[0]["started"],
                "ended": facts.runs[0]["ended"],
                "pipeline": facts.snapshot.pipeline,
                "papers": 2,
                "added": 2,
                "replaced": 0,
                "removed": 0,
                "skipped": 0,
            }
        ],
    }


def test_the_facts_as_text_have_a_line_per_type(small: Path) -> None:
    facts = describe_store(small)
    assert facts.describe().splitlines() == [
        f"2 papers, {facts.snapshot.quads:,} statements",
        "Method          2   named in 2 of 2 papers",
        "Dataset         1   named in 1 of 2 papers",
        "Hardware        1   named in 1 of 2 papers",
        "Metric          0   named in 0 of 2 papers",
        "Task            0   named in 0 of 2 papers",
        "base      https://example.org/id",
        "snapshot  000001",
        f"corpus    {facts.snapshot.corpus_hash}",
        f"pipeline  {facts.snapshot.pipeline}: 2 papers",
        f"run       000001  {facts.runs[0]['started']}  2 papers (2 added)",
    ]


def test_runs_are_told_in_their_order_with_what_each_did(tmp_path: Path) -> None:
    lines = CORPUS.splitlines()
    for number, text in enumerate((lines[0], CORPUS, CORPUS.replace("BM25", "SPLADE"))):
        (tmp_path / f"{number}.jsonl").write_text(text)
        build_store([str(tmp_path / f"{number}.jsonl")], tmp_path / "store", Settings(processes=1))
    remove_papers(["one"], tmp_path / "store", Settings())
    facts = describe_store(tmp_path / "store")
    done = [tuple(run[what] for what in ("run", "papers", "added", "replaced", "removed")) for run in facts.runs]
    assert done == [("000001", 1, 1, 0, 0), ("000002", 2, 1, 0, 0), ("000003", 2, 0, 2, 0), ("000004", 1, 0, 0, 1)]


def test_there_is_nothing_to_describe_without_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="no store at"):
        describe_store(tmp_path / "nowhere")
