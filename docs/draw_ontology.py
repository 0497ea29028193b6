"""Draw docs/ontology.svg: the classes of ontology/kg.ttl and the properties between them."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.graph.vocabulary import KG
from kg.resources import ontology_dir

TARGET = Path(__file__).parent / "ontology.svg"

#: Where each class stands (centre, in a grid of 1000 by 520) and its colour.
PLACES: dict[str, tuple[int, int, str]] = {
    "Paper": (95, 130, "#334155"),
    "Entity": (640, 38, "#475569"),
    "Method": (520, 200, "#1d4ed8"),
    "Dataset": (850, 110, "#15803d"),
    "Task": (850, 210, "#be123c"),
    "Metric": (850, 310, "#7e22ce"),
    "Hardware": (520, 310, "#b45309"),
    "Abbreviation": (80, 480, "#64748b"),
    "Result": (290, 480, "#64748b"),
    "Mention": (480, 480, "#64748b"),
    "Claim": (670, 480, "#64748b"),
    "Sentence": (890, 480, "#475569"),
}
#: The five types stand in one frame; a property from outside to any of them leads to the frame.
TYPES = ("Method", "Dataset", "Hardware", "Metric", "Task")
FRAME = (390, 38, 590, 320)
WIDTH, HEIGHT = 130, 36


def properties_between_classes(graph: Graph) -> dict[tuple[str, str], list[str]]:
    """Return the object properties by their domain and range, sorted; the frame of the types is called Entity."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in graph.subjects(RDF.type, OWL.ObjectProperty):
        for domain in graph.objects(term, RDFS.domain):
            for range_ in graph.objects(term, RDFS.range):
                ends = local(domain), local(range_)
                outside = ends[1] in TYPES and ends[0] not in (*TYPES, "Entity")
                found[(ends[0], "Entity") if outside else ends].append(local(term))
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
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 520" font-family="system-ui, sans-serif">',
        '<rect width="1000" height="520" fill="#ffffff"/>',
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#94a3b8"/></marker></defs>',
    ]
    x, y, width, height = FRAME
    parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="12" fill="#f8fafc" stroke="#94a3b8"/>')
    parts += [arrow(ends, names) for ends, names in properties_between_classes(graph).items()]
    parts.append(
        label(
            PLACES["Sentence"][0] - WIDTH / 2, PLACES["Sentence"][1] + 32, ["… sentence of any of these"], "start", ""
        )
    )
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
        return label(x1 - WIDTH / 2, y1 - 36 if ends[0] == "Method" else y1 + 40, names, "start", "↻ ")
    if ends[1] == "Entity":
        start, end = to_frame(x1, y1)
    elif ends[0] == "Entity":  # any of the types may be its subject
        return label(x2 - WIDTH / 2, y2 + 32, [f"… {name} of any entity" for name in names], "start", "")
    else:
        start, end = edge_of_box(x1, y1, x2, y2), edge_of_box(x2, y2, x1, y1)
    line = (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        'stroke="#94a3b8" stroke-width="1.5" marker-end="url(#arrow)"/>'
    )
    return line + label((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + 4, names, "middle", "")


def to_frame(x: float, y: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of a straight arrow from a box to the frame of the types."""
    left, top, width, height = FRAME
    if x + WIDTH / 2 < left and top < y < top + height:
        return (x + WIDTH / 2, y), (left, y)
    over = min(max(x, left + 30), left + width - 30)
    return (x, y - HEIGHT / 2), (over, top + height)


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
