"""Write ontology/context.jsonld: the terms of the ontology as keys of JSON-LD, with the types of their values."""

from __future__ import annotations

import json
from typing import Any

from kg.graph.ontology import read_ontology
from kg.graph.vocabulary import KG, PREFIXES
from kg.resources import ontology_dir

TARGET = ontology_dir() / "context.jsonld"

#: Keys of other vocabularies that the graph uses, by their short names.
STANDARD: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "label": "skos:prefLabel",
    "altLabel": {"@id": "skos:altLabel", "@container": "@set"},
    "hiddenLabel": {"@id": "skos:hiddenLabel", "@container": "@set"},
    "broader": {"@id": "skos:broader", "@type": "@id", "@container": "@set"},
    "exactMatch": {"@id": "skos:exactMatch", "@type": "@id", "@container": "@set"},
    "closeMatch": {"@id": "skos:closeMatch", "@type": "@id", "@container": "@set"},
    "identifier": "dcterms:identifier",
    "title": "dcterms:title",
    "abstract": "dcterms:abstract",
    "issued": "dcterms:issued",
    "category": {"@id": "dcterms:subject", "@container": "@set"},
    "author": {"@id": "schema:author", "@container": "@set"},
    "url": "schema:url",
    "sameAs": {"@id": "schema:sameAs", "@type": "@id", "@container": "@set"},
    "doi": "prism:doi",
    "isPartOf": {"@id": "dcterms:isPartOf", "@type": "@id"},
    "exact": "oa:exact",
    "begin": {"@id": "nif:beginIndex", "@type": "xsd:integer"},
    "end": {"@id": "nif:endIndex", "@type": "xsd:integer"},
    "unit": "schema:unitText",
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
}


def context() -> dict[str, Any]:
    """Return the context: prefixes, keys of other vocabularies, and every term of ours."""
    entries: dict[str, Any] = {"@version": 1.1, **dict(sorted(PREFIXES.items())), **STANDARD}
    for term in sorted(read_ontology().terms, key=lambda term: term.name):
        entries[term.name] = _entry(term.name, term.kind, term.range)
    return {"@context": entries}


def _entry(name: str, kind: str, values: str) -> Any:
    if kind == "owl:ObjectProperty":
        return {"@id": f"kg:{name}", "@type": "@id"}
    datatype = values.removeprefix(PREFIXES["xsd"])
    if kind == "owl:DatatypeProperty" and datatype != "string":
        return {"@id": f"kg:{name}", "@type": f"xsd:{datatype}"}
    return f"kg:{name}"


def written() -> str:
    """Return the text of the file."""
    assert PREFIXES["kg"] == KG
    return json.dumps(context(), indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
    print(TARGET)
