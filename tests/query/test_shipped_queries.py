"""Every saved query that is shipped gives, with its defaults and the sample corpus, the answer that was checked by eye.

After a change that is meant to change answers, `make expected` writes them anew; read them before you commit them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset

from kg.analytics.links import open_dataset
from kg.build import build_store
from kg.query.command import run_query
from kg.query.saved import load_saved_queries
from kg.resources import queries_dir, sample_corpus
from kg.settings import Settings

EXPECTED = Path(__file__).parent / "expected"
NAMES = sorted(path.stem for path in queries_dir().glob("*.rq"))


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
    run_query(sample, name, [], [], "csv", Settings(query_workers=1), out)
    expected = (EXPECTED / f"{name}.csv").read_text(encoding="utf-8")
    assert out.getvalue().decode().replace("\r\n", "\n") == expected


@pytest.mark.parametrize("name", NAMES)
def test_the_file_runs_as_it_is_in_another_tool(dataset: Dataset, name: str) -> None:
    rows = len(list(dataset.query(load_saved_queries().get(name).text)))
    out = io.StringIO((EXPECTED / f"{name}.csv").read_text(encoding="utf-8"))
    assert rows > 0
    assert rows <= len(out.readlines())


def test_there_is_no_expectation_without_its_query() -> None:
    assert sorted(path.stem for path in EXPECTED.glob("*.csv")) == NAMES
