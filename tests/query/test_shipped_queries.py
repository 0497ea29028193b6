"""Every saved query that is shipped gives, with its defaults and the sample corpus, the answer that was checked by eye.

After a change that is meant to change answers, `make expected` writes them anew; read them before you commit them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

import kg
from kg.analytics.store_rows import open_dataset
from kg.build import build_store
from kg.query.command import run_query
from kg.query.parameters import with_base
from kg.query.saved import load_saved_queries
from kg.remote.asking import open_lookup
from kg.resources import queries_dir, sample_corpus
from kg.settings import Settings

EXPECTED = Path(__file__).parent / "expected"
#: What holds the time of the build, and what is a graph: they have tests of their own.
UNSTORED = {"corpus_runs", "paper_graph"}
#: What the sample has nothing of; it is built in one go.
EMPTY = {"curation", "likely_duplicates", "new_papers", "new_since_last_run", "rising_since_last_run"}
NAMES = sorted(path.stem for path in queries_dir().glob("*.rq") if path.stem not in UNSTORED)


def without_version(answer: str) -> str:
    """Return an answer without the version of the pipeline, which any change of the extraction changes."""
    return re.sub(r"abstracts-kg \d+\.\d+\.\d+\+[0-9a-f]+", "abstracts-kg VERSION", answer)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("sample") / "store"
    summary = build_store([str(sample_corpus())], store, Settings(processes=1))
    assert (summary.papers, summary.skipped) == (32, ())
    return store


@pytest.fixture(scope="module")
def dataset(sample: Path) -> Iterator[Dataset]:
    dataset = open_dataset(sample)
    yield dataset
    dataset.close()


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_with_defaults_is_as_expected(sample: Path, name: str) -> None:
    out = io.BytesIO()
    with open_lookup(sample, Settings(query_workers=1)) as lookup:
        run_query(lookup, name, [], [], "csv", out)
    expected = (EXPECTED / f"{name}.csv").read_text(encoding="utf-8")
    assert without_version(out.getvalue().decode().replace("\r\n", "\n")) == without_version(expected)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_runs_as_it_is_in_another_tool(dataset: Dataset, name: str) -> None:
    rows = len(list(dataset.query(load_saved_queries().get(name).text)))
    out = io.StringIO((EXPECTED / f"{name}.csv").read_text(encoding="utf-8"))
    assert rows > 0 or name in EMPTY
    assert rows <= len(out.readlines())


@pytest.mark.parametrize("name", [*NAMES, *sorted(UNSTORED)])
def test_the_default_base_stands_in_iris_alone_so_that_it_can_be_moved(name: str) -> None:
    assert Settings().base not in with_base(load_saved_queries().get(name).text, "http://mine.org/kg")


def test_there_is_no_expectation_without_its_query() -> None:
    assert sorted(path.stem for path in EXPECTED.glob("*.csv")) == NAMES


def test_the_builds_are_listed_with_what_they_made(sample: Path) -> None:
    with kg.open(sample) as graph:
        (run,) = graph.query("corpus_runs")
        assert (run["papers"], run["skipped"]) == (32, 0)


def test_the_graph_of_a_paper_is_all_that_it_contributed(sample: Path, dataset: Dataset) -> None:
    paper = f"{Settings().base}/paper/sample-05"
    everything = dataset.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{paper}> {{ ?s ?p ?o }} }}")
    with kg.open(sample) as graph:
        found = graph.query("paper_graph", paper="sample-05")
    assert isinstance(found, Graph)
    assert sorted((s, p) for s, p, _ in found) == sorted((s, p) for s, p, _ in everything)


@pytest.mark.parametrize("task", range(1, 19))
def test_every_question_that_users_bring_has_a_query(task: int) -> None:
    assert [query.name for query in load_saved_queries() if f"task {task}" in query.tags]


def test_a_paper_in_two_of_the_categories_asked_for_counts_once(sample: Path) -> None:
    selections = [query.name for query in load_saved_queries() if "category" in {p.name for p in query.parameters}]
    assert "network_papers" in selections
    with kg.open(sample) as graph:
        both = {row["paper"] for row in graph.query("network_categories") if row["in"] == "cs.IR"} & {
            row["paper"] for row in graph.query("network_categories") if row["in"] == "cs.CL"
        }
        assert both
        for name in selections:
            rows = [tuple(row.values()) for row in graph.query(name, category=["cs.CL", "cs.IR"])]
            assert len(rows) == len(set(rows)), name


def test_what_is_drawn_is_among_the_columns(sample: Path) -> None:
    with kg.open(sample) as graph:
        for query in load_saved_queries():
            if query.name in {*UNSTORED, *EMPTY}:
                continue
            columns = set(graph.query(query.name, limit=1)[0])
            drawn = {column for part, column in query.drawing.columns.items() if part != "expand"}
            assert drawn <= columns, query.name


def test_every_panel_has_a_parameter_for_the_thing_that_its_page_is_about() -> None:
    for query in load_saved_queries():
        for panel in query.panels:
            for page in set(panel.pages) - {"Corpus", "Compare"}:
                assert query.subject(page), f"{query.name} on {page}"
