"""What a sentence states between two entities, or between the paper's own method and one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.record import RELATIONS, Record

Extract = Callable[..., Record]
TITLE = "QuillRank: Sorting of Letters"


def relations(record: Record) -> set[tuple[str, str, str]]:
    return {(r.head, r.relation, r.tail) for r in record.relations}


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Here a transformer for machine translation grows.", {("transformer", "usedFor", "machine translation")}),
        ("Here ImageNet for image classification grows.", {("ImageNet", "benchmarkFor", "image classification")}),
        (
            "Here large language models (LLMs) grow.",
            {("LLMs", "aliasOf", "large language models")},
        ),
        (
            "Here GNN (graph neural network) grows.",
            {("GNN", "aliasOf", "graph neural network")},
        ),
        ("Here adaptive optimizers such as Adam grow.", {("Adam", "subClassOf", "adaptive optimizers")}),
        (
            "Here adaptive optimizers, including Adam, AdamW and SGD grow.",
            {
                ("Adam", "subClassOf", "adaptive optimizers"),
                ("AdamW", "subClassOf", "adaptive optimizers"),
                ("SGD", "subClassOf", "adaptive optimizers"),
            },
        ),
        (
            "Here convolutional neural networks (e.g., ResNet) grow.",
            {("ResNet", "subClassOf", "convolutional neural networks")},
        ),
    ],
)
def test_the_words_between_two_entities_relate_them(
    extract: Extract, abstract: str, expected: set[tuple[str, str, str]]
) -> None:
    assert relations(extract(abstract)) == expected


@pytest.mark.parametrize(
    ("abstract", "relation", "tail"),
    [
        ("It outperforms BM25 there.", "comparedWith", "BM25"),
        ("QuillRank is compared with BM25 there.", "comparedWith", "BM25"),
        ("It is faster than BM25 there.", "comparedWith", "BM25"),
        ("We evaluate it on MS MARCO there.", "evaluatedOn", "MS MARCO"),
        ("Experiments on MS MARCO follow.", "evaluatedOn", "MS MARCO"),
        ("We pretrain it on Wikipedia there.", "trainedOn", "Wikipedia"),
        ("It was fine-tuned on SQuAD there.", "trainedOn", "SQuAD"),
        ("QuillRank runs on a single A100 GPU there.", "runsOn", "A100 GPU"),
        ("It sorts letters on 8 A100 GPUs there.", "runsOn", "A100 GPUs"),
        ("QuillRank is based on BERT there.", "basedOn", "BERT"),
        ("QuillRank extends BERT there.", "basedOn", "BERT"),
        ("QuillRank wins by perplexity there.", "measuredBy", "perplexity"),
    ],
)
def test_a_telling_word_relates_the_own_method_to_what_follows(
    extract: Extract, abstract: str, relation: str, tail: str
) -> None:
    assert relations(extract(abstract, TITLE)) == {("QuillRank", relation, tail)}


def test_what_the_own_method_consists_of_is_part_of_it(extract: Extract) -> None:
    record = extract("QuillRank consists of BERT and ResNet.", TITLE)
    assert relations(record) == {("BERT", "partOf", "QuillRank"), ("ResNet", "partOf", "QuillRank")}


@pytest.mark.parametrize(
    ("title", "relation"), [("QuillRank: Sorting for", "usedFor"), ("PondQA: A Benchmark for", "benchmarkFor")]
)
def test_the_task_of_a_title_is_what_the_own_name_is_for(extract: Extract, title: str, relation: str) -> None:
    name = title.split(":")[0]
    record = extract("Letters grow.", f"{title} Question Answering")
    assert relations(record) == {(name, relation, "Question Answering")}


@pytest.mark.parametrize(
    "abstract",
    [
        "It outperforms BM25 there.",
        "We evaluate it on MS MARCO there.",
        "It runs on a single A100 GPU there.",
    ],
)
def test_without_an_own_method_nothing_is_related_to_it(extract: Extract, abstract: str) -> None:
    assert relations(extract(abstract)) == set()


@pytest.mark.parametrize(
    "abstract",
    [
        "On heath BM25 grows.",
        "Letters of MS MARCO, peat of BM25.",
        "Here a transformer and machine translation grow.",
        "Here optimizers. Adam grows.",
    ],
)
def test_entities_without_a_telling_word_are_not_related(extract: Extract, abstract: str) -> None:
    assert relations(extract(abstract, TITLE)) == set()


def test_kinds_are_of_one_type(extract: Extract) -> None:
    assert relations(extract("Here convolutional neural networks such as ImageNet grow.")) == set()


def test_a_name_is_not_related_to_another_spelling_of_itself(extract: Extract) -> None:
    assert relations(extract("Here graph neural network (graph neural networks) grow.")) == set()


def test_a_relation_is_given_once_with_the_first_sentence_that_states_it(extract: Extract) -> None:
    first = "It outperforms BM25 there."
    record = extract(f"{first} Again it outperforms BM25.", TITLE)
    (relation,) = record.relations
    assert record.abstract[relation.sentence_start : relation.sentence_end] == first
    assert (relation.field, relation.head_type, relation.tail_type) == ("abstract", "Method", "Method")


def test_relations_have_known_names_and_confidences_between_0_and_1(extract: Extract) -> None:
    record = extract(
        "QuillRank outperforms BM25 on MS MARCO. QuillRank (a transformer for machine translation) runs on A100 GPUs.",
        TITLE,
    )
    assert {r.relation for r in record.relations} >= {"comparedWith", "evaluatedOn", "usedFor", "runsOn"}
    assert {r.relation for r in record.relations} <= set(RELATIONS)
    assert all(0 < r.confidence <= 1 for r in record.relations)
