"""Geometry of the charts that pages draw as SVG: columns and lines over years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Size of a chart in its own units, and what the axes take of it.
WIDTH, HEIGHT = 640, 200
_LEFT, _BOTTOM, _TOP = 44, 24, 14
#: A column is no wider, however few there are.
_WIDEST = 72


@dataclass(frozen=True, slots=True)
class Mark:
    """A column or a point: where it stands, what it says."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis with its text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name, where it leads, its points and the path through them."""

    name: str
    link: str | None
    marks: tuple[Mark, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be written as SVG."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    floor: int = HEIGHT - _BOTTOM


def columns_chart(values: Sequence[tuple[str, float]]) -> Chart:
    """Return columns for values by label; gaps between years are filled with empty places."""
    filled = fill_years(values)
    step, top = _step(len(filled)), _top([value for _, value in filled])
    width = min(step * 0.76, _WIDEST)
    marks = tuple(
        Mark(
            x=_LEFT + (i + 0.5) * step - width / 2,
            y=_y(value, top),
            width=width,
            height=_y(0, top) - _y(value, top),
            label=label,
            value=plain(value),
        )
        for i, (label, value) in enumerate(filled)
    )
    return Chart(marks, (), _x_ticks([label for label, _ in filled], step), _y_ticks(top))


def lines_chart(series: Sequence[tuple[str, str | None, Sequence[tuple[str, float]]]]) -> Chart:
    """Return a line for each series of values by year; a year without a value counts as 0."""
    years = [int(label) for _, _, values in series for label, _ in values]
    labels = [str(year) for year in range(min(years), max(years) + 1)] if years else []
    step, top = _step(len(labels)), _top([value for _, _, values in series for _, value in values])
    lines = []
    for name, link, values in series:
        known = dict(values)
        marks = tuple(
            Mark(_LEFT + (i + 0.5) * step, _y(known.get(label, 0), top), 0, 0, label, plain(known.get(label, 0)))
            for i, label in enumerate(labels)
        )
        path = " ".join(f"{'L' if i else 'M'}{mark.x:.1f} {mark.y:.1f}" for i, mark in enumerate(marks))
        lines.append(Line(name, link, marks, path))
    return Chart((), tuple(lines), _x_ticks(labels, step), _y_ticks(top))


def fill_years(values: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return values by label with the missing years between the first and the last as 0; other labels as they are."""
    if not values or not all(label.isdigit() and len(label) == 4 for label, _ in values):
        return list(values)
    known = {int(label): value for label, value in values}
    return [(str(year), known.get(year, 0.0)) for year in range(min(known), max(known) + 1)]


def plain(value: float) -> str:
    """Return a number as people read it: whole ones with separators, others with what they have."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"


def _step(count: int) -> float:
    return (WIDTH - _LEFT - 8) / max(count, 1)


def _y(value: float, top: float) -> float:
    return _TOP + (HEIGHT - _BOTTOM - _TOP) * (1 - value / top)


def _top(values: Sequence[float]) -> float:
    """Return the end of the scale: the next round number above the largest value."""
    largest = max(values, default=0) or 1
    magnitude: float = 10 ** math.floor(math.log10(largest))
    return next(step * magnitude for step in (1, 2, 2.5, 4, 5, 8, 10) if step * magnitude >= largest)


def _y_ticks(top: float) -> tuple[Tick, ...]:
    parts = 2 if top <= 2 else 4
    levels = [top * i / parts for i in range(parts + 1)]
    return tuple(Tick(_y(level, top), plain(level)) for level in levels if top > 4 or level == int(level))


def _x_ticks(labels: Sequence[str], step: float) -> tuple[Tick, ...]:
    every = max(1, math.ceil(38 / step))
    return tuple(Tick(_LEFT + (i + 0.5) * step, label) for i, label in enumerate(labels) if i % every == 0)
