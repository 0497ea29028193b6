"""Nodes and literals, as short to write as in Turtle."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.graph.vocabulary import expand, term

Object = NamedNode | Literal
Statement = tuple[NamedNode, NamedNode, Object]

A = NamedNode(expand("rdf:type"))


@cache
def kg(local_name: str) -> NamedNode:
    """Return a term of our ontology."""
    return NamedNode(term(local_name))


@cache
def std(curie: str) -> NamedNode:
    """Return a term of another vocabulary, given as a prefixed name."""
    return NamedNode(expand(curie))


def typed(value: float | str, datatype: str) -> Literal:
    """Return a literal of an XML Schema type, given without its prefix."""
    return Literal(str(value), datatype=NamedNode(expand(f"xsd:{datatype}")))
