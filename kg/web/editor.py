"""What the SPARQL editor completes and offers: prefixes, terms of the ontology, saved queries as examples."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, Response, jsonify
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS

from kg.graph.vocabulary import KG, PREFIXES, expand
from kg.query.parameters import with_base
from kg.resources import ontology_dir
from kg.web.site import site

pages = Blueprint("editor", __name__)

#: Terms of other vocabularies that the graph is written in.
_STANDARD = (
    "rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:hiddenLabel", "skos:broader", "skos:exactMatch",
    "dcterms:title", "dcterms:abstract", "dcterms:issued", "dcterms:identifier", "dcterms:subject", "schema:author",
    "schema:url", "schema:unitText", "dcterms:isPartOf", "oa:exact", "nif:beginIndex", "nif:endIndex",
    "prov:wasGeneratedBy", "prov:startedAtTime", "prov:endedAtTime", "prov:wasAssociatedWith", "fabio:hasArXivId",
)  # fmt: skip


@pages.get("/editor.json")
def editor() -> Response:
    """Return what the editor completes and offers."""
    classes, properties = _terms()
    examples = [
        {
            "name": query.name,
            "summary": query.summary,
            "aspect": query.aspect,
            "text": with_base(without_header(query.text), site().base),
        }
        for query in site().saved_queries
    ]
    prefixes = {**PREFIXES, "id": f"{site().base}/"}
    return jsonify(
        {"base": site().base, "prefixes": prefixes, "classes": classes, "properties": properties, "examples": examples}
    )


def without_header(text: str) -> str:
    """Return a saved query without the lines that describe it."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+"))


@cache
def _terms() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the classes and the properties, each with what it means."""
    ontology = Graph().parse(ontology_dir() / "kg.ttl")
    classes = [_described(ontology, term) for term in ontology.subjects(RDF.type, OWL.Class)]
    properties = [
        _described(ontology, term)
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in ontology.subjects(RDF.type, kind)
    ]
    properties += [{"iri": expand(name), "comment": ""} for name in _STANDARD]
    return sorted(classes, key=_own_first), sorted(properties, key=_own_first)


def _described(ontology: Graph, term: object) -> dict[str, str]:
    comment = ontology.value(URIRef(str(term)), RDFS.comment)
    return {"iri": str(term), "comment": str(comment or "")}


def _own_first(term: dict[str, str]) -> tuple[bool, str]:
    return (not term["iri"].startswith(KG), term["iri"])
