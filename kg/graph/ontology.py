"""The ontology as its page shows it: every term of `ontology/kg.ttl` with what documents it."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.graph.nodes import A
from kg.graph.vocabulary import KG, ONTOLOGY, PREFIXES, expand
from kg.resources import ontology_dir

#: The kinds of terms, in the order in which they are shown.
KINDS: Mapping[str, str] = {
    "owl:Class": "Classes",
    "owl:ObjectProperty": "Properties between things",
    "owl:DatatypeProperty": "Properties with values",
}
#: What aligns a term with one of another vocabulary, or places it under another term.
ALIGNMENTS = (
    "rdfs:subClassOf", "rdfs:subPropertyOf", "skos:exactMatch", "skos:closeMatch", "skos:relatedMatch", "rdfs:seeAlso",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: its name, what it means, an example, domain, range, and how it aligns (CURIE: IRIs)."""

    name: str
    kind: str
    label: str
    comment: str
    example: str
    note: str
    domain: str
    range: str
    alignments: Mapping[str, Sequence[str]]

    @property
    def iri(self) -> str:
        """The IRI of the term."""
        return KG + self.name


@dataclass(frozen=True, slots=True)
class Ontology:
    """The whole of it: what it is, its version and how it changes, and its terms in the order of the file."""

    title: str
    description: str
    version: str
    version_iri: str
    change_policy: str
    terms: tuple[Term, ...]

    def of_kind(self, kind: str) -> list[Term]:
        """Return the terms of a kind of `KINDS`."""
        return [term for term in self.terms if term.kind == kind]


@cache
def read_ontology() -> Ontology:
    """Return the shipped ontology."""
    facts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in ontology_triples():
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            facts[triple.subject.value][triple.predicate.value].append(triple.object.value)
    about = facts[ONTOLOGY]
    return Ontology(
        title=_first(about, "dcterms:title"),
        description=_first(about, "dcterms:description"),
        version=_first(about, "owl:versionInfo"),
        version_iri=_first(about, "owl:versionIRI"),
        change_policy=_first(about, "skos:changeNote"),
        terms=tuple(_term(iri, facts[iri]) for iri in list(facts) if iri.startswith(KG)),
    )


def ontology_triples() -> list[Triple]:
    """Return the statements of the shipped ontology, in the order of the file."""
    return [quad.triple for quad in parse(path=str(ontology_dir() / "kg.ttl"), format=RdfFormat.TURTLE)]


def serialize_ontology(format: RdfFormat) -> bytes:
    """Return the shipped ontology in another format; Turtle as it was written, with its comments."""
    if format == RdfFormat.TURTLE:
        return (ontology_dir() / "kg.ttl").read_bytes()
    text = io.BytesIO()
    serialize(ontology_triples(), text, format, prefixes=dict(PREFIXES))
    return text.getvalue()


def short(iri: str) -> str:
    """Return an IRI as a prefixed name where a prefix is known."""
    fitting = [(space, prefix) for prefix, space in PREFIXES.items() if iri.startswith(space)]
    space, prefix = max(fitting, default=("", ""))
    return f"{prefix}:{iri.removeprefix(space)}" if prefix else iri


def _term(iri: str, facts: Mapping[str, list[str]]) -> Term:
    return Term(
        name=iri.removeprefix(KG),
        kind=next((kind for kind in KINDS if expand(kind) in facts[A.value]), ""),
        label=_first(facts, "rdfs:label"),
        comment=_first(facts, "rdfs:comment"),
        example=_first(facts, "skos:example"),
        note=_first(facts, "skos:editorialNote"),
        domain=_first(facts, "rdfs:domain"),
        range=_first(facts, "rdfs:range"),
        alignments={name: tuple(facts[expand(name)]) for name in ALIGNMENTS if facts.get(expand(name))},
    )


def _first(facts: Mapping[str, list[str]], name: str) -> str:
    return next(iter(facts.get(expand(name), ())), "")
