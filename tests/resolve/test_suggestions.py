"""Near-duplicates are proposed by likeness of names and of context; versions of a thing are not."""

from __future__ import annotations

from kg.resolve.entities import resolve
from kg.resolve.names import NameCount, PaperNames
from kg.resolve.normal_form import normal_form
from kg.resolve.suggestions import suggest_merges


def paper(id: str, *names: str) -> PaperNames:
    return PaperNames(id, tuple(NameCount("Method", name, normal_form(name), 1) for name in sorted(names)))


def suggested(*papers: PaperNames) -> list[tuple[str, str]]:
    return [(s.name, s.into) for s in suggest_merges(papers, resolve(papers, []))]


def test_a_misspelling_is_proposed_to_be_merged_into_the_name_of_more_papers() -> None:
    papers = [paper("a", "contrastive learning"), paper("b", "contrastive learning"), paper("c", "contrastive lerning")]
    assert suggested(*papers) == [("contrastive lerning", "contrastive learning")]
    (only,) = suggest_merges(papers, resolve(papers, []))
    assert only.papers == (1, 2)
    assert only.reason == "proposed: names 0.97 alike, contexts 0.00, in 1 and 2 papers"


def test_names_whose_numbers_differ_are_not_proposed() -> None:
    assert suggested(paper("a", "GPT-3 turbo"), paper("b", "GPT-4 turbo")) == []


def test_names_that_differ_in_the_order_of_words_are_proposed() -> None:
    assert suggested(paper("a", "graph convolution network"), paper("b", "graph network convolution")) != []


def test_names_that_are_used_alike_come_first() -> None:
    papers = [
        paper("a", "zorbfilter", "X", "Y"),
        paper("b", "zorbfilters2d", "X", "Y"),
        paper("c", "zorbfilter", "X", "Y"),
        paper("d", "zorbfiltr", "X", "Y"),
        paper("e", "glimmernet", "Z"),
        paper("f", "glimmernt", "W"),
    ]
    assert suggested(*papers) == [("zorbfiltr", "zorbfilter"), ("glimmernet", "glimmernt")]


def test_what_resolution_has_joined_is_not_proposed() -> None:
    assert suggested(paper("a", "Zorb-Filter"), paper("b", "zorb filters")) == []
