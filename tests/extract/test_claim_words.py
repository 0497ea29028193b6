"""How a sentence leads to a number."""

from __future__ import annotations

import pytest

from kg.extract.claim_words import metric_list, number_list, own_of_list, polarity, told_way, unhedged
from kg.extract.reading import Sentence, read_paper
from kg.extract.record import Mention


def sentence_of(text: str, *metrics: str) -> Sentence:
    """Return the reading of a sentence in which the given words, in their order, are metrics."""
    mentions, start = [], 0
    for metric in metrics:
        start = text.index(metric, start)
        mentions.append(Mention("abstract", start, start + len(metric), "Metric", metric, 0, len(text), "test", 1.0))
        start += len(metric)
    (sentence,) = read_paper("", text, [("abstract", 0, len(text))], mentions, {}).sentences
    return sentence


def test_what_hedges_a_number_is_left_out() -> None:
    assert unhedged(["reduces", "it", "by", "up", "to", "an", "average", "of"]) == ["reduces", "it", "by", "of"]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("latency", "low"),
        ("time to first token", "low"),
        ("tcpwer", "low"),
        ("accuracy", "high"),
        ("token f1", "high"),
        ("memory efficiency", "high"),
        ("speedup", "high"),
        ("memory saving", "saved"),
        ("", "none"),
    ],
)
def test_a_name_tells_whether_less_of_a_metric_is_better(name: str, better: str) -> None:
    assert polarity(name) == better


@pytest.mark.parametrize(
    ("text", "better", "way"),
    [
        ("It is 30% lower.", "low", "decrease"),
        ("It is 30% faster.", "none", "increase"),
        ("It has 2x faster inference.", "low", "decrease"),
        ("It improves this by 30%.", "high", "increase"),
        ("It improves this by up to 30%.", "low", "decrease"),
        ("It reduces this by 30%.", "high", "decrease"),
        ("It reduces this to 30%.", "high", "absolute"),
        ("It gains (+3.2) there.", "high", "increase"),
        ("It is 30% worse.", "high", "decrease"),
        ("It attains 30%.", "high", "absolute"),
        ("Ferns and 30% moss.", "high", "-"),
    ],
)
def test_words_around_a_number_tell_which_way_it_goes(text: str, better: str, way: str) -> None:
    sentence = sentence_of(text)
    assert told_way(sentence.measured[0], sentence, better)[0] == way  # type: ignore[arg-type]


def test_a_verb_carries_over_to_the_next_number() -> None:
    sentence = sentence_of("It reduces moss by 30% and fern by 20%.")
    assert [told_way(measured, sentence, "high")[0] for measured in sentence.measured] == ["decrease", "decrease"]


def test_the_numbers_and_the_metrics_of_two_lists_belong_to_each_other_in_order() -> None:
    sentence = sentence_of("It improves recall, F1 and NDCG by 1%, 2% and 3%.", "recall", "F1", "NDCG")
    metrics = [occurrence.item for occurrence in sentence.occurrences]
    assert metric_list(sentence.occurrences[1], sentence) == tuple(metrics)
    assert [len(number_list(measured, sentence)) for measured in sentence.measured] == [3, 3, 3]
    assert [own_of_list(measured, sentence.occurrences[0], sentence) for measured in sentence.measured] == metrics


def test_lists_of_different_lengths_do_not() -> None:
    sentence = sentence_of("It improves recall and F1 by 1%.", "recall", "F1")
    assert own_of_list(sentence.measured[0], sentence.occurrences[0], sentence) is None
