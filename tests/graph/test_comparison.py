"""What changed between two snapshots, told by what mentions refer to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build_store
from kg.cli import main
from kg.errors import StoreMissingError
from kg.graph.comparison import Moved, compare, last_two
from kg.graph.store import StoreFolder
from kg.settings import Settings

EXPLAINS = ("x", "We propose a quiet zebra filter (QZF). It is fast.")
OTHERWISE = ("y", "We propose a quick zone forest (QZF). It is slow.")
USES = ("z", "We compare QZF with BM25 on MS MARCO. We use QZF.")

Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds papers, given as id and abstract, into a store that then holds them and no others."""

    def run(*papers: tuple[str, str], into: str = "store", base: str = "https://example.org/id") -> Path:
        lines = [json.dumps({"id": id, "title": f"Title of {id}", "abstract": text}) for id, text in papers]
        (tmp_path / f"{into}.jsonl").write_text("\n".join(lines))
        settings = Settings(model="rules", processes=1, base=base)
        build_store([str(tmp_path / f"{into}.jsonl")], tmp_path / into, settings, sync=True)
        return tmp_path / into

    return run


def test_new_gone_and_changed_papers_and_their_entities(build: Build) -> None:
    before = build(EXPLAINS, USES, into="before")
    after = build(("w", "We evaluate ColBERT on BEIR."), (USES[0], "We compare BM25 with SPLADE."), into="after")
    found = compare(before, after)
    assert (found.papers_new, found.papers_gone, found.papers_changed) == (("w",), ("x",), ("z",))
    assert {"dataset/beir", "method/colbert", "method/splade"} <= {named.entity for named in found.new}
    assert {"dataset/ms-marco", "method/quiet-zebra-filter"} <= {named.entity for named in found.gone}
    assert "method/bm25" not in {named.entity for named in (*found.new, *found.gone)}


def test_entities_are_listed_by_the_number_of_papers_that_name_them(build: Build) -> None:
    before = build(USES, into="before")
    after = build(USES, ("a", "We use SPLADE."), ("b", "We use SPLADE with ColBERT."), into="after")
    assert [(n.entity, n.label, n.papers) for n in compare(before, after).new if n.papers] == [
        ("method/splade", "SPLADE", 2),
        ("method/colbert", "ColBERT", 1),
    ]


def test_a_short_form_that_gets_its_long_form_is_renamed(build: Build) -> None:
    found = compare(build(USES, into="before"), build(USES, EXPLAINS, into="after"))
    assert found.renamed == (Moved(("method/qzf",), ("method/quiet-zebra-filter",)),)
    assert (found.merged, found.split) == ((), ())


def test_a_short_form_that_falls_together_with_its_one_long_form_is_merged(build: Build) -> None:
    before = build(USES, EXPLAINS, OTHERWISE, into="before")
    found = compare(before, build(USES, EXPLAINS, into="after"))
    assert found.merged == (Moved(("method/qzf",), ("method/quiet-zebra-filter",)),)
    assert "method/qzf" not in {named.entity for named in found.gone}


def test_an_entity_whose_mentions_part_ways_is_split(build: Build) -> None:
    both = build(EXPLAINS, USES, into="before")
    found = compare(both, build(EXPLAINS, USES, OTHERWISE, into="after"))
    assert found.split == (Moved(("method/quiet-zebra-filter",), ("method/quiet-zebra-filter", "method/qzf")),)
    assert "method/qzf" not in {named.entity for named in found.new}


def test_nothing_differs_between_a_store_and_one_of_another_base(build: Build) -> None:
    found = compare(build(USES, into="before"), build(USES, into="after", base="https://example.com/other"))
    assert {part for part in found.to_json().values() if part} == set()


def test_the_last_build_is_told_from_the_snapshots_that_are_kept(build: Build) -> None:
    store = build(USES)
    with pytest.raises(StoreMissingError, match="one snapshot so far"):
        last_two(store)
    build(USES, EXPLAINS)
    assert last_two(store) == (store / "snapshots/000001", store / "snapshots/000002")
    assert compare(*last_two(store)).papers_new == ("x",)
    assert [snapshot.name for snapshot in StoreFolder.open(store).snapshots()] == ["000001", "000002"]


def test_the_command_prints_counts_and_what_changed(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    build(USES)
    store = build(USES, EXPLAINS)
    assert main(["diff", str(store)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Papers:   1 new, 0 gone, 0 changed"
    assert "1 renamed, 0 merged, 0 split" in lines[1]
    assert "  method/qzf -> method/quiet-zebra-filter" in lines
    assert main(["diff", str(store), str(store), "--json"]) == 0
    assert set(map(str, json.loads(capsys.readouterr().out).values())) == {"[]"}


def test_the_command_says_how_much_it_left_out(build: Build, capsys: pytest.CaptureFixture[str]) -> None:
    before = build(("a", "We use BM25."), into="before")
    after = build(("a", "We use BM25."), *((f"n{n}", f"We use BM25, take {n}.") for n in range(5)), into="after")
    assert main(["diff", str(before), str(after), "--limit", "2"]) == 0
    assert "  … and 3 more" in capsys.readouterr().out.splitlines()
