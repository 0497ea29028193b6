"""Answers are drawn as their query says, and as a table where that does not fit."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.query.declared import Drawing
from kg.web.drawing import Picture, draw
from kg.web.solutions import Linker, parse_solutions, table_of

BASE = "https://e.org/id"
LINKER = Linker(BASE, {"method": "Method", "dataset": "Dataset", "paper": "Paper"})
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def term(value: Any) -> dict[str, str]:
    if isinstance(value, int):
        return {"type": "literal", "value": str(value), "datatype": INTEGER}
    return {"type": "uri" if value.startswith("http") else "literal", "value": value}


def answer(columns: str, *rows: tuple[Any, ...]) -> bytes:
    names = columns.split()
    bindings = [{n: term(v) for n, v in zip(names, row, strict=True) if v is not None} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


def drawn(kind: str, columns: str, *rows: tuple[Any, ...], compact: bool = False, **parts: str) -> Picture:
    return draw(Drawing(kind, parts), parse_solutions(answer(columns, *rows)), LINKER, "Method", compact)


def test_an_iri_and_its_label_are_one_cell_that_leads_to_the_page() -> None:
    rows = answer("method label paper title n", (f"{BASE}/method/bert", "BERT", f"{BASE}/paper/p1", "A Title", 3))
    table = table_of(LINKER, parse_solutions(rows))
    assert table.columns == ("method", "paper", "n")
    method, paper, number = table.rows[0]
    assert (method.text, method.link, method.type) == ("BERT", "/id/method/bert", "Method")
    assert (paper.text, paper.link, paper.type) == ("A Title", "/id/paper/p1", "Paper")
    assert (number.text, number.number, number.link) == ("3", 3.0, None)


@pytest.mark.parametrize(
    ("iri", "link"),
    [
        (f"{BASE}/method/bert", "/id/method/bert"),
        (f"{BASE}/paper/p1#m1-2", f"{BASE}/paper/p1#m1-2"),
        ("https://elsewhere.org/x", "https://elsewhere.org/x"),
        ("javascript:alert(1)", None),
        (f"{BASE}x/method/bert", f"{BASE}x/method/bert"),
    ],
)
def test_only_what_is_ours_leads_to_a_page_and_only_the_web_is_linked(iri: str, link: str | None) -> None:
    solutions = parse_solutions(
        json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": iri}}]}}).encode()
    )
    assert table_of(LINKER, solutions).rows[0][0].link == link


def test_bars_are_as_long_as_their_share_of_the_largest() -> None:
    rows = [(f"{BASE}/method/a", "A", 8, 1), (f"{BASE}/method/b", "B", 2, None)]
    picture = drawn("bars", "method label papers lift", *rows, label="method", value="papers")
    assert [(bar.label.text, bar.percent) for bar in picture.bars] == [("A", 100), ("B", 25)]
    assert picture.other_names == ("lift",)
    assert (
        drawn("bars", "method label papers lift", *rows, compact=True, label="method", value="papers").other_names == ()
    )


def test_a_sentence_is_cut_at_the_words() -> None:
    row = ("We use BERT here.", 107, 111, 100, f"{BASE}/paper/p1", "T")
    picture = drawn(
        "quotes", "sentence begin end sentence_begin paper title", row, sentence="sentence", begin="begin", end="end"
    )
    quote = picture.quotes[0]
    assert (quote.before, quote.words, quote.after, quote.type) == ("We use ", "BERT", " here.", "Method")
    assert quote.paper.link == "/id/paper/p1"


def test_a_matrix_puts_what_is_shared_first() -> None:
    a, b = f"{BASE}/method/a", f"{BASE}/method/b"
    rows = [
        (f"{BASE}/dataset/x", "X", a, "A", 9),
        (f"{BASE}/dataset/y", "Y", a, "A", 1),
        (f"{BASE}/dataset/y", "Y", b, "B", 1),
    ]
    picture = drawn("matrix", "o o_label e e_label n", *rows, row="o", column="e", value="n")
    assert [cell.text for cell in picture.columns] == ["A", "B"]
    assert [(row.label.text, [c.text for c in row.cells], row.shared) for row in picture.matrix] == [
        ("Y", ["1", "1"], 2),
        ("X", ["9", ""], 1),
    ]


def test_lines_have_one_series_for_each_thing() -> None:
    a, b = f"{BASE}/method/a", f"{BASE}/method/b"
    rows = [(2020, a, "A", 1), (2021, a, "A", 3), (2021, b, "B", 2)]
    chart = drawn("lines", "year e e_label n", *rows, x="year", y="n", series="e").chart
    assert chart is not None
    assert [(line.name, line.link) for line in chart.lines] == [("A", "/id/method/a"), ("B", "/id/method/b")]


def test_an_answer_without_the_columns_or_without_rows_is_a_table() -> None:
    assert drawn("bars", "a b", ("x", 1), label="a", value="c").kind == "table"
    assert drawn("columns", "a b", x="a", y="b").kind == "table"


def test_the_answer_to_ask_is_a_row() -> None:
    solutions = parse_solutions(b'{"head": {}, "boolean": true}')
    assert table_of(LINKER, solutions).rows[0][0].text == "yes"
