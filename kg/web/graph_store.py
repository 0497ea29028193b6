"""The SPARQL 1.1 Graph Store HTTP Protocol at `/data`: graphs as things to get, put, add to and remove."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from flask import Blueprint, Response, jsonify, request
from werkzeug.http import parse_options_header

from kg.errors import NotFoundError, UnknownFormatError, UsageError
from kg.query.formats import GRAPHS, Format
from kg.query.workers import UNNAMED
from kg.web.answers import respond
from kg.web.authorization import require_token
from kg.web.conditional import entity_tag, not_modified
from kg.web.negotiate import named_format, negotiated
from kg.web.protocol import absolute_iri
from kg.web.site import boolean, site

pages = Blueprint("graph_store", __name__)

_ALL = "CONSTRUCT WHERE { ?s ?p ?o }"
_BY_TYPE = {format.media_type: format for format in GRAPHS.values()}


@pages.get("/data")
@pages.get("/data/<path:name>")
def get(name: str | None = None) -> Response:
    """Return a graph (section 5.2); a named one that holds nothing, and was never put, is not found."""
    graph = _graph(name)
    format = _wanted_format()
    tag = entity_tag(site().workers.published.current().state, "graph", graph, format.name)
    if graph != UNNAMED and not _exists(graph):
        raise NotFoundError(f"there is no graph {graph}")
    return not_modified(tag) or respond(site().workers.ask(_ALL, graph=format, default_graphs=[graph]), tag=tag)


@pages.put("/data")
@pages.put("/data/<path:name>")
def put(name: str | None = None) -> Response:
    """Make a graph hold what the body says, and nothing else (section 5.3)."""
    require_token()
    return _load(_graph(name), replace=True)


@pages.post("/data")
@pages.post("/data/<path:name>")
def post(name: str | None = None) -> Response:
    """Add what the body says to a graph, or, where none is named, to a new one (section 5.5)."""
    require_token()
    if name is None and not request.args:
        graph = f"{request.base_url}/{uuid.uuid4()}"
        response = _load(graph, replace=False)
        response.headers["Location"] = graph
        return response
    return _load(_graph(name), replace=False)


@pages.delete("/data")
@pages.delete("/data/<path:name>")
def delete(name: str | None = None) -> Response:
    """Remove a graph (section 5.4)."""
    require_token()
    graph = _graph(name)
    if not site().writes.drop(graph):
        raise NotFoundError(f"there is no graph {graph}")
    return Response(status=204)


def _load(graph: str, replace: bool) -> Response:
    request.max_content_length = site().settings.max_upload_bytes
    existed = True
    for number, (body, media_type) in enumerate(_bodies()):
        with _spooled(body) as file:
            was_there = site().writes.load(graph, _format(media_type), file, replace and not number, graph)
        existed = existed and (was_there or number > 0)
    if existed:
        return Response(status=204)
    response = jsonify({"status": "created", "graph": graph})
    response.status_code = 201
    return response


def _graph(name: str | None) -> str:
    """Return the IRI of the graph that a request is about, or UNNAMED; raises UsageError.

    It is named by a parameter (section 4.2), or it is the URL itself (section 4.1).
    """
    if name is not None:
        return request.base_url
    graphs = request.args.getlist("graph")
    if "default" in request.args:
        if graphs or request.args["default"]:
            raise UsageError("a request names one graph: ?default, or ?graph=IRI")
        return UNNAMED
    if len(graphs) != 1:
        raise UsageError("a request names one graph: ?default, or ?graph=IRI")
    return absolute_iri(graphs[0], "graph")


def _exists(graph: str) -> bool:
    return boolean(site().workers.ask(f"ASK {{ GRAPH <{graph}> {{}} }}").read())


def _wanted_format() -> Format:
    if name := request.args.get("format"):
        _, format = named_format(name)
        if format is None:
            raise UsageError(f"a graph does not come as {name!r}; there are {', '.join(GRAPHS)}")
        return format
    return negotiated(GRAPHS)


def _bodies() -> Iterator[tuple[BinaryIO, str]]:
    """Yield what is to be loaded, with its media type: the body, or the files of a form (section 5.5)."""
    if request.mimetype != "multipart/form-data":
        yield cast(BinaryIO, request.stream), request.headers.get("Content-Type", "")
        return
    files = [file for name in request.files for file in request.files.getlist(name)]
    if not files:
        raise UsageError("the form holds no file")
    for file in files:
        yield cast(BinaryIO, file.stream), file.content_type or ""


def _format(content_type: str) -> Format:
    """Return the format of a body; one that is not named is Turtle. Raises UnknownFormatError."""
    media_type, options = parse_options_header(content_type)
    if options.get("charset", "utf-8").lower() not in ("utf-8", "us-ascii"):
        raise UnknownFormatError(f"RDF is sent in UTF-8, not in {options['charset']}")
    format = _BY_TYPE.get(media_type or GRAPHS["ttl"].media_type)
    if format is None:
        raise UnknownFormatError(f"RDF does not come as {media_type}; there are {', '.join(_BY_TYPE)}")
    return format


@contextmanager
def _spooled(body: BinaryIO) -> Iterator[BinaryIO]:
    """Yield a body as a file on disk, so that a long one is not held in memory."""
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(body, file)
        yield file
