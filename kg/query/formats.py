"""Formats of answers: names, media types and file suffixes, for solutions and for graphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation: `name` is its suffix in URLs and its name on the command line."""

    name: str
    media_type: str
    engine: str
    text: bool = False

    @property
    def content_type(self) -> str:
        """The value of a Content-Type header."""
        return f"{self.media_type}; charset=utf-8" if self.text else self.media_type


#: What SELECT and ASK answer in; the first is the default. `engine` is the attribute of pyoxigraph's class.
SOLUTIONS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("json", "application/sparql-results+json", "JSON"),
        Format("xml", "application/sparql-results+xml", "XML"),
        Format("csv", "text/csv", "CSV", text=True),
        Format("tsv", "text/tab-separated-values", "TSV", text=True),
    )
}
#: What CONSTRUCT and DESCRIBE answer in; the first is the default.
GRAPHS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("ttl", "text/turtle", "TURTLE", text=True),
        Format("nt", "application/n-triples", "N_TRIPLES"),
        Format("trig", "application/trig", "TRIG", text=True),
        Format("nq", "application/n-quads", "N_QUADS"),
        Format("jsonld", "application/ld+json", "JSON_LD"),
        Format("rdf", "application/rdf+xml", "RDF_XML"),
    )
}
