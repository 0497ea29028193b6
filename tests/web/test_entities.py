"""Entities and papers have IRIs that lead to pages and to RDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from kg.build import build_store
from kg.graph.vocabulary import KG
from kg.settings import Settings
from kg.web.app import create_app
from tests.conftest import write_corpus

BASE = "https://w3id.org/abstracts-kg/id"
HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/html", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("application/n-triples", "nt"),
        ("*/*", "ttl"),
    ],
)
@pytest.mark.parametrize("path", ["/id/method/colbert", "/id/paper/p1"])
def test_an_iri_leads_on_by_what_the_client_accepts(client: FlaskClient, path: str, accept: str, suffix: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.headers["Location"]) == (303, f"{path}.{suffix}")
    assert client.get(response.headers["Location"]).status_code == 200


def test_the_rdf_of_an_entity_holds_its_names_and_its_papers(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/id/method/colbert.ttl").data, format="turtle")
    colbert = URIRef(f"{BASE}/method/colbert")
    assert {str(o) for o in graph.objects(colbert, URIRef("http://www.w3.org/2004/02/skos/core#prefLabel"))} == {
        "ColBERT"
    }
    assert {str(s) for s in graph.subjects(URIRef(f"{KG}mentions"), colbert)} == {
        f"{BASE}/paper/p1",
        f"{BASE}/paper/p2",
    }


def test_the_rdf_of_a_paper_is_its_graph(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/id/paper/p1.nt").data, format="nt")
    assert (URIRef(f"{BASE}/paper/p1"), URIRef(f"{KG}introduces"), URIRef(f"{BASE}/method/quillrank")) in graph


def test_the_page_of_an_entity_quotes_its_sentences_with_the_words_marked(client: FlaskClient) -> None:
    page = client.get("/id/method/colbert.html").get_data(as_text=True)
    assert "<h1>ColBERT</h1>" in page
    assert 'a late interaction model that extends <mark class="Method">ColBERT</mark>.' in page
    assert 'href="/id/paper/p1"' in page
    assert 'href="/id/dataset/ms-marco"' in page


def test_the_page_of_an_entity_says_what_was_decided_and_why(tmp_path: Path) -> None:
    (tmp_path / "names.tsv").write_text("action\ttype\tname\tvalue\treason\nrename\tMethod\tColBERT\tCol\ta < b\n")
    papers, decisions = write_corpus(tmp_path / "papers.jsonl"), tmp_path / "names.tsv"
    build_store([str(papers)], tmp_path / "store", Settings(processes=1, model="rules"), curation=decisions)
    app = create_app(tmp_path / "store", Settings(query_workers=1))
    page = app.test_client().get("/id/method/colbert.html").get_data(as_text=True)
    app.extensions["kg"].close()
    assert "<h1>Col</h1>" in page
    assert "<dt>Joined or decided</dt>" in page
    assert "<li>rename ColBERT to Col: a &lt; b</li>" in page


def test_the_page_of_a_paper_marks_every_mention_in_its_abstract(client: FlaskClient) -> None:
    page = client.get("/id/paper/p1.html").get_data(as_text=True)
    for words, type in (
        ("QuillRank", "Method"),
        ("MS MARCO", "Dataset"),
        ("NVIDIA A100 GPU", "Hardware"),
        ("nDCG@10", "Metric"),
    ):
        assert f'<mark class="{type}">{words}</mark>' in page
    assert "A. Inventor, B. Author" in page


def test_the_page_of_an_entity_leads_to_other_vocabularies(client: FlaskClient) -> None:
    page = client.get("/id/hardware/gpu.html").get_data(as_text=True)
    same, _, near = page.partition("<dt>Same as</dt>")[2].partition("<dt>Close to</dt>")
    assert '<a href="http://www.wikidata.org/entity/Q183484" rel="noreferrer">Wikidata: Q183484</a>' in same
    assert ">CSO: graphics processing unit</a></dd>" in near
    assert 'href="https://cso.kmi.open.ac.uk/topics/graphics_processing_unit"' in near


def test_the_page_of_an_entity_without_links_does_not_speak_of_them(client: FlaskClient) -> None:
    page = client.get("/id/method/quillrank.html").get_data(as_text=True)
    assert "Same as" not in page
    assert "Close to" not in page


def test_text_of_papers_is_escaped(client: FlaskClient) -> None:
    page = client.get("/id/paper/q/4.html").get_data(as_text=True)
    assert "Notes on &lt;b&gt;Escaping&lt;/b&gt; &amp; Quotes" in page
    assert "<b>Escaping" not in page
    assert "$k$ &lt; 3" in page


def test_ids_with_a_slash_have_a_page(client: FlaskClient) -> None:
    response = client.get("/id/paper/q%2F4", headers=HTML)
    assert response.headers["Location"] == "/id/paper/q%2F4.html"
    assert client.get("/id/paper/q%2F4.html").status_code == 200


def test_a_dot_in_a_name_is_no_suffix(client: FlaskClient) -> None:
    assert client.get("/id/method/gpt-3.5", headers=HTML).status_code == 404
    assert "method/gpt-3.5" in client.get("/id/method/gpt-3.5").get_json()["message"]


@pytest.mark.parametrize(
    "path", ["/id/method/nothing", "/id/method/nothing.ttl", "/id/colour/red", "/id/paper/none.html"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_fitting_format_is_not_acceptable(client: FlaskClient) -> None:
    assert client.get("/id/method/colbert", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("name", ["a> <b", "x'y\"z", "{}", "%00", "..%2F..%2Fetc%2Fpasswd"])
def test_names_that_are_no_iris_are_not_found_and_do_no_harm(client: FlaskClient, name: str) -> None:
    assert client.get(f"/id/method/{name}").status_code == 404
