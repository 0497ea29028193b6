"""Plots of a report: bars with intervals, lines over time, histograms, and the flow of communities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analytics.canvas import as_svg, series_colour
from kg.analytics.shares import Interval, wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Labels of the axis of time that fit side by side.
_TICKS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its interval, and the colour of its bar."""

    label: str
    value: Interval
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of a series per period."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """A column of the flow picture: what stands under it, and its blocks (key, label, height), from the top."""

    label: str
    blocks: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band between a block of a column (position) and one of the next, as high as what they have in common."""

    column: int
    source: int
    target: int
    height: int


def plot_bars(bars: Sequence[Bar], axis: str, name: str, percent: bool = True) -> str | None:
    """Return horizontal bars with their intervals as SVG, the first at the top."""
    if not bars:
        return None

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        scale = 100 if percent else 1
        values = [bar.value.value * scale for bar in bars]
        places = range(len(bars), 0, -1)
        axes.barh(places, values, color=[bar.colour for bar in bars], height=0.65)
        below = [(bar.value.value - bar.value.low) * scale for bar in bars]
        above = [(bar.value.high - bar.value.value) * scale for bar in bars]
        if any(below) or any(above):
            axes.errorbar(values, places, xerr=[below, above], fmt="none", ecolor="#334155", elinewidth=1, capsize=2)
        axes.set_yticks(places, [_short(bar.label) for bar in bars])
        axes.set_xlabel(axis)
        axes.axvline(0, color="#64748b", linewidth=0.8)
        axes.margins(y=0.01)
        axes.grid(axis="x", color="#e2e8f0")
        axes.tick_params(axis="y", length=0)

    return as_svg(name, 9, 0.6 + 0.26 * len(bars), draw)


def plot_lines(
    lines: Sequence[Line], periods: Sequence[str], totals: Sequence[int], axis: str, name: str, least: int = 1
) -> str | None:
    """Return shares of the papers of each period as lines with intervals, as SVG.

    Periods of fewer than `least` papers are left out, for their shares say nothing.
    """
    shown = [i for i, total in enumerate(totals) if total >= least]
    if not lines or not shown:
        return None

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        ends = []
        for number, line in enumerate(lines):
            shares = [wilson(line.counts[i], totals[i]) for i in shown]
            colour = series_colour(number)
            places = range(len(shown))
            axes.plot(places, [100 * s.value for s in shares], color=colour, marker="o", markersize=4, linewidth=1.8)
            axes.fill_between(
                places,
                [100 * s.low for s in shares],
                [100 * s.high for s in shares],
                color=colour,
                alpha=0.12,
                linewidth=0,
            )
            ends.append((100 * shares[-1].value, line.label, colour))
        _end_labels(axes, ends, len(shown) - 1)
        _time_axis(axes, [periods[i] for i in shown])
        axes.set_ylabel(axis)
        axes.set_ylim(bottom=0)
        axes.grid(axis="y", color="#e2e8f0")

    return as_svg(name, 10, 4.8, draw)


def plot_columns(labels: Sequence[str], counts: Sequence[int], x_axis: str, y_axis: str, name: str) -> str | None:
    """Return a histogram as SVG."""
    if not any(counts):
        return None

    def draw(figure: Figure) -> None:
        axes = figure.add_subplot()
        axes.bar(range(len(counts)), counts, color=series_colour(0), width=0.8)
        _time_axis(axes, labels)
        axes.set_xlabel(x_axis)
        axes.set_ylabel(y_axis)
        axes.grid(axis="y", color="#e2e8f0")

    return as_svg(name, 9, 3.2, draw)


def plot_flows(stacks: Sequence[Stack], ribbons: Sequence[Ribbon], name: str) -> str | None:
    """Return columns of blocks with ribbons between columns in turn, as SVG (an alluvial diagram)."""
    if not any(stack.blocks for stack in stacks):
        return None

    def draw(figure: Figure) -> None:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        gap = 0.02 * max(sum(block[2] for block in stack.blocks) for stack in stacks) or 1
        tops = [_tops(stack, gap) for stack in stacks]
        _ribbons(axes, stacks, ribbons, tops)
        for column, stack in enumerate(stacks):
            for number, (key, label, height) in enumerate(stack.blocks):
                top = tops[column][key]
                axes.bar(column, -height, bottom=top, width=0.05, color=series_colour(number), zorder=3)
                axes.text(
                    column + 0.035, top - height / 2, _wrapped(label), va="center", fontsize=8, zorder=4,
                    bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.7, "pad": 0.3},
                )  # fmt: skip
            axes.text(column, gap * 2, stack.label, ha="center", va="bottom", fontsize=9, weight="bold")
        axes.set_xlim(-0.15, len(stacks) - 0.35)

    return as_svg(name, 3.2 * len(stacks) + 0.5, 7, draw)


def _ribbons(axes: Axes, stacks: Sequence[Stack], ribbons: Sequence[Ribbon], tops: list[dict[int, float]]) -> None:
    left = [dict(column) for column in tops]
    right = [dict(column) for column in tops]
    smooth = [t / 20 for t in range(21)]
    for ribbon in ribbons:
        start, end = left[ribbon.column][ribbon.source], right[ribbon.column + 1][ribbon.target]
        left[ribbon.column][ribbon.source] -= ribbon.height
        right[ribbon.column + 1][ribbon.target] -= ribbon.height
        number = next(i for i, block in enumerate(stacks[ribbon.column].blocks) if block[0] == ribbon.source)
        middle = [start + (end - start) * (3 * t * t - 2 * t**3) for t in smooth]
        axes.fill_between(
            [ribbon.column + 0.025 + 0.95 * t for t in smooth],
            middle,
            [y - ribbon.height for y in middle],
            color=series_colour(number),
            alpha=0.3,
            linewidth=0,
        )


def _tops(stack: Stack, gap: float) -> dict[int, float]:
    tops, top = {}, 0.0
    for key, _, height in stack.blocks:
        tops[key] = top
        top -= height + gap
    return tops


def _end_labels(axes: Axes, ends: Sequence[tuple[float, str, str]], last: int) -> None:
    """Write the name of each line at its end, moved apart where they would overlap."""
    axes.margins(x=0.02)
    low, high = axes.get_ylim()
    distance = (high - max(low, 0)) * 0.045
    at = -distance
    for value, label, colour in sorted(ends):
        at = max(value, at + distance)
        axes.annotate(
            _short(label), (last, value), xytext=(last + 0.02 * max(last, 1), at), textcoords="data", va="center",
            color=colour, fontsize=8, annotation_clip=False,
        )  # fmt: skip


def _time_axis(axes: Axes, periods: Sequence[str]) -> None:
    step = max(1, -(-len(periods) // _TICKS))
    axes.set_xticks(range(0, len(periods), step), periods[::step])


def _wrapped(label: str) -> str:
    """Return a list of names with each on a line of its own."""
    return "\n".join(_short(part, 34) for part in label.split(", "))


def _short(label: str, longest: int = 44) -> str:
    return label if len(label) <= longest else label[: longest - 1] + "…"
