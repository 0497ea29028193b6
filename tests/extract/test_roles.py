"""What a paper does with an entity, by the words around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.record import ROLES, Mention, Record, Relation
from kg.extract.roles import find_roles

Extract = Callable[..., Record]


def roles(record: Record) -> dict[str, str]:
    return {role.entity: role.role for role in record.roles}


@pytest.mark.parametrize(
    ("abstract", "entity", "role"),
    [
        ("We propose QuillRank for letters.", "QuillRank", "introduces"),
        ("We build a benchmark called PondQA.", "PondQA", "introduces"),
        ("We present a novel graph neural network.", "graph neural network", "introduces"),
        ("Letters outperform BERT.", "BERT", "compares"),
        ("Letters are better than BERT.", "BERT", "compares"),
        ("Unlike strong baselines such as BERT.", "BERT", "compares"),
        ("We train BERT on heath.", "BERT", "uses"),
        ("Letters from ImageNet.", "ImageNet", "uses"),
        ("On heath, BERT is old.", "BERT", "mentions"),
        ("On heath, A100 GPUs are old.", "A100 GPUs", "uses"),
        ("We train on A100 GPUs.", "A100 GPUs", "uses"),
    ],
)
def test_the_words_before_an_entity_give_its_role(extract: Extract, abstract: str, entity: str, role: str) -> None:
    assert roles(extract(abstract)) == {entity: role}


def test_what_a_title_names_is_used(extract: Extract) -> None:
    assert roles(extract("Letters are old.", "BERT on heath")) == {"BERT": "uses"}


def test_the_name_that_opens_a_title_is_introduced(extract: Extract) -> None:
    record = extract("QuillRank is compared with BERT.", "QuillRank: Sorting of Letters")
    assert roles(record) == {"QuillRank": "introduces", "BERT": "compares"}


@pytest.mark.parametrize(
    ("abstract", "role"),
    [
        ("BERT is old. We train BERT.", "uses"),
        ("We train BERT. Letters outperform BERT.", "compares"),
        ("Letters outperform BERT. We propose BERT.", "introduces"),
    ],
)
def test_an_entity_has_the_most_specific_role_of_its_mentions(extract: Extract, abstract: str, role: str) -> None:
    assert roles(extract(abstract)) == {"BERT": role}


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


def test_an_alias_shares_the_role_of_its_long_form() -> None:
    abstract = "Wet moss net. We test WMN."
    mentions = (
        Mention("abstract", 0, 12, "Method", "Wet moss net", 0, 13, "terms", 0.4),
        Mention("abstract", 22, 25, "Method", "WMN", 14, 26, "shape", 0.7),
    )
    alias = Relation("WMN", "Method", "aliasOf", "Wet moss net", "Method", "abstract", 0, 13, 0.9)
    assert [r.entity for r in find_roles("T", abstract, mentions)] == ["Wet moss net", "WMN"]
    assert [(r.entity, r.role) for r in find_roles("T", abstract, mentions, [alias])] == [("Wet moss net", "uses")]


def test_the_confidence_of_a_role_is_below_that_of_its_surest_mention(extract: Extract) -> None:
    record = extract("We propose QuillRank. BERT is old. We outperform ResNet. We use VGG.")
    surest = {m.text: m.confidence for m in record.mentions}
    assert {role.role for role in record.roles} == set(ROLES)
    assert all(0 < role.confidence < surest[role.entity] for role in record.roles)


def test_without_mentions_there_are_no_roles() -> None:
    assert find_roles("T", "We propose BERT.", ()) == ()
