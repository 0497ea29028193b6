"""Plots hold what they are to show, and nothing where there is nothing to show."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from kg.analytics.plots import Bar, Line, Ribbon, Stack, plot_bars, plot_columns, plot_flows, plot_lines
from kg.analytics.shares import Interval, wilson

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str | None) -> set[str]:
    assert svg is not None
    return {element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")}


def test_bars_have_their_labels_and_axis() -> None:
    bars = [Bar("GPU", wilson(5, 10), "#b45309"), Bar("a & b < c", Interval(0.1, 0.1, 0.1), "#b45309")]
    assert {"GPU", "a & b < c", "% of papers"} <= texts(plot_bars(bars, "% of papers", "bars"))


def test_lines_have_their_names_at_their_ends_and_leave_thin_periods_out() -> None:
    lines = [Line("BERT", (1, 2, 3)), Line("GPT", (0, 2, 9))]
    found = texts(plot_lines(lines, ["2019", "2020", "2021"], [30, 5, 30], "% of papers", "lines", least=20))
    assert {"BERT", "GPT", "2019", "2021"} <= found
    assert "2020" not in found


def test_columns_have_their_labels() -> None:
    assert {"2019", "2020", "papers"} <= texts(plot_columns(["2019", "2020"], [3, 4], "year", "papers", "columns"))


def test_flows_have_the_names_of_all_blocks() -> None:
    stacks = [Stack("2019", ((1, "vision, CNN", 5), (2, "text", 3))), Stack("2020", ((1, "vision", 4),))]
    found = texts(plot_flows(stacks, [Ribbon(0, 1, 1, 3), Ribbon(0, 2, 1, 1)], "flows"))
    assert {"vision", "CNN", "text", "2019", "2020"} <= {word.strip(",") for text in found for word in text.split()}


def test_the_same_figures_give_the_same_bytes() -> None:
    first, second = (plot_columns(["a", "b"], [1, 2], "x", "y", "same") for _ in range(2))
    assert first == second


def test_nothing_makes_no_plot() -> None:
    assert plot_bars([], "x", "none") is None
    assert plot_lines([], ["2019"], [5], "x", "none") is None
    assert plot_lines([Line("a", (1,))], ["2019"], [5], "x", "none", least=9) is None
    assert plot_columns(["a"], [0], "x", "y", "none") is None
    assert plot_flows([], [], "none") is None
    assert plot_flows([Stack("2019", ())], [], "none") is None
