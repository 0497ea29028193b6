"""The OpenAPI 3.1 description of the service, made from the saved queries as they now are, and a page that shows it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from kg import __version__
from kg.query.declared import Parameter, SavedQuery
from kg.query.formats import GRAPHS, SOLUTIONS
from kg.web.site import Site, site

pages = Blueprint("openapi", __name__)

_ERROR = {"$ref": "#/components/responses/Error"}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "year": {"type": "integer", "minimum": 0, "maximum": 9999},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "text": {"type": "string", "minLength": 1},
    "build": {"type": "string", "pattern": "^([0-9]{1,18})?$"},
}


@pages.get("/openapi.json")
def openapi() -> Response:
    """Return the description."""
    return jsonify(description(site(), request.host_url.rstrip("/")))


@pages.get("/api")
def api() -> str:
    """Show the description to people."""
    return render_template("api.html", queries=list(site().saved_queries), host=request.host_url.rstrip("/"))


def description(site: Site, server: str) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document: every saved query, search, suggestions and the SPARQL endpoint."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kg: a knowledge graph of paper abstracts",
            "version": __version__,
            "description": "Saved questions to the graph, each with its parameters, in the format of your choice.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": {
            **{f"/queries/{query.name}.{{format}}": {"get": _operation(query)} for query in site.saved_queries},
            "/search": {"get": _search("search", "Entities and papers by name", [_text("q", "a name, title or id")])},
            "/suggest": {
                "get": _search(
                    "suggest",
                    "What a name that is being typed may become",
                    [_text("q", "the beginning of a name"), _text("type", "a class, such as Method", required=False)],
                )
            },
            "/sparql": {"get": _sparql()},
        },
        "components": {"responses": {"Error": _error()}, "schemas": {"Thing": _thing()}},
    }


def _operation(query: SavedQuery) -> dict[str, Any]:
    makes_graph = _is_graph(query)
    formats = GRAPHS if makes_graph else SOLUTIONS
    own = [_parameter(parameter) for parameter in query.parameters]
    return {
        "operationId": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": [query.name.partition("_")[0]],
        "parameters": [
            {"name": "format", "in": "path", "required": True, "schema": {"type": "string", "enum": list(formats)}},
            *own,
            _whole_number("limit", "most rows to return"),
            _whole_number("offset", "rows to leave out at the beginning"),
        ],
        "responses": {
            "200": {
                "description": "The answer",
                "headers": {} if makes_graph else _paging_headers(),
                "content": {format.media_type: {} for format in formats.values()},
            },
            "400": _error_with_candidates(),
            "503": _ERROR,
            "504": _ERROR,
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_SCHEMAS.get(parameter.type, {"type": "string"}))
    if parameter.choices:
        schema = {"type": "string", "enum": [*parameter.choices, *([""] if parameter.optional else [])]}
    kind = parameter.entity_class
    explained = f"a {kind.lower()}: its label, an alias or its IRI" if kind else ""
    default = "" if parameter.optional else f"default: {parameter.default}"
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": "; ".join(part for part in (parameter.label, parameter.description, explained, default) if part),
        "schema": {"type": "array", "items": schema, "maxItems": 20} if parameter.many else schema,
        **({"explode": True} if parameter.many else {}),
    }


def _is_graph(query: SavedQuery) -> bool:
    body = "\n".join(line for line in query.text.splitlines() if not line.lstrip().startswith("#")).upper()
    return "CONSTRUCT" in body or "DESCRIBE" in body


def _paging_headers() -> dict[str, Any]:
    return {
        "X-Total-Count": {"description": "rows of the whole answer", "schema": {"type": "integer"}},
        "Link": {"description": "where the next rows are (rel=next)", "schema": {"type": "string"}},
    }


def _whole_number(name: str, what: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": what, "schema": {"type": "integer", "minimum": 0}}


def _text(name: str, what: str, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": what, "schema": {"type": "string"}}


def _search(name: str, summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    things = {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
    found = {"description": "What was found, the best first", "content": {"application/json": {"schema": things}}}
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": {"200": found}}


def _sparql() -> dict[str, Any]:
    formats = (*SOLUTIONS.values(), *GRAPHS.values())
    return {
        "operationId": "sparql",
        "summary": "SPARQL 1.1 query (also by POST, as the SPARQL 1.1 Protocol says)",
        "parameters": [_text("query", "a SPARQL 1.1 query")],
        "responses": {
            "200": {"description": "The answer", "content": {format.media_type: {} for format in formats}},
            "400": _ERROR,
        },
    }


def _thing() -> dict[str, Any]:
    text = {"type": "string"}
    properties = {"iri": text, "page": text, "label": text, "type": text, "papers": {"type": "integer"}}
    return {"type": "object", "properties": properties}


def _error() -> dict[str, Any]:
    properties = {"status": {"type": "integer"}, "error": {"type": "string"}, "message": {"type": "string"}}
    content = {"application/json": {"schema": {"type": "object", "properties": properties}}}
    return {"description": "What is wrong and what to do", "content": content}


def _error_with_candidates() -> dict[str, Any]:
    error = _error()
    schema = error["content"]["application/json"]["schema"]
    candidates = {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
    schema["properties"] = {**schema["properties"], "parameter": {"type": "string"}, "candidates": candidates}
    return {**error, "description": "A wrong value; for an ambiguous name also what it may mean"}
