"""Records travel with their papers, so that a build from them is the build from the corpus."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.build import build_store
from kg.cli import main
from kg.corpus.paper import Skipped
from kg.errors import CorpusError, EmptyCorpusError
from kg.graph.export import export_store
from kg.graph.store import StoreFolder
from kg.records import NOT_A_RECORD, Extracted, read_records
from kg.settings import Settings

RULES = Settings(processes=1, model="rules")


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export_store(store, out)
    return out.getvalue()


@pytest.fixture
def records(tmp_path: Path, corpus: Path) -> Path:
    """What `kg extract` writes of the four papers."""
    path = tmp_path / "records.jsonl"
    assert main(["extract", str(corpus), "--model", "rules", "--processes", "1", "--out", str(path)]) == 0
    return path


def test_a_build_from_records_is_the_build_from_the_corpus(tmp_path: Path, corpus: Path, records: Path) -> None:
    build_store([str(corpus)], tmp_path / "whole", RULES)
    assert main(["build", str(records), "--records", "--store", str(tmp_path / "store")]) == 0
    assert exported(tmp_path / "store") == exported(tmp_path / "whole")
    assert StoreFolder.open(tmp_path / "store").current().pipeline.endswith(".rules")


def test_records_of_known_papers_cost_nothing(tmp_path: Path, corpus: Path, records: Path) -> None:
    build_store([str(corpus)], tmp_path / "store", RULES)
    summary = build_store([str(records)], tmp_path / "store", RULES, records=True)
    assert (summary.added, summary.replaced, summary.unchanged) == (0, 0, 4)


def test_a_line_that_is_no_record_is_counted_with_its_reason(tmp_path: Path, records: Path) -> None:
    first, *others = records.read_text().splitlines()
    moved = json.loads(first)
    moved["mentions"][0]["start"] += 1
    lines = [*others, "{", json.dumps(moved), json.dumps({"id": "x", "title": "T", "abstract": "A"}), "[]", others[0]]
    records.write_text("\n".join(lines))
    skipped = [item for item in read_records([str(records)], RULES) if isinstance(item, Skipped)]
    assert [item.reason for item in skipped] == [
        "broken JSON",
        NOT_A_RECORD,
        NOT_A_RECORD,
        NOT_A_RECORD,
        "duplicate id",
    ]
    assert "is not what its offsets point to" in skipped[1].detail
    assert skipped[1].source == f"{records}:5"


def test_a_corpus_is_not_taken_for_records(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(EmptyCorpusError, match="--records takes what kg extract wrote"):
        build_store([str(corpus)], tmp_path / "store", RULES, records=True)


@pytest.mark.parametrize("scheme", ["file", "memory"])
def test_corpora_and_records_are_read_and_written_by_url(
    tmp_path: Path, corpus: Path, url: Callable[[str], str], scheme: str
) -> None:
    folder = url(scheme)
    from fsspec.core import url_to_fs

    system, path = url_to_fs(folder)
    system.makedirs(f"{path}/in")
    system.pipe(f"{path}/in/papers.jsonl.gz", gzip.compress(corpus.read_bytes()))
    system.pipe(f"{path}/in/.hidden", b"no corpus")
    extract = ["extract", f"{folder}/in", "--model", "rules", "--processes", "1"]
    assert main([*extract, "--out", f"{folder}/out/records.jsonl"]) == 0
    assert [Path(name).name for name in system.ls(f"{path}/out", detail=False)] == ["records.jsonl"]
    build_store([f"{folder}/out/records.jsonl"], tmp_path / "store", RULES, records=True)
    build_store([str(corpus)], tmp_path / "whole", RULES)
    assert exported(tmp_path / "store") == exported(tmp_path / "whole")


@pytest.fixture
def url(tmp_path: Path) -> Callable[[str], str]:
    """An empty folder by scheme."""
    return lambda scheme: f"{scheme}://{tmp_path}" if scheme == "file" else f"memory://{tmp_path.name}"


def test_what_is_interrupted_leaves_no_file_at_a_url(tmp_path: Path) -> None:
    from kg.output import output

    def lines() -> Iterator[bytes]:
        yield b"half"
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"), output(f"file://{tmp_path}/out.jsonl") as out:
        out.writelines(lines())
    assert list(tmp_path.iterdir()) == []


def test_a_url_that_names_nothing_is_said_so() -> None:
    with pytest.raises(CorpusError, match=r"memory://nowhere/papers\.jsonl: no such file"):
        list(read_records(["memory://nowhere/papers.jsonl"], RULES))


def test_an_extracted_paper_knows_its_record(records: Path) -> None:
    for item in read_records([str(records)], RULES):
        assert isinstance(item, Extracted)
        assert item.paper.id == item.record.id
