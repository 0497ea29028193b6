"""The MCP server, asked by the official client: in the same process, and over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from kg.mcp.server import MOST_ROWS, create_server
from kg.opened import OpenStore, open_store
from kg.query.saved import load_saved_queries
from kg.settings import Settings

COLBERT = "https://w3id.org/abstracts-kg/id/method/colbert"
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def graph(store: Path) -> Iterator[OpenStore]:
    with open_store(store, settings=Settings(query_workers=1)) as opened:
        yield opened


@pytest.fixture
def call(graph: OpenStore) -> Callable[..., Any]:
    def run(tool: str, **arguments: Any) -> Any:
        async def ask() -> Any:
            async with Client(create_server(graph)) as client:
                return await client.call_tool(tool, arguments)

        return asyncio.run(ask())

    return run


@pytest.fixture
def ask(call: Callable[..., Any]) -> Ask:
    def run(tool: str, **arguments: Any) -> dict[str, Any]:
        result = call(tool, **arguments)
        assert not result.is_error, result.content
        content: dict[str, Any] = result.structured_content
        return content

    return run


def sentences(answer: dict[str, Any]) -> list[str]:
    return [citation["sentence"] for citation in answer["citations"]]


def test_the_tools_are_described_with_their_arguments(graph: OpenStore) -> None:
    async def tools() -> Any:
        async with Client(create_server(graph)) as client:
            return (await client.list_tools()).tools, client.instructions

    found, instructions = asyncio.run(tools())
    assert {tool.name for tool in found} == {"search", "entity", "evidence", "list_questions", "ask", "sparql"}
    assert all(tool.description for tool in found)
    assert set(next(t for t in found if t.name == "ask").input_schema["properties"]) == {
        "question",
        "parameters",
        "limit",
    }
    assert "citations" in instructions


def test_search_finds_by_alias_and_cites(ask: Ask) -> None:
    answer = ask("search", text="colbert")
    assert answer["rows"][0] == {"iri": COLBERT, "label": "ColBERT", "type": "Method", "papers": 2}
    assert answer["papers_in_graph"] == 4
    assert "ColBERT" in sentences(answer)[0]


def test_an_entity_comes_with_the_sentences_that_name_it(ask: Ask) -> None:
    answer = ask("entity", name="ColBERT", sentences=2)
    (row,) = answer["rows"]
    assert (row["label"], row["type"], row["papers"]) == ("ColBERT", "Method", 2)
    assert row["years"] == {"2022": 1, "2023": 1}
    assert len(answer["citations"]) == 2
    for citation in answer["citations"]:
        assert citation["paper"].startswith("https://w3id.org/abstracts-kg/id/paper/")
        assert "ColBERT" in citation["sentence"]
        assert 0 <= citation["confidence"] <= 1


def test_evidence_is_of_papers_that_name_all_entities(ask: Ask) -> None:
    answer = ask("evidence", entity="ColBERT", also=["Natural Questions"])
    assert {row["paper"].rpartition("/")[2] for row in answer["rows"]} == {"p2"}


def test_every_saved_query_is_a_question_and_can_be_asked(ask: Ask) -> None:
    questions = {question["question"] for question in ask("list_questions")["questions"]}
    assert questions == {query.name for query in load_saved_queries()}


def test_a_question_is_answered_with_a_sentence_that_names_what_was_asked_in_the_same_paper(ask: Ask) -> None:
    answer = ask("ask", question="method_datasets", parameters={"method": "ColBERT"}, limit=1)
    (row,) = answer["rows"]
    assert answer["more_rows"] is True
    (citation,) = answer["citations"]
    assert citation["about"] in row.values()
    assert citation["paper"].rpartition("/")[2] in ("p1", "p2")


def test_sparql_is_answered_and_cited(ask: Ask) -> None:
    answer = ask("sparql", query="SELECT ?d { ?paper kg:usesDataset ?d } ORDER BY ?d", limit=2)
    assert len(answer["rows"]) == 2
    assert [citation["about"] for citation in answer["citations"]] == list({row["d"]: 0 for row in answer["rows"]})
    assert ask("sparql", query="ASK { ?p a kg:Paper }")["rows"] == [{"answer": True}]
    triples = ask("sparql", query=f"CONSTRUCT {{ <{COLBERT}> a ?t }} WHERE {{ <{COLBERT}> a ?t }}")["rows"]
    assert {row["object"].rpartition("#")[2] for row in triples} == {"Entity", "Method"}


def test_no_answer_is_longer_than_an_assistant_reads(ask: Ask) -> None:
    answer = ask("sparql", query="SELECT * { ?s ?p ?o }", limit=10_000)
    assert (len(answer["rows"]), answer["more_rows"]) == (MOST_ROWS, True)


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("entity", {"name": "Nope"}, "no Entity in the store is called 'Nope'"),
        ("ask", {"question": "nope"}, "no saved query 'nope'"),
        ("ask", {"question": "method_datasets", "parameters": {"methd": "BERT"}}, "has no parameter methd"),
        ("sparql", {"query": "SELECT {"}, "SPARQL"),
        ("sparql", {"query": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"}, "SERVICE"),
        ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}, ""),
    ],
)
def test_a_wrong_call_is_answered_with_what_to_do(
    call: Callable[..., Any], tool: str, arguments: dict[str, Any], message: str
) -> None:
    result = call(tool, **arguments)
    assert result.is_error
    assert message in result.content[0].text


def test_the_command_serves_over_standard_input_and_output(store: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "kg.cli", "mcp", "--store", str(store)])

    async def talk() -> Any:
        async with Client(command) as client:
            return client.server_info, await client.call_tool("search", {"text": "BM25", "limit": 1})

    info, result = asyncio.run(talk())
    assert info.name == "abstracts-kg"
    assert result.structured_content["rows"][0]["label"] == "BM25"
