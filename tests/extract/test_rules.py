"""Which proposals stand, and where mentions lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.extract.chosen import chosen_mentions
from kg.extract.record import ENTITY_TYPES, Mention, Record
from kg.extract.rules import PRECISION, confidence_of

Extract = Callable[..., Record]

PHRASES = (
    "ImageNet", "neural network", "neural\nnetwork", "graph-neural networks", "BERT-based", "GPT-3.5.", "e.g.",
    "et al.",
    "(", ")", "$", r"\emph{", "}", "A100-80GB", "TPU v4", "Recall@10", "top-1 accuracy", "We propose QuillRank,",
    "a benchmark called PondQA.", "large language models (LLMs)", "LLM", "MGS", "moss segmentation (MGS)", "by 41%",
    "2.3x higher throughput", "latency", "such as Adam", ":", "QuillRank:", "models.We", ". ", "? ", "  ", "\n", "\r\n",
    "\t", "\u00a0", "\u2028", "\x1c", "\x85", "\x00", "é", "e\u0301", "𝒳", "😀", "ﬁ", "İ", "ß", "\u200b", "\ufeff",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=150),
    st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=4)), max_size=25).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=4)), max_size=25).map("".join),
)


def check_offsets(record: Record) -> None:
    for mention in record.mentions:
        text = record.text(mention.field)
        assert text[mention.start : mention.end] == mention.text
        assert 0 <= mention.sentence_start <= mention.start < mention.end <= mention.sentence_end <= len(text)
    keys = [(m.field == "abstract", m.start, m.end) for m in record.mentions]
    for (field, _, end), (next_field, start, _) in pairwise(keys):
        assert (field, end) <= (next_field, start) if field == next_field else next_field


@settings(deadline=None, max_examples=60)
@given(title=TEXTS, abstract=TEXTS)
def test_a_mention_is_its_stretch_of_text_within_its_sentence_and_overlaps_none(
    extract: Extract, title: str, abstract: str
) -> None:
    check_offsets(extract(abstract, title))


@settings(deadline=None, max_examples=60)
@given(title=st.text(max_size=40), before=TEXTS, after=TEXTS)
def test_a_known_name_is_found_where_it_stands_whatever_is_around_it(
    extract: Extract, title: str, before: str, after: str
) -> None:
    abstract = f"{before}\n\nThey saw ImageNet, {after}"
    start = len(before) + len("\n\nThey saw ")
    record = extract(abstract, title)
    check_offsets(record)
    assert any(m.field == "abstract" and m.start <= start and start + 8 <= m.end for m in record.mentions)


@settings(deadline=None, max_examples=60)
@given(title=TEXTS, abstract=TEXTS)
def test_every_relation_result_and_role_speaks_of_mentions_and_points_into_the_text(
    extract: Extract, title: str, abstract: str
) -> None:
    record = extract(abstract, title)
    surfaces = {(m.text, m.type) for m in record.mentions}
    assert {(role.entity, role.type) for role in record.roles} <= surfaces
    for relation in record.relations:
        assert {(relation.head, relation.head_type), (relation.tail, relation.tail_type)} <= surfaces
        assert 0 <= relation.sentence_start < relation.sentence_end <= len(record.text(relation.field))
    for result in record.results:
        assert 0 <= result.sentence_start <= result.start < result.end <= result.sentence_end
        assert record.text(result.field)[result.start : result.end].startswith(result.value)
        assert {result.metric, result.method, result.dataset, result.hardware, result.baseline} <= {
            None,
            *(text for text, _ in surfaces),
        }


@pytest.mark.parametrize("title", ["", " ", "\n", "Peat ", "Peat\n", "Peat", "ImageNet"])
@pytest.mark.parametrize("space", ["", " ", "\n", "\n\n"])
def test_offsets_count_in_the_abstract_whatever_the_title(extract: Extract, title: str, space: str) -> None:
    abstract = f"{space}ImageNet grows."
    record = extract(abstract, title)
    check_offsets(record)
    assert [(m.start, m.text) for m in record.mentions if m.field == "abstract"] == [(len(space), "ImageNet")]


def test_no_mention_reaches_from_the_title_into_the_abstract(extract: Extract) -> None:
    record = extract("networks grow.", "A view of neural")
    assert [m.text for m in record.mentions if m.start == record.title.index("neural") and m.field == "title"] == []
    assert [m.text for m in record.mentions if "networks" in m.text and "neural" in m.text] == []
    assert [m.text for m in extract("A view of neural networks.").mentions] == ["neural networks"]


def proposals(doc: Doc) -> Sequence[tuple[str, str, str]]:
    return [(doc[p.start : p.end].text, p.type, p.extractor) for p in chosen_mentions(doc)]


def test_of_two_overlapping_proposals_the_longer_stands(annotate: Callable[..., Doc]) -> None:
    doc = annotate("We train a peat BERT encoder here.")
    assert [span.text for span in doc.spans["terms"]] == ["peat BERT encoder"]
    assert "BERT" in [span.text for span in doc.spans["known_names"]]
    assert proposals(doc) == [("peat BERT encoder", "Method", "terms")]


def test_of_a_known_name_and_a_guess_at_the_same_words_the_known_name_stands(annotate: Callable[..., Doc]) -> None:
    doc = annotate("The moss is BERT, our ferns.")
    assert {span.text for group in ("known_names", "shape") for span in doc.spans[group]} == {"BERT"}
    assert proposals(doc) == [("BERT", "Method", "known_names")]


def test_a_mention_has_the_measured_confidence_of_its_extractor(extract: Extract) -> None:
    record = extract("We test BERT and the PondQA dataset on ImageNet with bog latency.")
    assert [(m.text, m.extractor, m.confidence) for m in record.mentions] == [
        ("BERT", "known_names", PRECISION["known_names", "Method"]),
        ("PondQA", "shape", PRECISION["shape", "Dataset"]),
        ("ImageNet", "known_names", PRECISION["known_names", "Dataset"]),
        ("bog latency", "terms", PRECISION["terms", "Metric"]),
    ]


def test_confidences_are_shares_of_known_types() -> None:
    assert all(0 < confidence <= 1 for confidence in PRECISION.values())
    assert {type for _, type in PRECISION} <= set(ENTITY_TYPES)
    assert confidence_of("nobody", "Method") == 0.5


def test_a_record_without_text_has_no_mention(extract: Extract) -> None:
    mentions: tuple[Mention, ...] = extract("", "").mentions
    assert mentions == ()
