"""The page of the ontology: people get a page, programs RDF, and each part has its address."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from kg.graph.ontology import ontology_triples, read_ontology


def test_a_browser_gets_every_term_with_its_documentation(client: FlaskClient) -> None:
    answer = client.get("/ontology", headers={"Accept": "text/html"})
    assert answer.content_type == "text/html; charset=utf-8"
    for term in read_ontology().terms:
        assert f'id="{term.name}"' in answer.text
    assert "The paper trains or evaluates on the dataset." in answer.text
    assert "cito:usesDataFrom" in answer.text


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("*/*", RdfFormat.TURTLE),
    ],
)
def test_a_program_gets_rdf_by_accept(client: FlaskClient, accept: str, format: RdfFormat) -> None:
    answer = client.get("/ontology", headers={"Accept": accept})
    assert {quad.triple for quad in parse(answer.data, format=format)} == set(ontology_triples())
    assert "Accept" in answer.headers["Vary"]


def test_a_format_that_there_is_not_is_refused(client: FlaskClient) -> None:
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/ontology.xls").status_code == 404
    assert client.get("/ontology/9.9.9").status_code == 404


def test_suffixes_name_a_format(client: FlaskClient) -> None:
    assert client.get("/ontology.nt").content_type == "application/n-triples"
    assert client.get("/ontology.html").content_type.startswith("text/html")


def test_the_version_the_context_and_the_shapes_have_addresses(client: FlaskClient) -> None:
    version = read_ontology().version
    assert (
        client.get(f"/ontology/{version}", headers={"Accept": "text/turtle"}).data == client.get("/ontology.ttl").data
    )
    context = client.get("/ontology/context.jsonld")
    assert context.content_type == "application/ld+json"
    assert "usesMethod" in json.loads(context.data)["@context"]
    assert b"sh:NodeShape" in client.get("/ontology/shapes.ttl").data
