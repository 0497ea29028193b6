"""Answers of queries as HTTP responses and as tables of a page."""

from __future__ import annotations

from flask import Response, g

from kg.errors import NotAcceptableError
from kg.query.answer import Answer
from kg.web.conditional import with_tag
from kg.web.site import Site
from kg.web.solutions import Table, parse_solutions, table_of


def respond(answer: Answer, name: str | None = None, tag: str | None = None) -> Response:
    """Return an answer as it comes, as a file to save under a name if one is given.

    With a tag, the client may keep it. An answer that was cut at `max_rows` says so in the header X-KG-Truncated.
    """
    g.answer = answer
    if answer.file is None:
        response = Response(answer.body, content_type=answer.format.content_type)
    else:
        response = Response(answer.chunks, content_type=answer.format.content_type)
        response.content_length = answer.size
    if name:
        response.headers["Content-Disposition"] = f'inline; filename="{name}.{answer.format.name}"'
    if answer.truncated:
        response.headers["X-KG-Truncated"] = f"max_rows={answer.rows}"
    return with_tag(response, tag)


def refuse_other_kind(answer: Answer, wanted: str) -> None:
    """Raise NotAcceptableError for an answer that a client with this wish cannot use."""
    if answer.kind == "graph" and wanted == "solutions":
        raise NotAcceptableError("the query makes a graph; ask for text/turtle or another RDF format")
    if answer.kind != "graph" and wanted == "graph":
        raise NotAcceptableError("the query has solutions; ask for application/sparql-results+json or another format")


def solutions_table(site: Site, answer: bytes) -> Table:
    """Return a SPARQL JSON answer as a table with links to pages."""
    return table_of(site.linker, parse_solutions(answer))
