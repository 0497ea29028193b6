"""From an answer to what a page draws of it, as the query's header says; a table where that does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.query.declared import Drawing
from kg.web.charts import Chart, columns_chart, lines_chart
from kg.web.solutions import Cell, Linker, Solutions, Table, cell_of, table_of


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: what it is about, its value with the width in percent, and the other cells."""

    label: Cell
    value: Cell
    percent: float
    others: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with the words in question, its paper and what else is known of it."""

    before: str
    words: str
    after: str
    type: str
    paper: Cell
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of a matrix: one cell for each column, and in how many there is something."""

    label: Cell
    cells: tuple[Cell, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An answer as a page shows it: `kind` names the template's macro, and `table` is always there."""

    kind: str
    table: Table
    bars: tuple[Bar, ...] = ()
    columns: tuple[Cell, ...] = ()
    value_name: str = ""
    other_names: tuple[str, ...] = ()
    chart: Chart | None = None
    quotes: tuple[Quote, ...] = ()
    matrix: tuple[MatrixRow, ...] = ()
    groups: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)


def draw(
    drawing: Drawing, solutions: Solutions, linker: Linker, subject_type: str = "", compact: bool = False
) -> Picture:
    """Return an answer drawn as a saved query declares it; `compact` leaves out all columns but those it names."""
    table = table_of(linker, solutions)
    wanted = [name for part, name in drawing.columns.items() if part not in ("expand", "also")]
    if not set(wanted) <= set(solutions.columns) or not solutions.rows:
        return Picture("table", table)
    if drawing.kind == "bars":
        return _bars(table, drawing, compact)
    if drawing.kind == "columns":
        return _columns(table, drawing)
    if drawing.kind == "lines":
        return _lines(table, drawing)
    if drawing.kind == "quotes":
        return Picture("quotes", table, quotes=tuple(_quote(row, linker, subject_type) for row in solutions.rows))
    if drawing.kind == "matrix":
        return _matrix(table, drawing)
    if drawing.kind == "chips":
        return _chips(table, drawing)
    return Picture(drawing.kind, table)


def _bars(table: Table, drawing: Drawing, compact: bool) -> Picture:
    label, value = table.column(drawing.columns["label"]), table.column(drawing.columns["value"])
    if label is None or value is None:
        return Picture("table", table)
    largest = max((row[value].number or 0 for row in table.rows), default=0) or 1
    others = [
        i for i in range(len(table.columns)) if i not in (label, value) and any(row[i].text for row in table.rows)
    ]
    if compact:
        others = [i for i in others if table.columns[i] == drawing.columns.get("also")]
    bars = tuple(
        Bar(row[label], row[value], 100 * (row[value].number or 0) / largest, tuple(row[i] for i in others))
        for row in table.rows
    )
    names = tuple(table.columns[i] for i in others)
    return Picture("bars", table, bars=bars, value_name=table.columns[value], other_names=names)


def _columns(table: Table, drawing: Drawing) -> Picture:
    x, y = table.column(drawing.columns["x"]), table.column(drawing.columns["y"])
    if x is None or y is None:
        return Picture("table", table)
    values = [(row[x].text, row[y].number or 0) for row in table.rows]
    return Picture("chart", table, chart=columns_chart(values), value_name=table.columns[y])


def _lines(table: Table, drawing: Drawing) -> Picture:
    x, y, by = (table.column(drawing.columns[part]) for part in ("x", "y", "series"))
    if x is None or y is None or by is None:
        return Picture("table", table)
    series: dict[Cell, list[tuple[str, float]]] = {}
    for row in table.rows:
        if row[x].text.isdigit():
            series.setdefault(row[by], []).append((row[x].text, row[y].number or 0))
    chart = lines_chart([(cell.text, cell.link, values) for cell, values in series.items()])
    return Picture("chart", table, chart=chart, value_name=table.columns[y])


def _quote(row: Mapping[str, Mapping[str, str]], linker: Linker, type: str) -> Quote:
    value = {name: term["value"] for name, term in row.items()}
    start = int(value.get("sentence_begin", 0))
    begin, end = int(value["begin"]) - start, int(value["end"]) - start
    sentence = value["sentence"]
    shown = [("year", ""), ("does", ""), ("field", ""), ("extractor", ""), ("sure", "confidence ")]
    facts = [(name, prefix + value[name]) for name, prefix in shown if name in value]
    return Quote(
        before=sentence[:begin],
        words=sentence[begin:end],
        after=sentence[end:],
        type=type,
        paper=cell_of(linker, row.get("paper"), row.get("title")),
        facts=tuple(facts),
    )


def _matrix(table: Table, drawing: Drawing) -> Picture:
    row_at, column_at, value_at = (table.column(drawing.columns[part]) for part in ("row", "column", "value"))
    if row_at is None or column_at is None or value_at is None:
        return Picture("table", table)
    columns = sorted({row[column_at] for row in table.rows}, key=lambda cell: cell.text.lower())
    cells: dict[Cell, dict[Cell, Cell]] = {}
    for row in table.rows:
        cells.setdefault(row[row_at], {})[row[column_at]] = row[value_at]
    rows = [
        MatrixRow(label, tuple(found.get(column, Cell()) for column in columns), len(found))
        for label, found in cells.items()
    ]
    rows.sort(key=lambda row: (-row.shared, -sum(cell.number or 0 for cell in row.cells), row.label.text.lower()))
    return Picture("matrix", table, columns=tuple(columns), matrix=tuple(rows))


def _chips(table: Table, drawing: Drawing) -> Picture:
    label, group = table.column(drawing.columns["label"]), table.column(drawing.columns["group"])
    if label is None or group is None:
        return Picture("table", table)
    groups: dict[str, list[Cell]] = {}
    for row in table.rows:
        groups.setdefault(row[group].text, []).append(row[label])
    return Picture("chips", table, groups={name: tuple(cells) for name, cells in groups.items()})
