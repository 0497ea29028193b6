"""The ontology: documented term by term, consistent under OWL RL, and its JSON-LD context says the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import owlrl
import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import RDF, Graph, Namespace, URIRef

from kg.graph.ontology import KINDS, ontology_triples, read_ontology, serialize_ontology, short
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import KG, ONTOLOGY, PREFIXES
from kg.resources import ontology_dir

TERMS = read_ontology().terms
OWN = Namespace(KG)
CONTEXT = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
#: Where the OWL RL rules of owlrl report a contradiction.
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_has_an_example_and_an_alignment_or_a_note_that_there_is_none(term) -> None:  # type: ignore[no-untyped-def]
    assert term.kind in KINDS
    assert term.label
    assert term.comment
    assert term.example, f"add a skos:example to kg:{term.name} in ontology/kg.ttl"
    outside = [iri for iris in term.alignments.values() for iri in iris if not iri.startswith(KG)]
    under_ours = [iri for iris in term.alignments.values() for iri in iris if iri.startswith(KG)]
    assert outside or under_ours or term.note, (
        f"align kg:{term.name} (skos:closeMatch), or say in a note that it cannot be"
    )


def test_properties_have_a_range_and_classes_have_none() -> None:
    assert {term.name for term in TERMS if not term.range} == {t.name for t in TERMS if t.kind == "owl:Class"}


def test_the_version_iri_ends_in_the_version_and_the_change_policy_is_stated() -> None:
    ontology = read_ontology()
    assert ontology.version_iri == f"{ONTOLOGY}/{ontology.version}"
    assert "never changes its meaning" in ontology.change_policy


@pytest.mark.parametrize("format", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD, RdfFormat.RDF_XML])
def test_every_format_holds_the_same_statements(format: RdfFormat) -> None:
    again = {quad.triple for quad in parse(serialize_ontology(format), format=format)}
    assert again == set(ontology_triples())


def test_an_iri_is_shortened_by_the_longest_prefix_that_fits() -> None:
    assert short(f"{KG}Method") == "kg:Method"
    assert short("http://example.org/x") == "http://example.org/x"


def contradictions(graph: Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(error) for error in graph.objects(None, ERROR)]


@pytest.fixture
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "kg.ttl")


def test_a_paper_with_its_entities_is_consistent_with_the_ontology(store: Path, ontology: Graph) -> None:
    folder = StoreFolder.open(store)
    graph = Store.read_only(str(folder.current().graph))
    for quad in graph:
        if quad.graph_name.value in (f"{folder.base}/paper/p3", f"{folder.base}/graph/entities"):  # type: ignore[union-attr]
            ontology.parse(data=f"{quad.triple} .", format="nt")
    assert (URIRef(f"{folder.base}/paper/p3"), RDF.type, OWN.Paper) in ontology
    assert contradictions(ontology) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "<urn:a> a kg:Method , kg:Dataset .",
        "<urn:p> kg:usesDataset <urn:m> . <urn:m> a kg:Method .",
        "<urn:m> kg:evaluatedOn <urn:d> . <urn:m> a kg:Task .",
    ],
)
def test_a_thing_of_two_kinds_is_a_contradiction(ontology: Graph, wrong: str) -> None:
    ontology.parse(data=f"@prefix kg: <{KG}> . {wrong}", format="turtle")
    assert len(contradictions(ontology)) > 0


def test_the_context_is_as_the_ontology_makes_it(script: Callable[[str], ModuleType]) -> None:
    written = script("docs/write_context").written()
    assert (ontology_dir() / "context.jsonld").read_text(encoding="utf-8") == written, "run make docs"


def test_the_context_has_every_prefix_and_every_term() -> None:
    assert {prefix: CONTEXT[prefix] for prefix in PREFIXES} == dict(PREFIXES)
    assert {term.name for term in TERMS} <= set(CONTEXT)


def test_a_document_with_the_context_expands_to_the_statements_meant() -> None:
    document = {
        "@context": CONTEXT,
        "id": "http://example.org/paper/1",
        "type": "Paper",
        "title": "Reeds",
        "year": 2024,
        "usesMethod": {
            "id": "http://example.org/m/bm25",
            "type": "Method",
            "label": "BM25",
            "altLabel": ["Okapi"],
        },
        "reportsResult": {
            "id": "http://example.org/r",
            "value": "43.8",
            "byMetric": "http://example.org/m/recall",
        },
    }
    expected = f"""@prefix kg: <{KG}> . @prefix skos: <{PREFIXES["skos"]}> . @prefix xsd: <{PREFIXES["xsd"]}> .
      @prefix dcterms: <{PREFIXES["dcterms"]}> . @prefix e: <http://example.org/> .
      <http://example.org/paper/1> a kg:Paper ; dcterms:title "Reeds" ; kg:year 2024 ;
        kg:usesMethod <http://example.org/m/bm25> ; kg:reportsResult e:r .
      <http://example.org/m/bm25> a kg:Method ; skos:prefLabel "BM25" ; skos:altLabel "Okapi" .
      e:r kg:value 43.8 ; kg:byMetric <http://example.org/m/recall> ."""
    read = {quad.triple for quad in parse(json.dumps(document), format=RdfFormat.JSON_LD)}
    assert read == {quad.triple for quad in parse(expected, format=RdfFormat.TURTLE)}
