"""Solutions of a query as cells that a page can show: an IRI and its label become one cell that leads to a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Term = Mapping[str, str]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(("integer", "decimal", "double", "float", "int", "long"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, where it leads, the class of the thing it names, and its value where it is a number."""

    text: str = ""
    link: str | None = None
    type: str = ""
    number: float | None = None
    external: bool = False


@dataclass(frozen=True, slots=True)
class Solutions:
    """Solutions by column, as they came."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Term], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions as rows of cells under headings; `label_of` says which column another one is the label of."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    label_of: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> int | None:
        """Return the position of a column, or None."""
        return self.columns.index(name) if name in self.columns else None


@dataclass(frozen=True, slots=True)
class Linker:
    """Knows which IRIs have a page, where it is, and of which class the thing is."""

    base: str
    types: Mapping[str, str]

    def path(self, iri: str) -> str | None:
        """Return the path of the page of an entity or paper, or None for any other IRI."""
        rest = iri.removeprefix(f"{self.base}/")
        segment = rest.partition("/")[0]
        if rest == iri or segment not in self.types or "#" in rest:
            return None
        return f"/id/{rest}"

    def type(self, iri: str) -> str:
        """Return the class of a thing by its IRI, empty for what is none of ours."""
        return self.types.get(iri.removeprefix(f"{self.base}/").partition("/")[0], "") if self.path(iri) else ""


def parse_solutions(answer: bytes) -> Solutions:
    """Return a SPARQL JSON answer; that of ASK becomes one row."""
    data = json.loads(answer)
    if "boolean" in data:
        return Solutions(("answer",), ({"answer": {"type": "literal", "value": "yes" if data["boolean"] else "no"}},))
    return Solutions(tuple(data["head"]["vars"]), tuple(data["results"]["bindings"]))


def table_of(linker: Linker, solutions: Solutions) -> Table:
    """Return solutions as a table; a column of labels right after its column of IRIs is joined with it."""
    label_of = _labels(solutions)
    shown = tuple(column for column in solutions.columns if column not in label_of)
    labels = {thing: label for label, thing in label_of.items()}
    rows = tuple(
        tuple(cell_of(linker, row.get(column), row.get(labels.get(column, ""))) for column in shown)
        for row in solutions.rows
    )
    return Table(shown, rows, label_of)


def cell_of(linker: Linker, term: Term | None, label: Term | None = None) -> Cell:
    """Return the cell of a term, under a label if it has one."""
    if term is None:
        return Cell(label["value"]) if label else Cell()
    value = term["value"]
    if term["type"] != "uri":
        datatype = term.get("datatype", "").removeprefix(_XSD)
        return Cell(_readable(value, datatype), number=_number(value) if datatype in _NUMBERS else None)
    if path := linker.path(value):
        return Cell(label["value"] if label else value.removeprefix(f"{linker.base}/"), path, linker.type(value))
    web = value.startswith(("http://", "https://"))
    return Cell(label["value"] if label else value, value if web else None, external=True)


def _readable(value: str, datatype: str) -> str:
    """Return a literal as people write it: a time of day without a T, a truth value as yes or no."""
    if datatype == "boolean":
        return "yes" if value in ("true", "1") else "no"
    return value.replace("T", " ").replace("Z", " UTC") if datatype == "dateTime" else value


def heading(column: str) -> str:
    """Return the heading of a column: `papers_with_other` is read as words."""
    return column.replace("_", " ")


def _labels(solutions: Solutions) -> dict[str, str]:
    """Return which column holds the labels of which column of IRIs, which stands right before it."""
    found = {}
    for thing, label in zip(solutions.columns, solutions.columns[1:], strict=False):
        if label in ("label", "title", f"{thing}_label") and _is_iri(thing, solutions.rows):
            found[label] = thing
    return found


def _is_iri(column: str, rows: Sequence[Mapping[str, Term]]) -> bool:
    first = next((row[column] for row in rows if column in row), None)
    return first is not None and first["type"] == "uri"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
