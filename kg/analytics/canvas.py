"""What all pictures share: colours, an empty figure, and a figure as SVG that is the same every time."""

from __future__ import annotations

import importlib.util
import io
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kg.extract.record import EntityType

if TYPE_CHECKING:  # matplotlib is an extra
    from matplotlib.figure import Figure

#: The colours of the types, the same as on the pages.
TYPE_COLOURS: Mapping[EntityType, str] = {
    "Method": "#1d4ed8",
    "Dataset": "#15803d",
    "Hardware": "#b45309",
    "Metric": "#7e22ce",
    "Task": "#be123c",
}

#: Colours of series and communities, told apart by most people with a colour deficiency (Okabe and Ito 2008, darkened).
SERIES_COLOURS = (
    "#0072b2", "#d55e00", "#009e73", "#a3457f", "#b07a00", "#2b8cbe", "#5b4a9c", "#7a5230", "#4d7f17", "#c2185b",
)  # fmt: skip

#: Colour of what is in no series of its own.
OTHER_COLOUR = "#94a3b8"


def as_svg(name: str, width: float, height: float, draw: Callable[[Figure], None]) -> str | None:
    """Return a figure of a size in inches as SVG, or None where matplotlib is not installed.

    The name keeps the ids of the pictures of one page apart. The same content gives the same bytes.
    """
    if not importlib.util.find_spec("matplotlib"):
        return None
    import matplotlib as mpl
    from matplotlib.figure import Figure

    style: dict[Any, Any] = {
        "svg.hashsalt": name,
        "svg.fonttype": "none",  # text stays text: it can be searched and read aloud
        "text.parse_math": False,  # a label with two dollar signs is a label
        "font.family": "sans-serif",
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#64748b",
        "axes.axisbelow": True,
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=(width, height))
        draw(figure)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight")
    svg = re.sub(r"^.*?(?=<svg)", "", out.getvalue(), flags=re.DOTALL)
    return re.sub(r'(id="|#)(figure|axes|patch|line2d|text|legend|matplotlib|xtick|ytick)', rf"\1{name}-\2", svg)


def series_colour(position: int) -> str:
    """Return the colour of a series; those beyond the palette share one."""
    return SERIES_COLOURS[position] if position < len(SERIES_COLOURS) else OTHER_COLOUR
