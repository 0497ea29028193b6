"""Each report answers its question from a store, with its denominators and the way to get it again."""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.analytics.asked import Asked
from kg.analytics.report import Report, Table, Text
from kg.analytics.reports.catalogue import ALL, REPORTS, write_reports
from kg.analytics.selection import Selection
from kg.build import build_store
from kg.cli import create_parser, main
from kg.errors import NotFoundError, ParameterError, UsageError
from kg.settings import Settings

MakeAsked = Callable[..., Asked]
BASE = Settings().base


def rows(report: Report, name: str) -> list[dict[str, object]]:
    (found,) = [block for block in report.tables if block.name == name]
    return [dict(zip([column.name for column in found.columns], row, strict=True)) for row in found.rows]


def sentences(report: Report) -> str:
    return " ".join(block.text for block in report.blocks if isinstance(block, Text))


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_opens_with_its_question_and_corpus_and_ends_with_a_command_that_works(
    sample_store: Path, tmp_path: Path, asked_of: MakeAsked, name: str
) -> None:
    report = REPORTS[name](asked_of(sample_store, tmp_path))
    opening = dict(report.opening)
    assert report.question.endswith((".", "?"))
    assert opening["Corpus"].startswith("32 papers, 2018 to 2025; SHA-256 ") or "32 papers" in opening["Corpus"]
    assert opening["Seed"] == "0"
    assert {"Extracted by", "Filters", "Made by"} <= opening.keys()
    assert "networkx" in opening["Made by"]
    assert len(report.denominators) == 5
    assert all("of 32 papers" in sentence for sentence in report.denominators)
    command = shlex.split(report.again[0].replace("STORE", str(sample_store)).replace("DIR", str(tmp_path)))
    assert create_parser().parse_args(command[1:]).name == name
    assert all(line.startswith("kg query ") for line in report.again[1:])


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_on_nothing_says_so(sample_store: Path, tmp_path: Path, asked_of: MakeAsked, name: str) -> None:
    nothing = asked_of(sample_store, tmp_path, selection=Selection(since=1900, until=1901), entities=("BERT",))
    if name in ("compare", "reading-list"):
        nothing = asked_of(
            sample_store,
            tmp_path,
            selection=Selection(until=1901),
            entities=("ColBERT", "BM25")[: 2 if name == "compare" else 1],
        )
    report = REPORTS[name](nothing)
    files = list(write_reports(name, nothing))
    assert report.denominators[0] == "Method is named in 0 of 0 papers (0 %)."
    assert (tmp_path / f"{name}.html") in files
    said = sentences(report)
    assert any(word in said for word in ("No entity", "No pair", "No selected paper", "undated", "0 of 0 papers"))


def test_the_centre_of_the_sample_is_in_all_files_alike(
    sample_store: Path, tmp_path: Path, asked_of: MakeAsked
) -> None:
    files = {path.name for path in write_reports("centrality", asked_of(sample_store, tmp_path))}
    assert files == {
        "centrality.md", "centrality.html", "centrality-scores.csv", "centrality-scores.json", "centrality-pairs.csv",
        "centrality-pairs.json", "centrality.graphml", "centrality.gexf", "centrality.net", "centrality.vosviewer.json",
    }  # fmt: skip
    with (tmp_path / "centrality-scores.csv").open(encoding="utf-8", newline="") as lines:
        scores = list(csv.DictReader(lines))
    first = scores[0]
    assert first["entity"] in (tmp_path / "centrality.md").read_text("utf-8")
    assert json.loads((tmp_path / "centrality-scores.json").read_text("utf-8"))[0]["entity_iri"] == first["entity_iri"]
    assert sum(float(score["pagerank"]) for score in scores) == pytest.approx(1, abs=1e-6)
    assert all(int(score["papers"]) >= 2 for score in scores)


