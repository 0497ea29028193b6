"""A selection says what it is, in words and as options, and refuses what makes no sense."""

from __future__ import annotations

import pytest

from kg.analytics.selection import EVERYTHING, Selection
from kg.errors import UsageError


def test_the_default_selection_needs_no_options() -> None:
    assert EVERYTHING.options() == ""
    assert EVERYTHING.describe() == [
        "Papers of all years, dated or not, in all categories.",
        "Entities that a paper introduces, compares with or uses, whatever the confidence.",
    ]


def test_every_filter_is_told_and_can_be_asked_for_again() -> None:
    selection = Selection(2020, 2022, ("cs.CL", "cs.IR"), ("uses",), 0.8)
    assert selection.options() == (
        "--since 2020 --until 2022 --category cs.CL --category cs.IR --role uses --confidence 0.8"
    )
    assert selection.describe() == [
        "Papers dated 2020 to 2022 in the categories cs.CL, cs.IR.",
        "Entities that a paper uses, with confidence 0.8 or more.",
    ]
    assert selection.query_values() == "since=2020 until=2022 category=cs.CL category=cs.IR"


def test_a_category_with_a_space_is_quoted_for_the_shell() -> None:
    assert Selection(categories=("Data Mining",)).options() == "--category 'Data Mining'"


def test_roles_and_confidences_that_do_not_exist_are_refused() -> None:
    with pytest.raises(UsageError, match="no role likes; the roles are introduces, compares, uses, mentions"):
        Selection(roles=("likes",))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="between 0 and 1, not 7"):
        Selection(confidence=7)
