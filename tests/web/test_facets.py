"""Lists by type: counts under a choice, facets that count with all other choices kept, order, pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.query.writes import Writes
from kg.settings import Settings
from kg.web.catalogue import Catalogue
from kg.web.catalogue_loading import make_catalogue
from kg.web.facets import Choice, list_entities, list_papers
from kg.web.site import CLASSES


@pytest.fixture(scope="module")
def catalogue(store: Path) -> Catalogue:
    return make_catalogue(store, Settings(query_workers=1), tuple(CLASSES.values()), "1")


def labels(catalogue: Catalogue, type: str, **choice: str) -> dict[str, int]:
    return {row.thing.label: row.papers for row in list_entities(catalogue, type, Choice(**choice), 0, 100).rows}


def test_the_catalogue_counts_entities_and_the_papers_that_name_them(catalogue: Catalogue) -> None:
    assert catalogue.papers == 4
    assert catalogue.count("Hardware")[1] == 4
    top = {thing.label: papers for thing, papers in catalogue.top("Method", 3)}
    assert (top["ColBERT"], top["BM25"]) == (2, 2)


def test_a_paper_that_a_graph_of_somebody_else_half_describes_does_no_harm(store: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(store, tmp_path / "store")
    base = "https://w3id.org/abstracts-kg/id"
    own = f"<{base}/paper/p1> dcterms:title 'Another title' . <x:half> a kg:Paper ; dcterms:subject 'cs.IR' ."
    Writes(copied, Settings()).update(f"INSERT DATA {{ GRAPH <https://example.org/own> {{ {own} }} }}")
    made = make_catalogue(copied, Settings(query_workers=1), tuple(CLASSES.values()), "2")
    assert (made.papers, made.count("Hardware")[1]) == (4, 4)


def test_things_are_found_by_name_alias_title_and_id_of_all_types_or_one(catalogue: Catalogue) -> None:
    def found(text: str, type: str = "") -> list[str]:
        return [thing.label for thing, _ in catalogue.find(text, type)]

    assert found("colb") == ["ColBERT"]
    assert found("colb", "Dataset") == []
    assert "MS MARCO" in found("msmarco")
    assert found("TileGraph: Object") == ["TileGraph: Object Detection from Image Regions"]
    assert found("q/4", "Paper") == ["Notes on <b>Escaping</b> & Quotes"]
    assert "TileGraph: Object Detection from Image Regions" not in found("TileGraph", "Entity")


def test_a_choice_narrows_the_list_and_the_counts(catalogue: Catalogue) -> None:
    assert labels(catalogue, "Dataset")["MS MARCO"] == 2
    assert labels(catalogue, "Dataset", year="2023")["MS MARCO"] == 1
    assert "BEIR" not in labels(catalogue, "Dataset", year="2023")
    assert labels(catalogue, "Dataset", category="cs.IR")["MS MARCO"] == 2
    assert "MS MARCO" not in labels(catalogue, "Dataset", category="cs.CV")
    assert "QuillRank" in labels(catalogue, "Method", role="introduces")
    assert "BM25" not in labels(catalogue, "Method", role="introduces")
    assert set(labels(catalogue, "Hardware", kind="consumer GPU")) == {"NVIDIA GeForce RTX 4090"}


def test_a_facet_counts_what_each_value_would_leave_with_the_other_choices_kept(catalogue: Catalogue) -> None:
    for choice in (Choice(), Choice(role="uses"), Choice(year="2023"), Choice(category="cs.IR", role="compares")):
        facets = list_entities(catalogue, "Method", choice, 0, 10).facets
        for name, values in facets.items():
            for value, count in values:
                given = {"year": choice.year, "role": choice.role, "category": choice.category, name: value}
                assert list_entities(catalogue, "Method", Choice(**given), 0, 1).total == count, (choice, name, value)


def test_lists_are_sorted_as_asked_and_cut_into_pages(catalogue: Catalogue) -> None:
    by_name = list(labels(catalogue, "Method", sort="name"))
    assert by_name == sorted(by_name, key=str.lower)
    oldest = [row.first for row in list_entities(catalogue, "Method", Choice(sort="old"), 0, 100).rows if row.first]
    assert oldest == sorted(oldest)
    listing = list_entities(catalogue, "Method", Choice(), 2, 3)
    assert [row.thing.label for row in listing.rows] == list(labels(catalogue, "Method"))[2:5]
    assert listing.total == len(by_name)
    assert list_entities(catalogue, "Method", Choice(), 10_000, 3).rows == []


def test_papers_are_listed_the_newest_first_and_by_year_and_category(catalogue: Catalogue) -> None:
    listing = list_papers(catalogue, Choice(), 0, 10)
    assert [row.thing.detail for row in listing.rows] == ["2024", "2023-06", "2022-03-01", ""]
    assert dict(listing.facets["category"]) == {"cs.IR": 2, "cs.CL": 1, "cs.CV": 1}
    assert list_papers(catalogue, Choice(category="cs.IR", year="2023"), 0, 10).total == 1
    assert list_papers(catalogue, Choice(year="soon"), 0, 10).total == 0