def test_a_report_is_the_same_twice_whatever_it_wrote_into_the_store(
    sample_store: Path, tmp_path: Path, asked_of: MakeAsked
) -> None:
    first, second = (
        list(write_reports("communities", asked_of(sample_store, tmp_path / name))) for name in ("one", "two")
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_communities_hold_every_entity_of_the_backbone_once(
    sample_store: Path, tmp_path: Path, asked_of: MakeAsked
) -> None:
    report = REPORTS["communities"](asked_of(sample_store, tmp_path))
    members = [row["entity"] for row in rows(report, "members")]
    assert len(members) == len(set(members)) == len(report.networks[""])
    assert sum(int(str(row["entities"])) for row in rows(report, "communities")) == len(members)


def test_trends_compare_the_later_with_the_earlier_half(
    sample_store: Path, tmp_path: Path, asked_of: MakeAsked
) -> None:
    report = REPORTS["trends"](asked_of(sample_store, tmp_path))
    periods = dict(report.opening)["Periods"]
    assert "before: up to" in periods
    assert "after: from" in periods
    for row in rows(report, "rising"):
        assert 0 < float(str(row["low"])) <= float(str(row["change"])) <= float(str(row["high"]))
    shares = rows(report, "shares")
    assert shares
    assert all(0 < float(str(row["share"])) <= 1 for row in shares)


def test_trends_take_the_period_that_is_asked_for(sample_store: Path, tmp_path: Path, asked_of: MakeAsked) -> None:
    report = REPORTS["trends"](asked_of(sample_store, tmp_path, period="quarter"))
    assert "quarters" in dict(report.opening)["Periods"]
    assert "--period quarter" in report.again[0]


def test_hardware_carries_its_denominator(sample_store: Path, tmp_path: Path, asked_of: MakeAsked) -> None:
    asked = asked_of(sample_store, tmp_path)
    report = REPORTS["hardware"](asked)
    using = asked.links.papers_with()["Hardware"]
    denominator = dict(report.opening)["Denominator"]
    assert denominator.startswith(f"{using} of 32 abstracts")
    assert "use, introduce or compare hardware" in denominator
    ranking = rows(report, "ranking")
    assert ranking[0]["papers"] == max(int(str(row["papers"])) for row in ranking)
    a100 = next(row for row in ranking if str(getattr(row["hardware"], "label", "")) == "NVIDIA A100")
    assert (a100["kind"], a100["maker"]) == ("datacentre GPU", "NVIDIA")
    assert a100["share_of_using"] == int(str(a100["papers"])) / using


def test_coverage_counts_what_is_missing(sample_store: Path, tmp_path: Path, asked_of: MakeAsked) -> None:
    report = REPORTS["coverage"](asked_of(sample_store, tmp_path))
    for row in rows(report, "papers"):
        assert int(str(row["papers_with"])) + int(str(row["papers_without"])) == 32
    assert sum(float(str(row["share"])) for row in rows(report, "sources")) == pytest.approx(1)
    linked = {row["type"]: row for row in rows(report, "linked")}
    assert int(str(linked["Method"]["entities"])) > int(str(linked["Method"]["linked"])) >= 0


def test_two_named_entities_are_compared(sample_store: Path, tmp_path: Path, asked_of: MakeAsked) -> None:
    asked = asked_of(sample_store, tmp_path, entities=("ColBERT", "BM25"))
    report = REPORTS["compare"](asked)
    assert report.title == "ColBERT and BM25"
    assert "--entity ColBERT --entity BM25" in report.again[0]
    counts = asked.links.by_entity()
    first, second = counts[f"{BASE}/method/colbert"], counts[f"{BASE}/method/bm25"]
    assert dict(report.opening)["Papers"] == (
        f"{len(first)} with ColBERT, {len(second)} with BM25, {len(first & second)} with both"
    )
    assert sum(int(str(row["papers"])) for row in rows(report, "periods")) == 32


def test_a_reading_list_has_the_papers_of_its_entity_first(
    sample_store: Path, tmp_path: Path, asked_of: MakeAsked
) -> None:
    asked = asked_of(sample_store, tmp_path, entities=("ColBERT",))
    report = REPORTS["reading-list"](asked)
    listed = {getattr(row["paper"], "iri", "") for row in rows(report, "papers")}
    assert listed == asked.links.by_entity()[f"{BASE}/method/colbert"]
    near = {getattr(row["paper"], "iri", "") for row in rows(report, "near")}
    assert near
    assert not near & listed
    assert {block.name for block in report.blocks if isinstance(block, Table)} >= {
        "next-datasets",
        "evaluation-datasets",
    }


@pytest.mark.parametrize(
    ("name", "entities", "message"),
    [
        ("compare", ("ColBERT",), "compare needs two entities"),
        ("reading-list", ("ColBERT", "BM25"), "reading-list is on one entity"),
    ],
)
def test_the_wrong_number_of_entities_is_refused(
    sample_store: Path, tmp_path: Path, asked_of: MakeAsked, name: str, entities: tuple[str, ...], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        REPORTS[name](asked_of(sample_store, tmp_path, entities=entities))


def test_an_unknown_entity_and_an_unknown_report_are_refused(
    sample_store: Path, tmp_path: Path, asked_of: MakeAsked
) -> None:
    with pytest.raises(ParameterError, match="no Entity in the store is called 'ColBERTT'"):
        REPORTS["reading-list"](asked_of(sample_store, tmp_path, entities=("ColBERTT",)))
    with pytest.raises(NotFoundError, match="there is no report 'gossip'; there is: centrality, communities"):
        list(write_reports("gossip", asked_of(sample_store, tmp_path)))


def test_undated_papers_have_reports_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "papers.jsonl").write_text(
        "".join(
            f'{{"id": "p{i}", "title": "Note {i}", "abstract": "We evaluate BERT and ColBERT on SQuAD with a V100."}}\n'
            for i in range(3)
        )
    )
    build_store([str(tmp_path / "papers.jsonl")], tmp_path / "store", Settings(processes=1))
    assert main(["report", "all", "--store", str(tmp_path / "store"), "--out", str(tmp_path / "out")]) == 0
    written = capsys.readouterr().out.splitlines()
    assert {f"{name}.html" for name in REPORTS} <= {Path(path).name for path in written}
    assert all(Path(path).stat().st_size for path in written)
    assert "undated" in (tmp_path / "out" / "trends.md").read_text("utf-8")
    assert ALL not in REPORTS


def test_filters_of_the_command_line_reach_the_report(sample_store: Path, tmp_path: Path) -> None:
    command = ["report", "coverage", "--store", str(sample_store), "--out", str(tmp_path), "--read-only"]
    assert main([*command, "--since", "2023", "--category", "cs.CL", "--role", "uses", "--confidence", "0.5"]) == 0
    page = (tmp_path / "coverage.md").read_text("utf-8")
    assert "Papers dated 2023 to any year in the categories cs.CL." in page
    assert (
        "kg report coverage --store STORE --out DIR --since 2023 --category cs.CL --role uses --confidence 0.5" in page
    )
    assert "kg query network_paper_entity since=2023 category=cs.CL --store STORE" in page
