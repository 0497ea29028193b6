"""The service describes itself: what the endpoint can do, and what the graph holds, with counts that are right."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef

from kg.graph.store import StoreFolder
from kg.graph.vocabulary import KG

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


def described(client: FlaskClient, path: str, accept: str = "text/turtle") -> Graph:
    response = client.get(path, headers={"Accept": accept})
    assert response.content_type.startswith(accept)
    triples = (quad.triple for quad in ox.parse(response.data, format=FORMATS[accept]))
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


@pytest.mark.parametrize("accept", FORMATS)
def test_the_endpoint_without_a_query_describes_itself(client: FlaskClient, accept: str) -> None:
    graph = described(client, "/sparql", accept)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert graph.value(service, SD.endpoint) == service == URIRef("http://localhost/sparql")
    assert SD.UnionDefaultGraph in set(graph.objects(service, SD.feature))
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL10Query, SD.SPARQL11Query}
    dataset = graph.value(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in graph
    assert (graph.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in graph


@pytest.mark.parametrize("accept", FORMATS)
def test_void_counts_what_the_store_holds(client: FlaskClient, accept: str) -> None:
    graph = described(client, "/.well-known/void", accept)
    (dataset,) = graph.subjects(RDF.type, VOID.Dataset)
    snapshot = StoreFolder.open(client.application.extensions["kg"].store).current()
    assert int(graph.value(dataset, VOID.documents)) == snapshot.papers == 4
    parts = {
        str(graph.value(part, VOID["class"])): int(graph.value(part, VOID.entities))
        for part in graph.objects(dataset, VOID.classPartition)
    }
    assert (parts[f"{KG}Paper"], parts[f"{KG}Entity"]) == (4, snapshot.entities)
    properties = {
        str(graph.value(part, VOID.property)): int(graph.value(part, VOID.triples))
        for part in graph.objects(dataset, VOID.propertyPartition)
    }
    assert sum(properties.values()) == int(graph.value(dataset, VOID.triples))
    assert len(properties) == int(graph.value(dataset, VOID.properties))
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s <{KG}refersTo> ?o }}"
    answer = json.loads(client.get("/sparql", query_string={"query": query}).data)
    assert properties[f"{KG}refersTo"] == int(answer["results"]["bindings"][0]["n"]["value"])


def test_a_description_in_no_known_format_is_not_acceptable(client: FlaskClient) -> None:
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406
