"""The dataset's description in VoID at `/.well-known/void`, with counts by class and property from the store itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

import pyoxigraph as ox
from flask import Blueprint, Response, request

from kg.graph.nodes import A, Statement, std, typed
from kg.graph.vocabulary import PREFIXES
from kg.web.description import described
from kg.web.site import Site, site

pages = Blueprint("void", __name__)

_TOTALS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  (COUNT(DISTINCT ?o) AS ?distinctObjects) WHERE { ?s ?p ?o }"""
_CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?entities) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = """SELECT ?property (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  WHERE { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"""


@pages.get("/.well-known/void")
def void() -> Response:
    """Describe the graph: how much of what it holds, and where to ask it."""
    return described(_statements(site(), request.host_url.rstrip("/")), request.host_url)


def _statements(this: Site, host: str) -> Iterable[Statement]:
    document = ox.NamedNode(f"{host}/.well-known/void")
    dataset = ox.NamedNode(f"{document.value}#dataset")
    classes, properties = this.rows(_CLASSES), this.rows(_PROPERTIES)
    yield document, A, std("void:DatasetDescription")
    yield document, _foaf("primaryTopic"), dataset
    yield dataset, A, std("void:Dataset")
    yield dataset, std("dcterms:title"), ox.Literal("Knowledge graph of paper abstracts", language="en")
    yield dataset, std("void:sparqlEndpoint"), ox.NamedNode(f"{host}/sparql")
    yield dataset, std("void:uriSpace"), ox.Literal(f"{this.base}/")
    for namespace in sorted(_vocabularies([row["property"] for row in properties])):
        yield dataset, std("void:vocabulary"), ox.NamedNode(namespace)
    for name, value in this.rows(_TOTALS)[0].items():
        yield dataset, std(f"void:{name}"), typed(value, "integer")
    yield dataset, std("void:documents"), typed(this.workers.published.current().snapshot.papers, "integer")
    yield dataset, std("void:classes"), typed(len(classes), "integer")
    yield dataset, std("void:properties"), typed(len(properties), "integer")
    for number, row in zip(count(1), classes, strict=False):
        part = ox.NamedNode(f"{document.value}#class-{number}")
        yield dataset, std("void:classPartition"), part
        yield part, std("void:class"), ox.NamedNode(row["class"])
        yield part, std("void:entities"), typed(row["entities"], "integer")
    for number, row in zip(count(1), properties, strict=False):
        part = ox.NamedNode(f"{document.value}#property-{number}")
        yield dataset, std("void:propertyPartition"), part
        yield part, std("void:property"), ox.NamedNode(row["property"])
        yield part, std("void:triples"), typed(row["triples"], "integer")
        yield part, std("void:distinctSubjects"), typed(row["distinctSubjects"], "integer")


def _vocabularies(properties: list[str]) -> set[str]:
    return {namespace for namespace in PREFIXES.values() if any(p.startswith(namespace) for p in properties)}


def _foaf(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://xmlns.com/foaf/0.1/{name}")
