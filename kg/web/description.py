"""The SPARQL 1.1 Service Description of the endpoint (W3C, section 3), and RDF that the service says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urljoin

import pyoxigraph as ox
from flask import Response, request

from kg.graph.nodes import A, Statement, typed
from kg.graph.vocabulary import PREFIXES
from kg.query.formats import GRAPHS, Format
from kg.web.conditional import entity_tag, not_modified, with_tag
from kg.web.negotiate import negotiated
from kg.web.site import site

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "TriG", "N-Quads", "JSON-LD", "RDF_XML")
_PREFIXES: Mapping[str, str] = {**PREFIXES, "sd": _SD, "formats": _FORMATS}


def service_description(format: Format | None = None) -> Response:
    """Return what this endpoint can do, in an RDF format, or in the one that the client likes best."""
    endpoint, writes = urljoin(request.base_url, "sparql"), site().token is not None
    return described(_statements(endpoint, writes), endpoint, str(writes), format=format)


def described(statements: Iterable[Statement], *parts: str, format: Format | None = None) -> Response:
    """Return statements in an RDF format, or in the one that the client likes best, to be kept with this graph."""
    format = format or negotiated(GRAPHS)
    tag = entity_tag(site().workers.published.current().state, request.path, format.name, *parts)
    if unchanged := not_modified(tag):
        return unchanged
    triples = [ox.Triple(*statement) for statement in statements]
    body = ox.serialize(triples, format=getattr(ox.RdfFormat, format.engine), prefixes=dict(_PREFIXES))
    return with_tag(Response(body, content_type=format.content_type), tag)


def _statements(endpoint: str, writes: bool) -> Iterable[Statement]:
    service, dataset, graph = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#default-graph"))
    yield service, A, _sd("Service")
    yield service, _sd("endpoint"), service
    yield service, _sd("supportedLanguage"), _sd("SPARQL10Query")
    yield service, _sd("supportedLanguage"), _sd("SPARQL11Query")
    if writes:
        yield service, _sd("supportedLanguage"), _sd("SPARQL11Update")
    yield service, _sd("feature"), _sd("UnionDefaultGraph")
    for name in (*_RESULTS, *_GRAPHS):
        yield service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name)
    for name in _GRAPHS if writes else ():
        yield service, _sd("inputFormat"), ox.NamedNode(_FORMATS + name)
    yield service, _sd("defaultDataset"), dataset
    yield dataset, A, _sd("Dataset")
    yield dataset, _sd("defaultGraph"), graph
    yield graph, A, _sd("Graph")
    yield (
        graph,
        ox.NamedNode(PREFIXES["void"] + "triples"),
        typed(site().workers.published.current().snapshot.quads, "integer"),
    )


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
