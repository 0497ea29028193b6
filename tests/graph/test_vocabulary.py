"""The vocabulary: the ontology documents every term that the graph and the queries use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse

from kg.extract.record import ENTITY_TYPES, RELATIONS, ROLES
from kg.graph.results import _PARTS
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import KG, PREFIXES, RELATION_PROPERTIES, TYPE_SEGMENTS, USES, expand, role_property
from kg.resources import PACKAGE, ontology_dir, queries_dir

ONTOLOGY = ontology_dir() / "kg.ttl"
TRIPLES = [quad.triple for quad in parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE)]
TERMS = sorted(
    {t.subject.value for t in TRIPLES if isinstance(t.subject, NamedNode) and t.subject.value[: len(KG)] == KG}
)
DECLARED = {term.removeprefix(KG) for term in TERMS}
GRAPH_CODE = sorted((PACKAGE / "graph").glob("*.py"))
QUERIES = sorted(queries_dir().glob("*.rq"))


def objects(subject: str, predicate: str) -> list[str]:
    return [
        t.object.value for t in TRIPLES if t.subject == NamedNode(subject) and t.predicate.value == expand(predicate)
    ]


def used_in_graph_code(function: str) -> set[str]:
    return {name for path in GRAPH_CODE for name in re.findall(rf'\b{function}\("([^"]+)"\)', path.read_text("utf-8"))}


def test_the_ontology_declares_all_terms_that_the_graph_code_names() -> None:
    used = used_in_graph_code("kg")
    assert {"mentions", "Claim", "valueText", "vendor"} <= used
    assert used - DECLARED == set()


def test_the_ontology_declares_all_terms_that_the_graph_code_computes() -> None:
    roles = {role_property(role, type) for role in ROLES for type in ENTITY_TYPES}
    computed = roles | {*RELATION_PROPERTIES, *ENTITY_TYPES, *(part[1] for part in _PARTS), "value", "maxValue"}
    assert computed - DECLARED == set()


def test_standard_terms_have_a_prefix_that_the_vocabulary_knows() -> None:
    used = used_in_graph_code("std")
    assert {"skos:prefLabel", "nif:beginIndex", "prov:Activity"} <= used
    assert {curie.partition(":")[0] for curie in used} - PREFIXES.keys() == set()


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_the_ontology_declares_all_terms_of_a_saved_query(query: Path) -> None:
    used = set(re.findall(r"\bkg:([A-Za-z]\w*)", query.read_text("utf-8")))
    assert used
    assert used - DECLARED == set()


def test_the_ontology_declares_all_terms_of_a_store(store: Path) -> None:
    graph = Store.read_only(str(StoreFolder.open(store).current().graph))
    nodes = {node for quad in graph for node in (quad.predicate, quad.object) if isinstance(node, NamedNode)}
    used = {node.value.removeprefix(KG) for node in nodes if node.value.startswith(KG)}
    assert {"Paper", "mentions", "memoryGB", "corpusHash", "usedFor"} <= used
    assert used - DECLARED == set()


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.removeprefix(KG))
def test_a_term_has_one_label_one_comment_and_a_kind(term: str) -> None:
    assert len(objects(term, "rdfs:label")) == 1
    assert len(objects(term, "rdfs:comment")) == 1
    kinds = {expand(f"owl:{kind}") for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
    assert len(kinds & set(objects(term, "rdf:type"))) == 1
    assert objects(term, "rdfs:isDefinedBy") == ["https://w3id.org/abstracts-kg/ontology"]


def test_no_two_terms_share_a_comment() -> None:
    comments = [t.object.value for t in TRIPLES if t.predicate.value == expand("rdfs:comment")]
    assert len(comments) == len(TERMS) > 40
    assert len(set(comments)) == len(comments)


def test_the_ontology_is_free_of_blank_nodes() -> None:
    assert [t for t in TRIPLES if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)] == []


def test_labels_and_comments_say_their_language() -> None:
    texts = [t.object for t in TRIPLES if t.predicate.value in (expand("rdfs:label"), expand("rdfs:comment"))]
    assert {text.language for text in texts if isinstance(text, Literal)} == {"en"}


def test_domains_and_ranges_in_the_ontology_are_classes_that_it_declares() -> None:
    classes = {t.subject.value for t in TRIPLES if t.object == NamedNode(expand("owl:Class"))}
    ends = {t.object.value for t in TRIPLES if t.predicate.value in (expand("rdfs:domain"), expand("rdfs:range"))}
    assert {end for end in ends if end.startswith(KG)} - classes == set()


def test_prefixes_mean_the_same_in_the_ontology_and_in_the_code() -> None:
    declared = dict(re.findall(r"^@prefix (\w+): +<([^>]+)>", ONTOLOGY.read_text("utf-8"), re.MULTILINE))
    shared = declared.keys() & PREFIXES.keys()
    assert {"kg", "skos", "schema"} <= shared
    assert {prefix: declared[prefix] for prefix in shared} == {prefix: PREFIXES[prefix] for prefix in shared}


def test_every_role_has_a_property_per_type() -> None:
    assert role_property("uses", "Metric") == "reportsMetric"
    assert role_property("compares", "Method") == "comparesWith"
    assert set(USES) == set(TYPE_SEGMENTS) == set(ENTITY_TYPES)


def test_every_relation_but_an_abbreviation_is_a_property() -> None:
    assert set(RELATIONS) - set(RELATION_PROPERTIES) == {"aliasOf"}


def test_an_unknown_prefix_is_an_error() -> None:
    with pytest.raises(KeyError, match="nope"):
        expand("nope:thing")
