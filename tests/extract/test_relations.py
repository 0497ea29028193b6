"""What a paper states between two entities: in one sentence, or across sentences about its own method."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.pair_features import Cast, cast_of
from kg.extract.reading import Reading
from kg.extract.record import RELATIONS, Record
from kg.extract.relations import CLASSIFIERS, candidate_pairs, classifier_of

Extract = Callable[..., Record]
Read = Callable[..., Reading]
TITLE = "QuillRank: Fast Passage Retrieval"
ABSTRACT = (
    "We propose QuillRank for passage retrieval. QuillRank is based on BERT. We pre-train QuillRank on Wikipedia and "
    "evaluate it on MS MARCO and BEIR. It outperforms BM25 and ColBERT, and improves nDCG@10 by 3.2 points. We run "
    "QuillRank on 8 A100 GPUs."
)


def relations(record: Record) -> set[tuple[str, str, str]]:
    return {(r.head, r.relation, r.tail) for r in record.relations}


@pytest.mark.parametrize(
    ("relation", "tail"),
    [
        ("usedFor", "Passage Retrieval"),
        ("basedOn", "BERT"),
        ("evaluatedOn", "MS MARCO"),
        ("evaluatedOn", "BEIR"),
        ("comparedWith", "BM25"),
        ("comparedWith", "ColBERT"),
        ("measuredBy", "nDCG@10"),
        ("runsOn", "A100 GPUs"),
    ],
)
def test_what_a_paper_says_of_its_own_method_is_found(extract: Extract, relation: str, tail: str) -> None:
    assert ("QuillRank", relation, tail) in relations(extract(ABSTRACT, TITLE))


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        (
            "QuillRank consists of BERT and ResNet.",
            {("BERT", "partOf", "QuillRank"), ("ResNet", "partOf", "QuillRank")},
        ),
        (
            "Adaptive optimizers such as Adam and AdamW need memory.",
            {("Adam", "subClassOf", "Adaptive optimizers"), ("AdamW", "subClassOf", "Adaptive optimizers")},
        ),
        (
            "We introduce PondQA, a new benchmark for question answering. We evaluate GPT-4 and Mixtral on PondQA.",
            {("PondQA", "benchmarkFor", "question answering"), ("GPT-4", "evaluatedOn", "PondQA")},
        ),
    ],
)
def test_other_entities_are_related_too(extract: Extract, abstract: str, expected: set[tuple[str, str, str]]) -> None:
    assert expected <= relations(extract(abstract, TITLE))


def test_an_own_method_is_related_to_what_a_sentence_without_its_name_says(extract: Extract) -> None:
    record = extract(ABSTRACT, TITLE)
    (found,) = [r for r in record.relations if (r.relation, r.tail) == ("comparedWith", "BM25")]
    sentence = record.abstract[found.sentence_start : found.sentence_end]
    assert sentence.startswith("It outperforms BM25")
    assert (found.field, found.head_type, found.tail_type) == ("abstract", "Method", "Method")


def test_the_evidence_is_the_sentence_that_names_both(extract: Extract) -> None:
    record = extract(ABSTRACT, TITLE)
    (found,) = [r for r in record.relations if (r.relation, r.tail) == ("runsOn", "A100 GPUs")]
    assert record.abstract[found.sentence_start : found.sentence_end] == "We run QuillRank on 8 A100 GPUs."


def test_each_relation_is_given_once_and_fits_the_types_of_both(extract: Extract) -> None:
    found = extract(ABSTRACT, TITLE).relations
    assert len({(r.head, r.relation, r.tail) for r in found}) == len(found)
    for r in found:
        name = classifier_of(r.head_type, r.tail_type)
        assert name is not None
        assert r.relation in CLASSIFIERS[name]


def test_no_relation_is_surer_than_the_entities_that_it_is_between(extract: Extract) -> None:
    record = extract(ABSTRACT, TITLE)
    surest = {m.text: m.confidence for m in record.mentions}
    assert all(0 < r.confidence <= min(surest[r.head], surest[r.tail]) for r in record.relations)


def test_an_abstract_without_entities_has_no_relations(extract: Extract) -> None:
    assert extract("It rained on the heath.").relations == ()


def test_every_relation_but_the_alias_has_a_classifier() -> None:
    assert {r for relations in CLASSIFIERS.values() for r in relations} == set(RELATIONS) - {"aliasOf"}


@pytest.mark.parametrize(
    ("head", "tail", "name"),
    [
        ("Method", "Dataset", "Method-Dataset"),
        ("Method", "Method", "Method-Method"),
        ("Task", "Metric", "Thing-Metric"),
        ("Task", "Task", "Same-Same"),
        ("Dataset", "Metric", None),
        ("Task", "Method", None),
    ],
)
def test_the_types_of_both_say_what_can_hold(head: str, tail: str, name: str | None) -> None:
    assert classifier_of(head, tail) == name  # type: ignore[arg-type]


def test_entities_that_are_not_named_together_are_paired_only_for_the_papers_own(read: Read) -> None:
    reading = read("[M:moss] grows. [M:fern] grows. [M:reed] grows. [M:sedge] grows. [M:peat] on [D:heath].")
    cast: Cast = cast_of(reading, ["uses"] * 6, [0.9, 0.8, 0.1, 0.1, 0.1, 0.0])
    names = [entity.name for entity in reading.entities]
    pairs = {(names[h], names[t]) for h, t in candidate_pairs(reading, cast)["Method-Dataset"]}
    assert pairs == {("moss", "heath"), ("fern", "heath"), ("peat", "heath")}
