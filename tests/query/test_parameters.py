"""Values of parameters become RDF terms of their type, never SPARQL."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import ParameterError
from kg.query.header import parse_saved_query
from kg.query.lookup import Lookup
from kg.query.parameters import fill_in, with_base
from kg.query.tokens import tokens
from kg.query.values import find_values, replace_values
from kg.query.workers import QueryWorkers
from kg.settings import Settings

BASE = "https://w3id.org/abstracts-kg/id"
QUERY = parse_saved_query(
    "q",
    """#+ summary: All types
#+ parameters:
#+   method: {type: kg:Method}
#+   word: {type: text}
#+   since: {type: year, optional: true}
#+   least: {type: decimal}
SELECT * {
  VALUES ?method { <https://w3id.org/abstracts-kg/id/method/bert> }
  VALUES ?word { "default" }
  VALUES ?since { UNDEF }
  VALUES ?least { 0.5 }
}""",
    "q.rq",
)


@pytest.fixture
def lookup(workers: QueryWorkers) -> Lookup:
    return Lookup(workers, BASE)


@pytest.fixture
def nowhere() -> Lookup:
    """A lookup that no plain value needs."""
    return Lookup(QueryWorkers(Path("nowhere"), Settings()), BASE)


def value_of(text: str, name: str) -> str:
    braces = find_values(text, name)
    assert braces is not None
    return text[braces.start : braces.end].strip()


def test_parameters_left_out_keep_their_defaults(nowhere: Lookup) -> None:
    assert fill_in(QUERY, {}, nowhere) == QUERY.text


@pytest.mark.parametrize(
    ("name", "value", "term"),
    [
        ("word", "plain", '"plain"'),
        ("word", 'a "quoted" \\ word', r'"a \"quoted\" \\ word"'),
        ("word", '" } INSERT DATA { <a:b> <a:b> 1 } #', r'"\" } INSERT DATA { <a:b> <a:b> 1 } #"'),
        ("since", "2022", '"2022"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("since", "", "UNDEF"),
        ("least", "0.8", '"0.8"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("method", f"{BASE}/method/colbert", f"<{BASE}/method/colbert>"),
    ],
)
def test_a_value_becomes_a_term_of_its_type(nowhere: Lookup, name: str, value: str, term: str) -> None:
    assert value_of(fill_in(QUERY, {name: [value]}, nowhere), name) == term


def test_a_parameter_given_twice_has_two_values(nowhere: Lookup) -> None:
    assert value_of(fill_in(QUERY, {"word": ["a", "b"]}, nowhere), "word") == '"a" "b"'


@pytest.mark.parametrize(
    ("given_values", "message"),
    [
        ({"since": ["soon"]}, "four digits"),
        ({"least": ["1; DROP ALL"]}, "a number"),
        ({"word": [" "]}, "must not be empty"),
        ({"colour": ["red"]}, "no parameter colour; it has: method, word, since, least"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error(
    nowhere: Lookup, given_values: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        fill_in(QUERY, given_values, nowhere)


@pytest.mark.parametrize("name", ["ColBERT", "colbert", "method/colbert", f"{BASE}/method/colbert"])
def test_a_class_takes_a_label_another_spelling_a_path_or_an_iri(lookup: Lookup, name: str) -> None:
    assert lookup.find("Method", name, "method") == f"{BASE}/method/colbert"


def test_an_alias_is_found_and_the_type_keeps_homonyms_apart(lookup: Lookup) -> None:
    assert lookup.find("Dataset", "MSMARCO", "dataset") == f"{BASE}/dataset/ms-marco"
    with pytest.raises(ParameterError, match="no Task in the store is called 'MSMARCO'"):
        lookup.find("Task", "MSMARCO", "task")


def test_a_name_of_nothing_suggests_what_is_near(lookup: Lookup) -> None:
    with pytest.raises(ParameterError, match=r"near: .*QuillRank"):
        lookup.find("Method", "Quill", "method")


def test_an_ambiguous_name_is_an_error_that_names_the_choices(lookup: Lookup) -> None:
    with pytest.raises(ParameterError, match=r"ambiguous.*region-adjacency-graph"):
        lookup.find("Method", "RAG", "method")


def test_a_paper_is_found_by_its_id(lookup: Lookup) -> None:
    assert lookup.find("Paper", "q/4", "paper") == f"{BASE}/paper/q%2F4"


def test_iris_of_the_default_base_move_to_the_base_of_the_store() -> None:
    moved = with_base(f'SELECT * {{ <{BASE}/method/a> ?p "<{BASE}/method/a>" }}', "http://mine.org/kg")
    assert moved == f'SELECT * {{ <http://mine.org/kg/method/a> ?p "<{BASE}/method/a>" }}'


#: Any text, and texts of the characters that mean something in SPARQL.
ANYTHING = st.text(max_size=60) | st.text(alphabet="\"'\\{}<>#?$;. \n\r", max_size=30)


@given(ANYTHING)
@example('0\n\\"')
@settings(max_examples=200, deadline=None)
def test_no_text_gets_out_of_its_braces(value: str) -> None:
    nowhere = Lookup(QueryWorkers(Path("nowhere"), Settings()), BASE)
    if not value.strip():
        return
    filled = fill_in(QUERY, {"word": [value]}, nowhere)
    before = [t.kind for t in tokens(replace_values(QUERY.text, "word", '"x"'))]
    assert [t.kind for t in tokens(filled)] == before
    answer = pyoxigraph.Store().query(filled)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    (row,) = answer  # the engine reads one row with the text as it was given
    kept = "".join(c for c in value.strip() if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff"))
    assert row["word"].value == kept.replace("\ufffe", "").replace("\uffff", "")


@given(
    st.sampled_from(["method", "since", "least"]),
    ANYTHING.filter(lambda value: bool(value.strip())),
)
@settings(max_examples=200, deadline=None)
def test_what_is_no_term_of_its_type_never_reaches_the_query(name: str, value: str) -> None:
    class Nothing(Lookup):
        def rows(self, query: str) -> list[dict[str, str]]:
            assert [t.text for t in tokens(query)].count("LIMIT") == 1
            return []

        def _ask(self, query: str) -> bool:
            assert [t.kind for t in tokens(query)] == [t.kind for t in tokens("ASK { <a:b> ?p ?o }")]
            return False

    nothing = Nothing(QueryWorkers(Path("nowhere"), Settings()), BASE)
    before = [t.kind for t in tokens(replace_values(QUERY.text, name, "<a:b>" if name == "method" else '"1"^^<a:b>'))]
    with suppress(ParameterError):
        assert [t.kind for t in tokens(fill_in(QUERY, {name: [value]}, nothing))] == before


def test_every_values_line_of_a_parameter_is_filled_in(nowhere: Lookup) -> None:
    twice = parse_saved_query(
        "q",
        "#+ summary: x\n#+ parameters:\n#+   a: {type: integer}\n"
        "SELECT * { { SELECT ?a { VALUES ?a { 1 } } } VALUES ?a { 1 } }",
        "q.rq",
    )
    assert fill_in(twice, {"a": ["7"]}, nowhere).count('"7"^^') == 2


def test_a_choice_is_one_of_those_declared(nowhere: Lookup) -> None:
    query = parse_saved_query(
        "q",
        "#+ summary: x\n#+ parameters:\n#+   a: {type: choice, choices: [one, two]}\nSELECT * { VALUES ?a { 'one' } }",
        "q.rq",
    )
    assert value_of(fill_in(query, {"a": ["two"]}, nowhere), "a") == '"two"'
    with pytest.raises(ParameterError, match="must be one of one, two, not 'three'"):
        fill_in(query, {"a": ["three"]}, nowhere)


def test_there_is_a_limit_to_the_values_of_a_parameter(nowhere: Lookup) -> None:
    with pytest.raises(ParameterError, match="at most 20 values, not 21"):
        fill_in(QUERY, {"word": ["x"] * 21}, nowhere)
