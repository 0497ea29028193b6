"""What a report is made of: text, tables, figures and networks, between an opening and how to get it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import networkx as nx

#: How the cells of a column are shown; files hold the plain values.
Shown = Literal["text", "count", "share", "score", "number", "chance"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell that names a thing of the graph: its label, with its IRI behind it."""

    label: str
    iri: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in files, its heading on the page (the name, unless given), how it is shown."""

    name: str
    shown: Shown = "text"
    heading: str = ""

    @property
    def title(self) -> str:
        """What stands above the column on the page."""
        return self.heading or self.name.replace("_", " ")

    @property
    def right(self) -> bool:
        """Whether cells are numbers, which stand to the right."""
        return self.shown != "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under named columns; `on_page` of them are shown, and files named after the table have all.

    Without a name the table is on the page alone.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    on_page: int = 20
    note: str = ""

    @property
    def shown_rows(self) -> tuple[tuple[Any, ...], ...]:
        """The rows that the page has."""
        return self.rows[: self.on_page]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, and what it shows; without matplotlib the SVG is missing."""

    svg: str | None
    caption: str


Block = Heading | Text | Table | Figure


@dataclass(frozen=True, slots=True)
class EntityScore:
    """What a report says of an entity, to be written back: local names of properties of the ontology, and values."""

    entity: str
    values: Mapping[str, int | float]


@dataclass(frozen=True, slots=True)
class Report:
    """One report: `opening` holds (what, value) lines, `denominators` sentences, `again` commands that repeat it."""

    name: str
    title: str
    question: str
    opening: tuple[tuple[str, str], ...]
    denominators: tuple[str, ...]
    blocks: tuple[Block, ...]
    again: tuple[str, ...]
    networks: Mapping[str, nx.Graph[str]] = field(default_factory=dict)
    scores: tuple[EntityScore, ...] = ()

    @property
    def tables(self) -> list[Table]:
        """The tables that have files of their own."""
        return [block for block in self.blocks if isinstance(block, Table) and block.name]


def table(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], on_page: int = 20, note: str = ""
) -> Table:
    """Return a table of some rows."""
    return Table(name, tuple(columns), tuple(tuple(row) for row in rows), on_page, note)


def shown(value: Any, how: Shown) -> str:
    """Return a cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, Ref):
        return value.label
    if how == "count":
        return f"{value:,}"
    if how == "share":
        return f"{100 * value:.1f} %"
    if how == "score":
        return f"{value:.5f}" if abs(value) < 10 else f"{value:,.1f}"
    if how == "chance":
        return f"{value:.1e}" if value < 0.001 else f"{value:.3f}"
    if how == "number":
        return f"{value:,.2f}"
    return str(value)


def percent(part: int, whole: int) -> str:
    """Return a share in whole percents, with a decimal where it is below one."""
    share = 100 * part / whole if whole else 0.0
    return f"{share:.1f} %" if 0 < share < 1 else f"{share:.0f} %"
