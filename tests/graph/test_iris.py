"""IRIs: readable, the same for the same thing, different for different things."""

from __future__ import annotations

import pytest

from kg.extract.record import EntityType
from kg.graph.iris import entity_iri, graph_iri, mention_iri, paper_iri, slug

BASE = "https://example.org/id"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Retrieval-Augmented Generation", "retrieval-augmented-generation"),
        ("nDCG@10", "ndcg-10"),
        ("C++", "c++"),
        ("GPT-3.5", "gpt-3.5"),
        ("  spaced   out  ", "spaced-out"),
        ("Müller–Größe", "muller-gro-e"),
        ("β-VAE", "beta-vae"),
        ("ends with a dot.", "ends-with-a-dot"),
        ("../../etc", "etc"),
    ],
)
def test_a_slug_is_lower_case_ascii_joined_by_hyphens(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_names_without_ascii_letters_do_not_fall_together() -> None:
    assert slug("知识") == "%E7%9F%A5%E8%AF%86"
    assert slug("图谱") == "%E5%9B%BE%E8%B0%B1"


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        ("Method", "https://example.org/id/method/quillrank"),
        ("Dataset", "https://example.org/id/dataset/quillrank"),
        ("Hardware", "https://example.org/id/hardware/quillrank"),
        ("Metric", "https://example.org/id/metric/quillrank"),
        ("Task", "https://example.org/id/task/quillrank"),
    ],
)
def test_the_class_in_the_path_keeps_homonyms_apart(type: EntityType, expected: str) -> None:
    assert entity_iri(BASE, type, "quillrank") == expected


@pytest.mark.parametrize("name", ["c++", "gpt-3.5", "%E7%9F%A5"])
def test_an_entity_iri_keeps_a_slug_as_it_is(name: str) -> None:
    assert entity_iri(BASE, "Method", name) == f"{BASE}/method/{name}"


@pytest.mark.parametrize(
    ("paper_id", "expected"),
    [
        ("2101.00001", f"{BASE}/paper/2101.00001"),
        ("q/4", f"{BASE}/paper/q%2F4"),
        ("a b#c?d", f"{BASE}/paper/a%20b%23c%3Fd"),
        ("50%", f"{BASE}/paper/50%25"),
        ("é<>", f"{BASE}/paper/%C3%A9%3C%3E"),
    ],
)
def test_a_paper_id_is_one_escaped_path_segment(paper_id: str, expected: str) -> None:
    assert paper_iri(BASE, paper_id) == expected


def test_a_mention_is_a_fragment_of_its_paper_with_its_offsets() -> None:
    assert mention_iri(f"{BASE}/paper/p1", "abstract", 155, 175) == f"{BASE}/paper/p1#abstract-155-175"


def test_a_graph_that_is_no_papers_has_a_path_of_its_own() -> None:
    assert graph_iri(BASE, "report/centrality") == f"{BASE}/graph/report/centrality"
