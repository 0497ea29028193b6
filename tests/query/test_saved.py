"""Saved queries say what they answer and declare their parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import NotFoundError, QueryError
from kg.query.command import check_queries
from kg.query.declared import Drawing, Panel, Parameter
from kg.query.header import parse_saved_query
from kg.query.saved import QueryFolders, load_saved_queries
from kg.resources import queries_dir

TEXT = """#+ summary: Papers on a method
#+ tags: [papers, methods]
#+ parameters:
#+   method: {type: kg:Method, label: Method, description: which one}
#+   since: {type: year, optional: true}
SELECT ?paper { VALUES ?method { <https://w3id.org/abstracts-kg/id/method/bert> } VALUES ?since { UNDEF } }
"""


def test_the_header_gives_summary_tags_and_typed_parameters() -> None:
    query = parse_saved_query("papers", TEXT, "papers.rq")
    assert (query.summary, query.tags) == ("Papers on a method", ("papers", "methods"))
    bert = "<https://w3id.org/abstracts-kg/id/method/bert>"
    assert query.parameters == (
        Parameter("method", "kg:Method", "Method", "which one", False, bert),
        Parameter("since", "year", "since", "", True, ""),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "summary"),
        ("#+ summary: x\n#+ needs: dates\nSELECT * {}", "needs is a list of dates, builds"),
        ("#+ summary: x\n#+ needs: [money]\nSELECT * {}", "needs is a list of dates, builds"),
        ("#+ summary: x\n#+ parameters:\n#+   a: {type: nonsense}\nSELECT * { VALUES ?a { 1 } }", "needs a type"),
        ("#+ summary: x\n#+ parameters:\n#+   a: {type: text}\nSELECT * {}", "VALUES \\?a"),
        ("#+ summary: [unclosed\nSELECT * {}", "not YAML"),
        ("#+ summary: x\n#+ parameters: [a]\nSELECT * {}", "parameters are written"),
        ("#+ summary: x\n#+ parameters:\n#+   limit: {type: text}\nSELECT * {}", "no parameter can be called limit"),
        ("#+ summary: x\n#+ parameters:\n#+   a: {type: choice}\nSELECT * { VALUES ?a { 1 } }", "a list of choices"),
        ("#+ summary: x\n#+ draw: pie\nSELECT * {}", "draw needs 'as', one of table, bars"),
        ("#+ summary: x\n#+ draw: {as: bars, label: a}\nSELECT * {}", "name the columns for value"),
        ("#+ summary: x\n#+ sumary: y\nSELECT * {}", "the header has no key sumary; it can have summary, description"),
        ("#+ summary: x\n#+ parameters:\n#+   a: {type: text, lable: A}\nSELECT * { VALUES ?a { 1 } }", "no key lable"),
        ("#+ summary: x\n#+ draw: {as: columns, x: a, y: b, z: c}\nSELECT * {}", "has no key z; it can have x, y"),
        ("#+ summary: x\n#+ panel: {pages: [Task], title: a, row: 3}\nSELECT * {}", "panel has no key row"),
        ("#+ summary: x\n#+ panel: {pages: [Moon], title: a}\nSELECT * {}", "'pages', a list of Entity"),
        ("#+ summary: x\n#+ panel: {pages: [Task], title: a, with: {b: 1}}\nSELECT * {}", "no parameter"),
    ],
)
def test_a_header_that_cannot_be_understood_is_an_error(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_saved_query("x", text, "x.rq")


def test_a_folder_of_ones_own_adds_and_wins(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("#+ summary: Mine\nASK {}")
    (tmp_path / "coverage.rq").write_text("#+ summary: My coverage\nASK {}")
    queries = load_saved_queries([tmp_path])
    assert queries.get("mine").summary == "Mine"
    assert queries.get("coverage").summary == "My coverage"
    assert "method_datasets" in queries.queries


def test_an_unknown_name_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="coverage"):
        load_saved_queries().get("no_such_query")


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no folder"):
        load_saved_queries([tmp_path / "nowhere"])


def test_every_shipped_query_says_what_it_answers_and_labels_its_parameters() -> None:
    queries = load_saved_queries().queries
    assert len(queries) >= 8
    assert {path.stem for path in queries_dir().glob("*.rq")} == set(queries)
    for query in queries.values():
        assert query.description, query.name
        assert query.tags, query.name
        assert all(parameter.label for parameter in query.parameters), query.name


def test_a_header_says_how_an_answer_is_drawn_and_on_which_pages() -> None:
    text = """#+ summary: x
#+ parameters:
#+   kind: {type: choice, optional: true, choices: {a: the first, b: the second}}
#+   entity: {type: kg:Entity, many: true}
#+ draw: {as: bars, label: other, value: papers}
#+ panel:
#+   - {pages: [Method, Task], title: First, order: 7, rows: 3, with: {kind: a}}
#+   - {pages: [Corpus], title: Second, filters: [kind]}
SELECT * { VALUES ?kind { UNDEF } VALUES ?entity { <a:b> } }"""
    query = parse_saved_query("x", text, "x.rq")
    assert query.drawing == Drawing("bars", {"label": "other", "value": "papers"})
    assert query.panels == (
        Panel(("Method", "Task"), "First", 7, 3, {"kind": "a"}, ()),
        Panel(("Corpus",), "Second", filters=("kind",)),
    )
    kind, entity = query.parameters
    assert (dict(kind.choices), entity.many) == ({"a": "the first", "b": "the second"}, True)
    assert query.subject("Method") == entity
    assert query.subject("Paper") is None


def test_a_broken_file_is_told_of_and_hurts_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "broken.rq").write_text("#+ summary: Broken\nSELECT WHERE {")
    (tmp_path / "no-summary.rq").write_text("SELECT * {}")
    (tmp_path / "fine.rq").write_text("#+ summary: Fine\nASK {}")
    saved = load_saved_queries([tmp_path])
    assert set(saved.broken) == {"broken", "no-summary"}
    assert "not SPARQL 1.1" in saved.broken["broken"]
    assert saved.get("fine").summary == "Fine"
    assert "coverage" in saved.queries
    with pytest.raises(QueryError, match="not SPARQL"):
        saved.get("broken")
    with pytest.raises(QueryError, match=r"cannot be used:\n.*broken.rq"):
        check_queries([tmp_path])


def test_a_folder_is_read_again_when_a_file_comes_changes_or_goes(tmp_path: Path) -> None:
    folders = QueryFolders([tmp_path])
    assert "mine" not in folders.current().queries
    file = tmp_path / "mine.rq"
    file.write_text("#+ summary: One\nASK {}")
    assert folders.current().get("mine").summary == "One"
    file.write_text("#+ summary: Another\nASK {}")
    assert folders.current().get("mine").summary == "Another"
    assert folders.current() is folders.current()
    file.unlink()
    assert "mine" not in folders.current().queries
