"""Draw docs/architecture.svg: the parts of the package and which imports which, read from the code.

python docs/draw_architecture.py

A part is a folder of `kg/`, or one of the modules beside them that has a place below. An arrow leads from a part to one
that it imports; what follows from other arrows is left out. What all parts share (settings, errors, plain values, pure
functions on names) is not drawn.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from html import escape
from pathlib import Path

import networkx as nx

import kg

TARGET = Path(__file__).parent / "architecture.svg"
PACKAGE = Path(kg.__file__).parent

#: Plain values and pure functions, and what every part may use.
SHARED = frozenset({"kg.extract.record", "kg.resolve.normal_form", "kg.graph.iris", "kg.graph.vocabulary"})
#: Modules beside the folders that belong to a part of another name.
PART_OF = {"cli": "commands", "intake": "build", "records": "build"}
#: Where each part stands (centre, in a picture of 1000 by 760), its colour, and what it does.
PLACES: dict[str, tuple[int, int, str, str]] = {
    "commands": (500, 44, "#334155", "the command line"),
    "mcp": (112, 150, "#334155", "tools for assistants"),
    "web": (330, 150, "#334155", "pages, SPARQL over HTTP"),
    "opened": (112, 250, "#7e22ce", "a store in Python"),
    "curate": (540, 150, "#be123c", "decisions on names"),
    "annotation": (540, 250, "#be123c", "tasks for people"),
    "cluster": (722, 150, "#b45309", "many machines"),
    "build": (722, 250, "#b45309", "from files to a store"),
    "evaluate": (906, 150, "#475569", "scores"),
    "analytics": (112, 340, "#7e22ce", "networks, reports"),
    "remote": (112, 420, "#1d4ed8", "a SPARQL server as store"),
    "query": (300, 505, "#1d4ed8", "questions, in workers"),
    "graph": (520, 585, "#1d4ed8", "the store, its quads"),
    "resolve": (640, 655, "#15803d", "from names to entities"),
    "extract": (770, 350, "#15803d", "from texts to records"),
    "corpus": (830, 722, "#15803d", "from files to papers"),
}
WIDTH, HEIGHT = 172, 50


def imported(path: Path) -> Iterator[str]:
    """Yield the modules of the package that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ([node.module] if node.module != "kg" else [f"kg.{alias.name}" for alias in node.names])


def part(module: str) -> str:
    """Return the part that a module belongs to, by its dotted name."""
    name = module.split(".")[1] if "." in module else module
    return PART_OF.get(name, name)


def parts() -> nx.DiGraph[str]:
    """Return which part imports which, of those that have a place."""
    found: nx.DiGraph[str] = nx.DiGraph()
    found.add_nodes_from(PLACES)
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(("kg", *path.relative_to(PACKAGE).with_suffix("").parts))
        for name in imported(path):
            ends = part(module), part(name)
            if name.startswith("kg.") and name not in SHARED and ends[0] != ends[1] and {*ends} <= {*PLACES}:
                found.add_edge(*ends)
    return found


def draw() -> str:
    """Return the picture as SVG."""
    arrows = sorted(nx.transitive_reduction(parts()).edges)
    body = "\n".join([*(arrow(*ends) for ends in arrows), *(box(name) for name in PLACES)])
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 760" font-family="system-ui, sans-serif">
<rect width="1000" height="760" fill="#ffffff"/>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
<path d="M0 0 8 4 0 8z" fill="#64748b"/></marker></defs>
{body}
</svg>
"""


def box(name: str) -> str:
    """Return a part as a box with its name and what it does."""
    x, y, colour, what = PLACES[name]
    return (
        f'<rect x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{colour}"/>'
        f'<text x="{x}" y="{y - 3}" text-anchor="middle" font-size="17" fill="#ffffff">{escape(name)}</text>'
        f'<text x="{x}" y="{y + 15}" text-anchor="middle" font-size="12" fill="#ffffff">{escape(what)}</text>'
    )


def arrow(importing: str, name: str) -> str:
    """Return an arrow from the lower edge of a part to the upper edge of one that it imports."""
    (x1, y1, *_), (x2, y2, *_) = PLACES[importing], PLACES[name]
    x1 += round(max(-WIDTH / 3, min(WIDTH / 3, (x2 - x1) / 4)))
    x2 -= round(max(-WIDTH / 3, min(WIDTH / 3, (x2 - x1) / 4)))
    y1, y2 = y1 + HEIGHT // 2, y2 - HEIGHT // 2
    middle = (y1 + y2) / 2
    return (
        f'<path d="M{x1} {y1}C{x1} {middle:g} {x2} {middle:g} {x2} {y2}" fill="none" stroke="#64748b" '
        'stroke-width="1.5" marker-end="url(#arrow)"/>'
    )


if __name__ == "__main__":
    TARGET.write_text(draw(), encoding="utf-8")
    print(TARGET)
