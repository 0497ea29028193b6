"""What a saved query declares of itself: what it answers, what can be chosen, how it is drawn, where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Types of parameters that are no class; those of a class are written `kg:Method`.
PLAIN_TYPES = ("text", "year", "integer", "decimal", "choice", "build")
CLASS_TYPES = ("kg:Method", "kg:Dataset", "kg:Hardware", "kg:Metric", "kg:Task", "kg:Entity", "kg:Paper")

#: Parameters of every query over HTTP, which no query can declare for itself.
RESERVED = ("limit", "offset", "format")

#: Keys of a header, of a parameter and of a panel; how an answer is drawn names columns of its own, see DRAWINGS.
HEADER_KEYS = ("summary", "description", "tags", "parameters", "needs", "draw", "panel")
PARAMETER_KEYS = ("type", "label", "description", "optional", "many", "choices")
PANEL_KEYS = ("pages", "title", "order", "rows", "with", "filters")

#: How an answer can be drawn, and the columns that each way of drawing names.
DRAWINGS: Mapping[str, tuple[str, ...]] = {
    "table": (),
    "bars": ("label", "value"),
    "columns": ("x", "y"),
    "lines": ("x", "y", "series"),
    "network": ("from", "to", "weight"),
    "quotes": ("sentence", "begin", "end"),
    "matrix": ("row", "column", "value"),
    "chips": ("label", "group"),
}

#: Columns that a way of drawing can name besides: bars a second figure, a network the parameter that a click fills in.
DRAWING_EXTRAS: Mapping[str, tuple[str, ...]] = {"bars": ("also",), "network": ("expand",)}

#: What a corpus may lack, so that an answer is empty or half empty for another reason than that nothing is so: papers
#: with dates, and a build that added papers to others.
NEEDS = ("dates", "builds")

#: The pages that a query can stand on: of every entity, of one type, of a paper, of the corpus, of a comparison.
PAGES = ("Entity", "Method", "Dataset", "Hardware", "Metric", "Task", "Paper", "Corpus", "Compare")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the asker may choose; an optional one may be left out, one with `many` be given several times."""

    name: str
    type: str
    label: str
    description: str = ""
    optional: bool = False
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    many: bool = False

    @property
    def entity_class(self) -> str | None:
        """The local name of the class that values belong to, None for numbers and text."""
        return self.type.removeprefix("kg:") if self.type in CLASS_TYPES else None


@dataclass(frozen=True, slots=True)
class Drawing:
    """How an answer is drawn, and which of its columns plays which part; a table needs to know nothing."""

    kind: str = "table"
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Panel:
    """Where a query stands on pages: on which, under which title, in which order, with how many rows.

    `preset` are parameters that it always has there, `filters` those that a visitor may set.
    """

    pages: tuple[str, ...]
    title: str
    order: int = 50
    rows: int = 10
    preset: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with a name: its SPARQL, what it answers, what can be chosen, how and where it is shown.

    `needs` are those of NEEDS without which the answer says less.
    """

    name: str
    text: str
    summary: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    drawing: Drawing = field(default_factory=Drawing)
    panels: tuple[Panel, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def aspect(self) -> str:
        """The first tag, by which lists of queries are grouped."""
        return self.tags[0].capitalize() if self.tags else "Other"

    def subject(self, entity_class: str) -> Parameter | None:
        """Return the parameter that a page about a thing of some class fills in: if it can, one that must be given."""
        fitting = ("Entity", entity_class) if entity_class != "Paper" else ("Paper",)
        known = [p for p in self.parameters if p.entity_class in fitting]
        return min(known, key=lambda p: p.optional, default=None)
