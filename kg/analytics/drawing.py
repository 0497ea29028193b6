"""A picture of a network: circles that do not touch, lines, and labels that can be read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from kg.analytics.canvas import as_svg
from kg.analytics.network import part_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]

#: Where a label may stand, as shifts from the centre of its circle in units of its radius: the first that is free.
_PLACES = ((0, 1), (0, -1), (1, 0), (-1, 0), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8))


@dataclass(frozen=True, slots=True)
class Look:
    """How a node is drawn: size from 0 to 1, colour, and the entry of the legend that explains the colour."""

    size: float
    colour: str
    legend: str


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: _Box) -> float:
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide * high if wide > 0 and high > 0 else 0.0


def strongest_pairs(network: nx.Graph[str], per_node: int = 3) -> nx.Graph[str]:
    """Return a network with the heaviest pairs of each node only, so that a dense one can be drawn."""
    kept: nx.Graph[str] = nx.Graph()
    kept.add_nodes_from(network.nodes(data=True))
    for node in network:
        ranked = sorted(network[node].items(), key=lambda item: (-item[1]["weight"], -item[1].get("npmi", 0), item[0]))
        kept.add_edges_from((node, other, data) for other, data in ranked[:per_node] if other != node)
    return kept


def draw_network(network: nx.Graph[str], looks: Mapping[str, Look], name: str) -> str | None:
    """Return a network as SVG, or None where matplotlib is not installed; nodes need a `label`, edges a `weight`."""
    if not len(network):
        return None

    def draw(figure: Figure) -> None:
        _draw(network, looks, layout(network), figure)

    return as_svg(name, 11, 4 + 4 * min(1.0, len(network) / 40), draw)


def layout(network: nx.Graph[str]) -> dict[str, Point]:
    """Return a place for each node: components by Kamada and Kawai (1989), the largest on top, the others below it."""
    components = sorted(nx.connected_components(network), key=lambda c: (-len(c), min(c)))
    width = 1.9 * math.sqrt(len(network)) + 1
    places: dict[str, Point] = {}
    left, bottom, shelf = 0.0, 0.0, 0.0
    for number, component in enumerate(components):
        part = part_of(network, component)
        wide = width if number == 0 and len(part) > len(network) / 2 else min(width, 1 + 1.3 * math.sqrt(len(part)))
        high = 0.65 * wide if len(part) > 2 else 0.7
        if left and left + wide > width * 1.01:
            left, bottom, shelf = 0.0, bottom - shelf, 0.0
        shelf = max(shelf, high)
        for node, (x, y) in _arranged(part, wide, high).items():
            places[node] = (left + x, bottom - high + y)
        left += wide
    return places


def _arranged(part: nx.Graph[str], wide: float, high: float) -> dict[str, Point]:
    """Return places within a box whose lower left corner is the origin."""
    nodes = list(part)
    if len(nodes) < 3:
        return {node: (wide * (i + 0.5) / len(nodes), high / 2) for i, node in enumerate(nodes)}
    found = nx.kamada_kawai_layout(part, weight=None)
    places = np.array([found[node] for node in nodes], dtype=float)
    # A chain that hangs off the rest must not press it together: what is far out stands at the border.
    places = np.clip(places, *np.percentile(places, [5, 95], axis=0))
    low, reach = places.min(axis=0), np.ptp(places, axis=0)
    margin = 0.4
    box = np.array([wide - 2 * margin, high - 2 * margin])
    places = margin + (places - low) / np.where(reach > 0, reach, 1) * box
    _push_apart(places, 0.55 * math.sqrt(wide * high / len(nodes)), margin + np.zeros(2), margin + box)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, places, strict=True)}


def _push_apart(places: npt.NDArray[np.float64], distance: float, low: Any, high: Any) -> None:
    """Move nodes that are nearer to each other than a distance apart, a little at a time, within a box."""
    turns = np.arange(len(places))
    places += 1e-3 * np.stack([np.cos(turns), np.sin(turns)], axis=1)  # two in one place have no way apart
    for _ in range(60):
        gaps = places[:, None, :] - places[None, :, :]
        apart = np.hypot(gaps[..., 0], gaps[..., 1])
        np.fill_diagonal(apart, np.inf)
        lacking = np.clip(distance - apart, 0, None)
        if not lacking.any():
            return
        places += 0.4 * (gaps / np.maximum(apart, 1e-9)[..., None] * lacking[..., None]).sum(axis=1)
        np.clip(places, low, high, out=places)


def _draw(network: nx.Graph[str], looks: Mapping[str, Look], places: Mapping[str, Point], figure: Figure) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    xs, ys = zip(*places.values(), strict=True)
    axes.set_xlim(min(xs) - 0.5, max(xs) + 0.5)
    axes.set_ylim(min(ys) - 0.45, max(ys) + 0.45)
    heaviest = max((data["weight"] for _, _, data in network.edges(data=True)), default=1)
    for a, b, data in network.edges(data=True):
        (x1, y1), (x2, y2) = places[a], places[b]
        line = 0.5 + 3.5 * data["weight"] / heaviest
        axes.plot([x1, x2], [y1, y2], color="#cbd5e1", linewidth=line, zorder=1, solid_capstyle="round")
    nodes = list(network)
    axes.scatter(
        [places[n][0] for n in nodes],
        [places[n][1] for n in nodes],
        s=[_area(looks[n]) for n in nodes],
        c=[looks[n].colour for n in nodes],
        edgecolors="#ffffff",
        linewidths=1,
        zorder=4,  # above the labels, so that none is hidden
    )
    _label(network, looks, places, axes)
    _legend(looks, nodes, axes)


def _area(look: Look) -> float:
    """Return the area of a circle, in square points."""
    return 40 + 700 * look.size


def _label(network: nx.Graph[str], looks: Mapping[str, Look], places: Mapping[str, Point], axes: Axes) -> None:
    """Write the labels, those of large circles first, each where it covers the least of what is there."""
    figure: Any = axes.figure
    per_point = figure.dpi / 72
    centres = {node: axes.transData.transform(places[node]) for node in network}
    radii = {node: math.sqrt(_area(looks[node]) / math.pi) * per_point for node in network}
    circles = [
        _Box(x - radii[n] * 0.8, y - radii[n] * 0.8, x + radii[n] * 0.8, y + radii[n] * 0.8)
        for n, (x, y) in centres.items()
    ]
    written: list[_Box] = []
    for node in sorted(network, key=lambda n: (-looks[n].size, n)):
        text, size = _wrapped(network.nodes[node]["label"]), 8 + 4 * looks[node].size
        wide = max(len(line) for line in text.split("\n")) * size * 0.56 * per_point
        high = size * 1.25 * (text.count("\n") + 1) * per_point
        boxes = [_box(centres[node], radii[node] + 2, shift, wide, high) for shift in _PLACES]
        best = min(boxes, key=lambda box: _covered(box, circles, written))
        written.append(best)
        x, y = axes.transData.inverted().transform(((best.left + best.right) / 2, (best.bottom + best.top) / 2))
        axes.text(
            x, y, text, fontsize=size, ha="center", va="center", zorder=3, color="#0f172a", linespacing=1.1,
            bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.7, "pad": 0.4},
        )  # fmt: skip


def _covered(box: _Box, circles: Sequence[_Box], written: Sequence[_Box]) -> float:
    """Return how much of what is there a label would cover; a circle is smaller than a label and counts for more."""
    return 5 * sum(box.overlap(circle) for circle in circles) + sum(box.overlap(other) for other in written)


def _box(centre: Any, radius: float, shift: Point, wide: float, high: float) -> _Box:
    x = centre[0] + shift[0] * (radius + wide / 2)
    y = centre[1] + shift[1] * (radius + high / 2)
    return _Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _wrapped(label: str, longest: int = 22) -> str:
    """Return a long label in two lines, shortened where that is not enough."""
    if len(label) <= longest:
        return label
    middle = min((i for i, c in enumerate(label) if c == " "), key=lambda i: abs(i - len(label) / 2), default=None)
    lines = [label] if middle is None else [label[:middle], label[middle + 1 :]]
    return "\n".join(line if len(line) <= longest + 4 else line[: longest + 2] + "…" for line in lines)


def _legend(looks: Mapping[str, Look], nodes: Sequence[str], axes: Axes) -> None:
    entries = {looks[node].legend: looks[node].colour for node in nodes}
    for entry in sorted(entries):
        axes.scatter([], [], color=entries[entry], label=entry if len(entry) <= 70 else f"{entry[:69]}…")
    axes.legend(loc="upper left", bbox_to_anchor=(0, 0), frameon=False, ncols=2 if max(map(len, entries)) > 20 else 6)
