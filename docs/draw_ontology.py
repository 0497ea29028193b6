"""Draw docs/ontology.svg: the classes of ontology/kg.ttl and the properties between them."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.graph.vocabulary import KG
from kg.resources import ontology_dir

TARGET = Path(__file__).parent / "ontology.svg"

#: Where each class stands (centre, in a grid of 1000 by 640) and its colour.
PLACES: dict[str, tuple[int, int, str]] = {
    "Paper": (150, 250, "#334155"),
    "Entity": (560, 250, "#475569"),
    "Method": (860, 60, "#1d4ed8"),
    "Dataset": (860, 160, "#15803d"),
    "Hardware": (860, 260, "#b45309"),
    "Metric": (860, 360, "#7e22ce"),
    "Task": (860, 460, "#be123c"),
    "Mention": (150, 540, "#64748b"),
    "Abbreviation": (370, 540, "#64748b"),
    "Result": (590, 540, "#64748b"),
    "Claim": (800, 580, "#64748b"),
}
WIDTH, HEIGHT = 130, 38


def properties_between_classes(graph: Graph) -> dict[tuple[str, str], list[str]]:
    """Return the object properties by their domain and range, sorted."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in graph.subjects(RDF.type, OWL.ObjectProperty):
        for domain in graph.objects(term, RDFS.domain):
            for range_ in graph.objects(term, RDFS.range):
                found[local(domain), local(range_)].append(local(term))
    return {ends: sorted(names) for ends, names in sorted(found.items()) if ends[0] in PLACES and ends[1] in PLACES}


def local(term: object) -> str:
    """Return the part of one of our IRIs behind the namespace."""
    return str(term).removeprefix(KG)


def draw(graph: Graph) -> str:
    """Return the picture as SVG."""
    classes = {local(c) for c in graph.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef) and str(c).startswith(KG)}
    if unplaced := classes - set(PLACES):
        raise SystemExit(f"give these classes a place in {Path(__file__).name}: {sorted(unplaced)}")
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 640" font-family="system-ui, sans-serif">',
        '<rect width="1000" height="640" fill="#ffffff"/>',
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#94a3b8"/></marker></defs>',
    ]
    parts += [arrow(ends, names) for ends, names in properties_between_classes(graph).items()]
    parts += [box(name) for name in PLACES if name in classes]
    return "\n".join([*parts, "</svg>\n"])


def box(name: str) -> str:
    """Return a class as a labelled box."""
    x, y, colour = PLACES[name]
    return (
        f'<rect x="{x - WIDTH / 2}" y="{y - HEIGHT / 2}" width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{colour}"/>'
        f'<text x="{x}" y="{y + 6}" text-anchor="middle" font-size="17" fill="#ffffff">{escape(name)}</text>'
    )


def arrow(ends: tuple[str, str], names: list[str]) -> str:
    """Return the properties from one class to another as one arrow; within one class, as a note beside its box."""
    (x1, y1, _), (x2, y2, _) = PLACES[ends[0]], PLACES[ends[1]]
    if ends[0] == ends[1]:
        return label(x1 + WIDTH / 2 + 6, y1 - 4, names, "start", "↻ ")
    start, end = edge_of_box(x1, y1, x2, y2), edge_of_box(x2, y2, x1, y1)
    line = (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        'stroke="#94a3b8" stroke-width="1.5" marker-end="url(#arrow)"/>'
    )
    return line + label((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 4, names, "middle", "")


def edge_of_box(x: float, y: float, towards_x: float, towards_y: float) -> tuple[float, float]:
    """Return where the line from a box's centre to another point leaves the box."""
    dx, dy = towards_x - x, towards_y - y
    scale = min(WIDTH / 2 / abs(dx) if dx else 1e9, HEIGHT / 2 / abs(dy) if dy else 1e9)
    return x + dx * scale, y + dy * scale


def label(x: float, y: float, names: list[str], anchor: str, sign: str) -> str:
    """Return names below each other, with a white edge so that lines behind do not disturb."""
    rows = "".join(
        f'<tspan x="{x:.1f}" dy="{0 if i == 0 else 14}">{escape(sign + n)}</tspan>' for i, n in enumerate(names)
    )
    return (
        f'<text x="{x:.1f}" y="{y - 7 * (len(names) - 1):.1f}" text-anchor="{anchor}" font-size="12" fill="#334155" '
        f'stroke="#ffffff" stroke-width="3" paint-order="stroke">{rows}</text>'
    )


if __name__ == "__main__":
    TARGET.write_text(draw(Graph().parse(ontology_dir() / "kg.ttl")), encoding="utf-8")
    print(TARGET)
