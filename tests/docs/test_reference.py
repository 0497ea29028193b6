"""Nothing that the code offers is missing from the reference, and nothing in it is from yesterday."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import RDF, RDFS, Graph

from kg.cli import VERBS, create_parser
from kg.graph.vocabulary import KG
from kg.query.declared import (
    CLASS_TYPES,
    DRAWING_EXTRAS,
    DRAWINGS,
    HEADER_KEYS,
    NEEDS,
    PAGES,
    PANEL_KEYS,
    PARAMETER_KEYS,
    PLAIN_TYPES,
    RESERVED,
)
from kg.query.saved import load_saved_queries
from kg.resources import ontology_dir
from kg.settings import declared, environment_name

DOCS = Path(__file__).parents[2] / "docs"
Script = Callable[[str], ModuleType]


def read(name: str) -> str:
    return (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")


def test_the_reference_is_what_the_code_says(script: Script) -> None:
    assert script("docs/write_reference").stale() == [], "run: make reference"


def test_every_command_and_option_is_in_the_reference(script: Script) -> None:
    text = read("commands")
    verbs = script("docs/write_reference").verbs()
    assert len(verbs) == len(VERBS)
    for name, parser in verbs.items():
        section = text.partition(f"## kg {name}\n")[2].partition("\n## ")[0]
        options = {option for action in parser._actions for option in action.option_strings if option.startswith("--")}
        assert {o for o in options if o not in section} <= {"--help"}, name


def test_a_hidden_setting_would_be_noticed() -> None:
    text = read("settings")
    assert [s.name for s in declared() if f"`{environment_name(s.name)}`" not in text] == []
    assert text.count("`KG_") >= len(declared())


def test_every_saved_query_is_in_the_reference_with_its_parameters_and_columns() -> None:
    text = read("queries")
    for query in load_saved_queries():
        section = text.partition(f"\n## {query.name}\n")[2].partition("\n## ")[0]
        assert query.summary in section
        assert [p.name for p in query.parameters if f"`{p.name}`" not in section] == []
        assert "Columns: `" in section or "CONSTRUCT" in query.text, query.name


def test_every_term_of_the_ontology_is_in_the_reference_with_its_comment() -> None:
    graph, text = Graph().parse(ontology_dir() / "kg.ttl"), read("ontology")
    terms = {str(term) for term in graph.subjects(RDF.type, None) if str(term).startswith(KG)}
    assert len(terms) > 40
    comments = {str(term): graph.value(term, RDFS.comment) for term in graph.subjects(RDF.type, None)}
    missing = [t for t in sorted(terms) if f"### kg:{t.removeprefix(KG)}\n\n{comments[t]}\n" not in text]
    assert missing == []


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("The header", HEADER_KEYS),
        ("Parameters", (*PARAMETER_KEYS, *PLAIN_TYPES, *CLASS_TYPES, *RESERVED)),
        ("How it is drawn", (*DRAWINGS, *sum((*DRAWINGS.values(), *DRAWING_EXTRAS.values()), ()))),
        ("On pages", (*PANEL_KEYS, *PAGES)),
        ("What a corpus may lack", NEEDS),
    ],
)
def test_whatever_a_header_of_a_saved_query_can_say_is_explained(section: str, words: tuple[str, ...]) -> None:
    page = (DOCS / "how-to" / "saved-queries.md").read_text(encoding="utf-8")
    told = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    assert [word for word in words if f"`{word}`" not in told] == []


@pytest.mark.parametrize("number", range(1, 16))
def test_each_task_of_users_has_a_how_to_page_that_asks_a_query_made_for_it(number: int) -> None:
    made_for_it = {q.name for q in load_saved_queries() if f"task {number}" in q.tags}
    asked = {
        name: set(re.findall(r"^\$ kg query (\w+)", page.read_text(encoding="utf-8"), re.MULTILINE))
        for page in (DOCS / "how-to").glob("*.md")
        for name in [page.stem]
    }
    assert [name for name, queries in asked.items() if queries & made_for_it]


def test_every_how_to_page_says_what_its_answer_cannot_tell() -> None:
    others = ("index", "another-extractor", "linked-data", "other-programs", "saved-queries")
    pages = [p for p in (DOCS / "how-to").glob("*.md") if p.stem not in others]
    assert len(pages) == 15  # one for each question that users come with
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.search(r"^\$ kg query ", text, re.MULTILINE), page.name
        assert re.search(r"^\$ curl ", text, re.MULTILINE), page.name
        assert re.search(r"^>>> with kg\.open", text, re.MULTILINE), page.name
        assert len(text.partition("## What the answer cannot tell\n\n")[2].partition("\n## ")[0]) > 80, page.name


def test_the_columns_of_a_query_with_subqueries_are_those_of_the_outer_one(script: Script) -> None:
    text = """#+ summary: SELECT ?no WHERE
    SELECT DISTINCT ?a (COUNT(DISTINCT ?x) AS ?n) (xsd:decimal(ROUND(?p * 10)) AS ?share) WHERE {
      { SELECT ?b WHERE { ?b ?c ?d } } }"""
    assert script("docs/write_reference")._columns(text) == ["a", "n", "share"]
    assert script("docs/write_reference")._columns("CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }") == []


def test_the_hidden_help_option_is_the_only_one_left_out() -> None:
    assert "--help" in create_parser().format_help()
