"""Saved queries say what they answer and declare their parameters."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import NotFoundError, QueryError
from kg.query.declared import Parameter
from kg.query.header import parse_saved_query
from kg.query.saved import load_saved_queries
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
        ("#+ summary: x\n#+ parameters:\n#+   a: {type: nonsense}\nSELECT * { VALUES ?a { 1 } }", "needs a type"),
        ("#+ summary: x\n#+ parameters:\n#+   a: {type: text}\nSELECT * {}", "VALUES \\?a"),
        ("#+ summary: [unclosed\nSELECT * {}", "not YAML"),
        ("#+ summary: x\n#+ parameters: [a]\nSELECT * {}", "parameters are written"),
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
