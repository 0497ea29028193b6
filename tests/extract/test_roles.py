"""What a paper does with an entity, by how it speaks of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.record import Record

Extract = Callable[..., Record]


def roles(record: Record) -> dict[str, str]:
    return {role.entity: role.role for role in record.roles}


@pytest.mark.parametrize(
    ("abstract", "entity", "role"),
    [
        ("We propose QuillRank for letters.", "QuillRank", "introduces"),
        ("In this paper, we present QuillRank, a new way to sort letters.", "QuillRank", "introduces"),
        ("We propose QuillRank for passage retrieval. It outperforms BM25 and ColBERT.", "BM25", "compares"),
        ("We propose QuillRank for passage retrieval. It outperforms BM25 and ColBERT.", "ColBERT", "compares"),
        ("We train BERT on heath.", "BERT", "uses"),
        ("We evaluate on ImageNet.", "ImageNet", "uses"),
        ("We train on A100 GPUs.", "A100 GPUs", "uses"),
    ],
)
def test_the_words_around_an_entity_give_its_role(extract: Extract, abstract: str, entity: str, role: str) -> None:
    assert roles(extract(abstract))[entity] == role


def test_what_a_title_names_is_used(extract: Extract) -> None:
    assert roles(extract("We sort letters.", "Sorting Letters with BERT")) == {"BERT": "uses"}


def test_the_name_that_opens_a_title_is_introduced(extract: Extract) -> None:
    record = extract("QuillRank is compared with BERT.", "QuillRank: Sorting of Letters")
    assert roles(record)["QuillRank"] == "introduces"


def test_an_entity_has_one_role_under_its_fullest_name_whatever_its_spellings(extract: Extract) -> None:
    record = extract("A graph neural network (GNN) and Graph Neural Networks. GNNs win.")
    assert [(role.entity, role.type) for role in record.roles] == [("Graph Neural Networks", "Method")]


def test_roles_are_sorted_by_type_and_name(extract: Extract) -> None:
    record = extract("On SQuAD and ImageNet, ResNet and BERT differ in accuracy on A100 GPUs.")
    assert [(role.type, role.entity) for role in record.roles] == [
        ("Method", "BERT"),
        ("Method", "ResNet"),
        ("Dataset", "ImageNet"),
        ("Dataset", "SQuAD"),
        ("Hardware", "A100 GPUs"),
        ("Metric", "accuracy"),
    ]


def test_the_confidence_of_a_role_is_below_that_of_its_surest_mention(extract: Extract) -> None:
    record = extract("We propose QuillRank. BERT is old. We outperform ResNet. We use VGG.")
    surest = {m.text: m.confidence for m in record.mentions}
    assert len(record.roles) == 4
    assert all(0 < role.confidence < surest[role.entity] for role in record.roles)


def test_without_mentions_there_are_no_roles(extract: Extract) -> None:
    assert extract("We propose to sort letters.").roles == ()
