"""Known names are found by any of their forms."""

from __future__ import annotations

from kg.gazetteer import Name
from kg.resolve.gazetteer_index import find_name, hardware_forms, index_names

BERT = Name("Method", "BERT", ("bidirectional encoder representations from transformers",))
GLOW = Name("Method", "Glow", ("BERTs",))
A100 = Name("Hardware", "NVIDIA A100", ("A100",))
INDEX = index_names([GLOW, BERT, A100])


def test_a_name_is_found_by_label_and_alias() -> None:
    assert find_name(INDEX, "Method", "bert") == BERT
    assert find_name(INDEX, "Method", "bidirectional encoder representation from transformer") == BERT


def test_the_name_that_a_form_is_the_label_of_wins() -> None:
    assert find_name(index_names([GLOW, BERT]), "Method", "bert") == BERT


def test_a_name_of_another_type_is_not_found() -> None:
    assert find_name(INDEX, "Dataset", "bert") is None


def test_a_name_is_found_with_the_word_for_its_kind() -> None:
    assert find_name(INDEX, "Method", "bert model") == BERT
    assert find_name(INDEX, "Method", "bert dataset") is None


def test_hardware_is_found_without_vendor_and_kind() -> None:
    assert find_name(INDEX, "Hardware", "nvidia a100 tensor core gpu") == A100
    assert find_name(INDEX, "Hardware", "a100 gpu") == A100
    assert find_name(INDEX, "Method", "a100 gpu") is None


def test_hardware_forms_begin_with_the_form_as_written() -> None:
    assert list(hardware_forms("nvidia t4 gpu")) == ["nvidia t4 gpu", "nvidia t4", "t4 gpu", "t4"]
