"""Names that a paper gives to what it presents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.coinages import SHAPE, STATED, TITLE, kind_of, looks_coined, stated_kind
from kg.extract.record import EntityType, Record

Extract = Callable[..., Record]


def names(record: Record, extractor: str) -> list[tuple[str, str, str]]:
    return [(m.field, m.text, m.type) for m in record.mentions if m.extractor == extractor]


@pytest.mark.parametrize("name", ["QuillRank", "MOSS", "BERT", "mT5", "Fern2", "GPT-4", "xLSTM", "FlashFill++"])
def test_a_capital_or_digit_after_the_first_letter_makes_a_name(name: str) -> None:
    assert looks_coined(name)


@pytest.mark.parametrize("word", ["moss", "Moss", "2021", "A", "x2", "", "wet-moss"])
def test_an_ordinary_word_is_no_name(word: str) -> None:
    assert not looks_coined(word)


@pytest.mark.parametrize(
    ("title", "type"),
    [
        ("QuillRank: Fast Ranking of Letters", "Method"),
        ("QuillRank - Fast Ranking of Letters", "Method"),
        ("QuillRank – Fast Ranking of Letters", "Method"),
        ("“QuillRank”: Fast Ranking of Letters", "Method"),
        ("QuillRank: A Benchmark of Letters", "Dataset"),
        ("QuillRank: A Framework for Letters", "Method"),
        ("QuillRank: A Corpus of Letters for a New Model", "Dataset"),
    ],
)
def test_the_name_before_the_colon_of_a_title_is_what_the_paper_presents(
    extract: Extract, title: str, type: str
) -> None:
    record = extract("Letters are ranked by QuillRank.", title)
    assert names(record, TITLE) == [("title", "QuillRank", type), ("abstract", "QuillRank", type)]


def test_a_plain_word_before_the_colon_is_a_name_when_the_abstract_uses_it(extract: Extract) -> None:
    used = extract("Every day Wadewell walks.", "Wadewell: Fast Walks over Peat")
    assert names(used, TITLE) == [("title", "Wadewell", "Method"), ("abstract", "Wadewell", "Method")]
    assert names(extract("Every day it walks.", "Wadewell: Fast Walks over Peat"), TITLE) == []


@pytest.mark.parametrize(
    "title",
    [
        "Towards Moss: A View",
        "Learning: A View",
        "Counting Moss with Ferns: A View",
        "QuillRank and its wet moss: A View",
    ],
)
def test_ordinary_words_before_the_colon_are_no_name(extract: Extract, title: str) -> None:
    assert names(extract("Towards moss we go. Learning helps.", title), TITLE) == []


@pytest.mark.parametrize(
    ("abstract", "name", "type"),
    [
        ("We propose QuillRank, which sorts letters.", "QuillRank", "Method"),
        ("We introduce QuillRank for letters.", "QuillRank", "Method"),
        ("Here, we present QuillRank for letters.", "QuillRank", "Method"),
        ("This paper presents QuillRank, a toolkit for letters.", "QuillRank", "Method"),
        ("The paper develops QuillRank for letters.", "QuillRank", "Method"),
        ("We build a benchmark called PondQA on heath.", "PondQA", "Dataset"),
        ("We build a data set named PondQA on heath.", "PondQA", "Dataset"),
        ("We build a framework dubbed QuillRank for letters.", "QuillRank", "Method"),
        ("We sort letters with a method, which we call QuillRank, daily.", "QuillRank", "Method"),
        ("MossText, a corpus of old letters, is open.", "MossText", "Dataset"),
        ("We release MossText, a collection and benchmark of letters.", "MossText", "Dataset"),
        (r"We propose \emph{QuillRank}, which sorts letters.", "QuillRank", "Method"),
    ],
)
def test_a_name_that_a_sentence_presents_is_found(extract: Extract, abstract: str, name: str, type: str) -> None:
    (mention,) = [m for m in extract(abstract).mentions if m.extractor == STATED]
    assert (mention.text, mention.type, mention.start) == (name, type, abstract.index(name))


@pytest.mark.parametrize(
    "abstract", ["We propose moss for letters.", "We present Moss for letters.", "We propose 2021."]
)
def test_a_plain_word_that_a_sentence_presents_is_no_name(extract: Extract, abstract: str) -> None:
    assert names(extract(abstract), STATED) == []


def test_a_stated_name_is_found_wherever_it_stands(extract: Extract) -> None:
    record = extract("QuillRank sorts. We propose QuillRank. It is QuillRank, not QuillRanker.", "A view of QuillRank")
    assert names(record, STATED) == [
        ("title", "QuillRank", "Method"),
        ("abstract", "QuillRank", "Method"),
        ("abstract", "QuillRank", "Method"),
        ("abstract", "QuillRank", "Method"),
    ]


@pytest.mark.parametrize("name", ["FlashQuill++", "XLM-MossNet", "QuillRank", "MossNet-2", "Quill2Letter"])
def test_a_word_with_the_shape_of_a_name_is_a_method_until_told_otherwise(extract: Extract, name: str) -> None:
    assert names(extract(f"On heath {name} wins."), SHAPE) == [("abstract", name, "Method")]


@pytest.mark.parametrize(
    "word",
    ["AI", "API", "USA", "2021", "COVID-19", "English", "IEEE", "III", "PDF", "moss", "Moss", "12GB", "Wet-Moss"],
)
def test_an_ordinary_capital_is_not_taken_for_a_name(extract: Extract, word: str) -> None:
    assert names(extract(f"On heath {word} wins."), SHAPE) == []


@pytest.mark.parametrize("text", ["moss@FernNet.example", "a/FernNet", "FernNet/b"])
def test_a_part_of_an_address_or_path_is_not_taken_for_a_name(extract: Extract, text: str) -> None:
    assert names(extract(f"On heath {text} wins."), SHAPE) == []


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("a benchmark of wet moss", "Dataset"),
        ("a wet moss corpus", "Dataset"),
        ("a framework for benchmarks", "Method"),
        ("a benchmark for frameworks", "Dataset"),
        ("a processor for moss", "Hardware"),
        ("a walk on the heath", None),
    ],
)
def test_the_first_word_that_names_a_kind_of_thing_decides(text: str, type: EntityType | None) -> None:
    assert kind_of(text) == type


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("MossText, a corpus of letters.", "Dataset"),
        ("MossText is a toolkit for letters.", "Method"),
        ("The MossText dataset is wet.", "Dataset"),
        ("We use the benchmark MossText.", "Dataset"),
        ("A test set called MossText.", "Dataset"),
        ("We use MossText on heath.", None),
        ("MossTexts, a corpus of letters.", None),
        ("DeepMossText, a corpus of letters.", None),
        ("The dataset (mosstext) is wet.", "Dataset"),
        ("The dataset mosstexts is wet.", None),
        ("İİİ, in the benchmark MossText.", "Dataset"),
        ("MossText (wet), our new toolkit, and MossText, a corpus.", "Method"),
    ],
)
def test_a_text_gives_a_name_its_type(text: str, type: EntityType | None) -> None:
    assert stated_kind("MossText", text) == type
