"""Charts stand where their numbers say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.charts import HEIGHT, WIDTH, columns_chart, fill_years, lines_chart, plain

VALUES = st.lists(
    st.tuples(st.integers(1900, 2100).map(str), st.integers(0, 10**7).map(float)), min_size=1, unique_by=lambda v: v[0]
)


def test_missing_years_are_filled_and_other_labels_are_left() -> None:
    assert fill_years([("2020", 1), ("2023", 2)]) == [("2020", 1), ("2021", 0), ("2022", 0), ("2023", 2)]
    assert fill_years([("0.5", 1), ("0.7", 2)]) == [("0.5", 1), ("0.7", 2)]


def test_columns_are_as_high_as_their_values() -> None:
    chart = columns_chart([("2020", 1), ("2021", 4), ("2022", 2)])
    heights = [mark.height for mark in chart.marks]
    assert heights[1] == pytest.approx(4 * heights[0])
    assert heights[2] == pytest.approx(2 * heights[0])
    assert [tick.text for tick in chart.x_ticks] == ["2020", "2021", "2022"]


@pytest.mark.parametrize("years", [1, 4, 12])
def test_a_column_stands_over_its_label(years: int) -> None:
    chart = columns_chart([(str(2020 + i), 1) for i in range(years)])
    assert [mark.x + mark.width / 2 for mark in chart.marks] == pytest.approx([tick.at for tick in chart.x_ticks])


@given(VALUES)
def test_everything_stays_inside_the_picture(values: list[tuple[str, float]]) -> None:
    chart = columns_chart(values)
    for mark in chart.marks:
        assert 0 <= mark.x <= mark.x + mark.width <= WIDTH
        assert 0 <= mark.y <= mark.y + mark.height <= HEIGHT
    assert all(0 <= tick.at <= HEIGHT for tick in chart.y_ticks)


def test_lines_share_their_years_and_a_missing_year_is_none() -> None:
    chart = lines_chart([("a", "/a", [("2020", 2), ("2022", 4)]), ("b", None, [("2021", 1)])])
    assert [[mark.value for mark in line.marks] for line in chart.lines] == [["2", "0", "4"], ["0", "1", "0"]]
    assert chart.lines[0].path.startswith("M")


@pytest.mark.parametrize(("value", "text"), [(1234567.0, "1,234,567"), (0.25, "0.25"), (0.0, "0")])
def test_numbers_are_written_for_people(value: float, text: str) -> None:
    assert plain(value) == text
