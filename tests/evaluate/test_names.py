"""When two surfaces or two values count as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate.names import canonical_names, name_key, value_key


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("Reed Trees", "reed tree"),
        ("reed-trees", "reed tree"),
        ("reed_tree/moss", "reed tree moss"),
        ("“Reed trees.”", "reed tree"),
        ("GPUs", "gpu"),
        ("corpus", "corpus"),
        ("loss", "loss"),
        ("analysis", "analysis"),
        ("xpus", "xpu"),
        ("gps", "gps"),
        (None, ""),
    ],
)
def test_case_hyphens_and_plurals_make_no_difference(surface: str | None, key: str) -> None:
    assert name_key(surface) == key


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("12", "12.0"),
        ("1,024", "1024.0"),
        ("25–30", "25.0-30.0"),
        ("25 to 30", "25.0-30.0"),
        ("2.70x", "2.7"),
        (7, "7.0"),
        ("Twice", "twice"),
        (None, ""),
    ],
)
def test_a_value_is_its_numbers(value: object, key: str) -> None:
    assert value_key(value) == key


def test_an_alias_counts_as_its_long_form_however_long_the_chain() -> None:
    canonical = canonical_names(
        [
            {"head": "RTs", "relation": "aliasOf", "tail": "reed trees"},
            {"head": "reeds", "relation": "aliasOf", "tail": "RTs"},
            {"head": "fern", "relation": "partOf", "tail": "reed trees"},
        ]
    )
    assert [canonical(s) for s in ("rts", "Reeds", "fern", None)] == ["reed tree", "reed tree", "fern", ""]


def test_aliases_in_a_circle_come_to_an_end() -> None:
    pairs = [{"head": a, "relation": "aliasOf", "tail": b} for a, b in (("fern", "moss"), ("moss", "fern"))]
    assert canonical_names(pairs)("fern") in ("fern", "moss")


@given(st.text())
def test_any_text_has_a_key_of_lower_case_without_outer_space(text: str) -> None:
    assert name_key(text) == name_key(text).strip()
