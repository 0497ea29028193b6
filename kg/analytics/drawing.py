"""A picture of a network's core, as SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import networkx as nx

from kg.analytics.centrality import Score
from kg.extract.record import EntityType

if TYPE_CHECKING:  # matplotlib is an extra
    from matplotlib.axes import Axes

#: The colours of the types, the same as on the pages.
COLOURS: Mapping[EntityType, str] = {
    "Method": "#1d4ed8",
    "Dataset": "#15803d",
    "Hardware": "#b45309",
    "Metric": "#7e22ce",
    "Task": "#be123c",
}


def draw_core(network: nx.Graph[str], core: Sequence[Score], *, seed: int) -> str | None:
    """Return the part of the network between the given entities as SVG, or None where matplotlib is not installed.

    Size follows PageRank, width the number of papers. The same network and seed give the same bytes.
    """
    try:
        import matplotlib as mpl
    except ImportError:
        return None
    mpl.use("svg")
    import matplotlib.pyplot as plt

    part = network.subgraph(s.entity for s in core)
    # A copy in sorted order: a subgraph view iterates as a set does, and the layout depends on the order.
    shown: nx.Graph[str] = nx.Graph()
    shown.add_nodes_from(sorted(part.nodes(data=True)))
    shown.add_edges_from(sorted((min(a, b), max(a, b), data) for a, b, data in part.edges(data=True)))
    with mpl.rc_context({"svg.hashsalt": "kg", "svg.fonttype": "none", "font.size": 9}):
        figure, axes = plt.subplots(figsize=(11, 7.5))
        _draw(shown, {s.entity: s for s in core}, axes, seed)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight")
        plt.close(figure)
    return re.sub(r"^.*?(?=<svg)", "", out.getvalue(), flags=re.DOTALL)


def _draw(shown: nx.Graph[str], scores: Mapping[str, Score], axes: Axes, seed: int) -> None:
    place = nx.spring_layout(shown, seed=seed, k=2.2 / max(len(shown), 1) ** 0.5, iterations=200, weight=None)
    largest = max((s.pagerank for s in scores.values()), default=1.0)
    weights: list[int] = [data["weight"] for _, _, data in shown.edges(data=True)]
    heaviest = max(weights, default=1)
    nx.draw_networkx_edges(
        shown,
        place,
        ax=axes,
        edge_color="#cbd5e1",
        width=[0.4 + 2.6 * weight / heaviest for weight in weights],
    )
    nx.draw_networkx_nodes(
        shown,
        place,
        ax=axes,
        node_size=[60 + 700 * scores[n].pagerank / largest for n in shown],
        node_color=[COLOURS[scores[n].type] for n in shown],
        edgecolors="#ffffff",
    )
    labels = nx.draw_networkx_labels(
        shown,
        {n: (x, y + 0.045) for n, (x, y) in place.items()},
        ax=axes,
        labels={n: scores[n].label for n in shown},
        font_size=9,
        bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.75, "pad": 0.6},
    )
    for label in labels.values():
        label.set_clip_on(False)
    for type, colour in COLOURS.items():
        if any(scores[n].type == type for n in shown):
            axes.scatter([], [], color=colour, label=type)
    axes.legend(loc="lower left", frameon=False)
    axes.set_axis_off()
