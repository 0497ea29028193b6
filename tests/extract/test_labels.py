"""Labels of tokens and the spans that they stand for."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.labels import INDEX, LABELS, can_begin, can_end, can_follow, labels_of, spans_of
from kg.extract.record import ENTITY_TYPES


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, str]]]:
    """Spans that do not overlap, and the number of tokens around them."""
    found, at = [], 0
    for gap, length, type in draw(
        st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(ENTITY_TYPES)), max_size=6)
    ):
        found.append((at + gap, at + gap + length, type))
        at += gap + length
    return at + draw(st.integers(0, 3)), found


@given(spans())
def test_labels_hold_exactly_the_spans_that_they_were_made_of(case: tuple[int, list[tuple[int, int, str]]]) -> None:
    length, found = case
    labels = labels_of(length, found)
    assert len(labels) == length
    assert spans_of(labels) == found
    assert all(can_follow()[a, b] for a, b in pairwise(labels))
    assert not length or (can_begin()[labels[0]] and can_end()[labels[-1]])


def test_a_mention_goes_on_with_its_own_type_alone() -> None:
    allowed = can_follow()
    assert allowed[INDEX["B-Task"], INDEX["L-Task"]]
    assert not allowed[INDEX["B-Task"], INDEX["L-Method"]]
    assert not allowed[INDEX["B-Task"], INDEX["O"]]
    assert not allowed[INDEX["O"], INDEX["I-Task"]]
    assert allowed[INDEX["L-Task"], INDEX["B-Task"]]


def test_a_text_neither_begins_nor_ends_inside_a_mention() -> None:
    assert [label for label, may in zip(LABELS, can_begin(), strict=True) if may and label[0] in "IL"] == []
    assert [label for label, may in zip(LABELS, can_end(), strict=True) if may and label[0] in "BI"] == []
