"""The MCP server: tools with which an assistant searches the graph and asks it, each answer with its citations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from rdflib import Graph

from kg import __version__
from kg.errors import KgError, UsageError
from kg.mcp.citations import Citation, citation, cite
from kg.opened import OpenStore
from kg.query.declared import SavedQuery

if TYPE_CHECKING:  # mcp is an extra
    from mcp.server import MCPServer

#: Rows of an answer unless the assistant asks for fewer: what a language model reads at once.
MOST_ROWS = 100

INSTRUCTIONS = """A knowledge graph of methods, datasets, hardware, metrics and tasks that paper abstracts name.
Start with `search` or `list_questions`; prefer `ask` (questions that are known to work) over `sparql`. Every answer has
citations: the paper's IRI and the sentence that was read. Quote them, and say what they do not say: extraction is
automatic and can be wrong, abstracts name little hardware, and every count is out of the papers of this graph only
(`papers_in_graph`)."""

SPARQL_HELP = """Run a read-only SPARQL 1.1 query. Prefixes kg, skos, dcterms, oa, nif, prov, schema, wd are known.
?paper a kg:Paper ; dcterms:title ?t ; kg:year ?y ; kg:usesMethod|kg:usesDataset|kg:usesHardware|kg:reportsMetric|
kg:addressesTask|kg:introduces|kg:comparesWith|kg:mentions ?entity ; kg:reportsResult ?result .
?entity a kg:Method|kg:Dataset|kg:Hardware|kg:Metric|kg:Task ; skos:prefLabel ?label ; skos:altLabel ?alias ;
skos:broader ?wider . ?method kg:evaluatedOn|kg:trainedOn ?dataset ; kg:usedFor ?task ; kg:runsOn ?hardware ;
kg:basedOn|kg:comparedWith|kg:partOf ?method2 . ?result kg:byMetric ?m ; kg:ofMethod ?x ; kg:onDataset ?d ;
kg:value ?number ; schema:unitText ?unit ; kg:sentence ?s . ?mention kg:refersTo ?entity ; oa:exact ?words ;
kg:confidence ?c ; kg:sentence ?s . ?s oa:exact ?text ; dcterms:isPartOf ?paper . Select IRIs of entities, so that the
answer can be cited."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


def create_server(graph: OpenStore) -> MCPServer[Any]:
    """Return the server of an open store; run it with `run("stdio")`.

    Raises UsageError when the package `mcp` is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError:
        raise UsageError("an MCP server needs the package mcp; install it: pip install 'abstracts-kg[mcp]'") from None

    def told(tool: Callable[_P, _R]) -> Callable[_P, _R]:
        """Tell the assistant what is wrong with a call, in the words that people are told."""

        @wraps(tool)
        def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            try:
                return tool(*args, **kwargs)
            except KgError as error:
                raise ToolError(str(error)) from None

        return run

    server: MCPServer[Any] = MCPServer("abstracts-kg", version=__version__, instructions=INSTRUCTIONS)
    tools = Tools(graph)
    server.tool()(told(tools.search))
    server.tool()(told(tools.entity))
    server.tool()(told(tools.evidence))
    server.tool()(told(tools.list_questions))
    server.tool()(told(tools.ask))
    server.tool(description=SPARQL_HELP)(told(tools.sparql))
    return server


class Tools:
    """What an assistant can do; the docstrings are what it is told."""

    def __init__(self, graph: OpenStore) -> None:
        self._graph = graph

    def search(self, text: str, limit: int = 10) -> dict[str, Any]:
        """Find entities (methods, datasets, hardware, metrics, tasks) and papers by name, alias or title."""
        found = [asdict(one) for one in self._graph.search(text, _bounded(limit))]
        return self._answer(found, cite(self._graph, found))

    def entity(self, name: str, type: str = "Entity", sentences: int = 5) -> dict[str, Any]:
        """Say what is known of an entity by name or IRI: aliases, wider terms, papers by role and year, sentences.

        `type` (Method, Dataset, Hardware, Metric, Task) keeps homonyms apart.
        """
        facts = self._graph.entity(name, type, _bounded(sentences))
        row = asdict(facts)
        row["years"] = {str(year): papers for year, papers in facts.years.items()}
        del row["evidence"]
        return self._answer([row], [citation(found) for found in facts.evidence])

    def evidence(self, entity: str, also: list[str] | None = None, limit: int = 10) -> dict[str, Any]:
        """Quote the sentences that name an entity, in papers that also name all of the entities in `also`."""
        found = self._graph.evidence(entity, *(also or []), limit=_bounded(limit))
        return self._answer([asdict(one) for one in found], [citation(one) for one in found])

    def list_questions(self) -> dict[str, Any]:
        """List the questions that `ask` answers, with their parameters."""
        return {"questions": [_described(query) for query in self._graph.saved]}

    def ask(
        self, question: str, parameters: dict[str, str | list[str]] | None = None, limit: int = 50
    ) -> dict[str, Any]:
        """Answer a question of `list_questions`; a parameter that is an entity takes its name, an alias or its IRI."""
        query = self._graph.saved.get(question)
        given = parameters or {}
        rows, more = self._rows(question, limit, **given)
        classes = {p.name: p.entity_class for p in query.parameters if p.entity_class not in (None, "Paper")}
        about = [
            self._graph.lookup.find(classes[name] or "Entity", value, name)
            for name, values in given.items()
            if name in classes
            for value in ([values] if isinstance(values, str) else values)
            if value
        ]
        return self._answer(rows, cite(self._graph, rows, about), more)

    def sparql(self, query: str, limit: int = 50) -> dict[str, Any]:
        """Run a read-only SPARQL query."""
        rows, more = self._rows(query, limit)
        return self._answer(rows, cite(self._graph, rows), more)

    def _rows(self, query: str, limit: int, **given: Any) -> tuple[list[dict[str, Any]], bool]:
        """Return the first rows of an answer, and whether there are more."""
        most = _bounded(limit)
        answer = self._graph.query(query, limit=most + 1, **given)
        if isinstance(answer, Graph):
            triples = sorted(answer)[: most + 1]
            rows: list[dict[str, Any]] = [
                {"subject": str(s), "predicate": str(p), "object": str(o)} for s, p, o in triples
            ]
        else:
            rows = [{"answer": answer}] if isinstance(answer, bool) else answer
        return rows[:most], len(rows) > most

    def _answer(self, rows: list[dict[str, Any]], citations: list[Citation], more: bool = False) -> dict[str, Any]:
        return {
            "rows": rows,
            "more_rows": more,
            "citations": citations,
            "papers_in_graph": self._papers(),
        }

    def _papers(self) -> int:
        rows = self._graph.query("SELECT (COUNT(?paper) AS ?papers) { ?paper a kg:Paper }")
        return int(rows[0]["papers"])  # type: ignore[index]


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST_ROWS))


def _described(query: SavedQuery) -> dict[str, Any]:
    return {
        "question": query.name,
        "answers": query.summary,
        "parameters": {
            p.name: {
                "type": p.type,
                "optional": p.optional,
                **({"choices": list(p.choices)} if p.choices else {}),
                **({"several": True} if p.many else {}),
            }
            for p in query.parameters
        },
    }
