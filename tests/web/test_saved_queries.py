"""Saved queries over HTTP: forms, formats, pages of rows, ambiguous names, folders of one's own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from rdflib import Graph

from kg.build import build_store
from kg.settings import Settings
from kg.web.app import create_app

HTML = {"Accept": "text/html"}


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).get_data(as_text=True))))


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        ("json", "application/sparql-results+json"),
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
        ("xml", "application/sparql-results+xml"),
        ("html", "text/html; charset=utf-8"),
    ],
)
def test_the_suffix_says_the_format(client: FlaskClient, suffix: str, content_type: str) -> None:
    response = client.get(f"/queries/entity_years.{suffix}?entity=ColBERT")
    assert (response.status_code, response.content_type) == (200, content_type)


def test_a_graph_has_its_own_formats(client: FlaskClient) -> None:
    turtle = client.get("/queries/paper_graph.ttl?paper=p1")
    assert turtle.content_type == "text/turtle; charset=utf-8"
    whole = Graph().parse(data=turtle.data, format="turtle")
    assert len(whole) == len(Graph().parse(data=client.get("/id/paper/p1.nt").data, format="nt"))
    assert "kg:Mention" in client.get("/queries/paper_graph?paper=p1", headers=HTML).get_data(as_text=True)


def test_pages_of_rows_tell_the_total_and_lead_on(client: FlaskClient) -> None:
    whole = rows(client, "/queries/network_paper_entity.csv")
    found: list[dict[str, str]] = []
    address = "/queries/network_paper_entity.csv?limit=7"
    while address:
        response = client.get(address)
        assert response.headers["X-Total-Count"] == str(len(whole))
        found += list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))
        address = response.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert found == whole


def test_a_page_shows_some_rows_and_leads_to_the_others(client: FlaskClient) -> None:
    page = client.get("/queries/network_paper_entity?limit=5&offset=5", headers=HTML).get_data(as_text=True)
    total = len(rows(client, "/queries/network_paper_entity.csv"))
    assert f"<b>{total}</b> rows, 6 to 10 shown" in page
    assert 'rel="next" href="?limit=5&amp;offset=10"' in page
    assert 'rel="prev" href="?limit=5&amp;offset=0"' in page


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "9" * 30])
def test_limit_and_offset_are_whole_numbers(client: FlaskClient, value: str) -> None:
    answer = client.get("/queries/network_paper_entity.json", query_string={"limit": value})
    assert answer.status_code == 400
    assert "whole number" in answer.get_json()["message"]


def test_an_ambiguous_name_is_a_choice_for_people_and_an_error_with_candidates_for_programs(
    client: FlaskClient,
) -> None:
    data = client.get("/queries/entity_years.json?entity=RAG")
    assert data.status_code == 400
    candidates = data.get_json()["candidates"]
    assert {c["label"] for c in candidates} == {"retrieval-augmented generation", "region adjacency graph"}
    assert data.get_json()["parameter"] == "entity"
    page = client.get("/queries/entity_years?entity=RAG", headers=HTML)
    assert page.status_code == 300
    assert all(candidate["page"].startswith("/id/method/") for candidate in candidates)
    links = [part.partition('"')[0] for part in page.text.split('href="')[1:]]
    chosen = [link for link in links if link.startswith("/queries/entity_years?entity=http")]
    assert {parse_qs(urlsplit(link).query)["entity"][0] for link in chosen} == {c["iri"] for c in candidates}
    assert all(client.get(link, headers=HTML).status_code == 200 for link in chosen)


def test_a_form_offers_choices_with_counts_and_keeps_what_was_sent(client: FlaskClient) -> None:
    page = client.get("/queries/entity_papers?entity=ColBERT&role=uses&since=2023", headers=HTML).text
    assert '<option value="uses" selected>uses it</option>' in page
    assert '<option value="BM25">2 papers</option>' in page
    assert 'value="2023"' in page
    many = client.get("/queries/compare_years?entity=ColBERT&entity=BM25", headers=HTML).text
    assert 'value="ColBERT"' in many
    assert 'value="BM25"' in many
    assert "<svg" in many


def test_builds_are_a_list_to_choose_from_with_the_newest_first(tmp_path: Path) -> None:
    papers = [
        '{"id": "a", "title": "Ranking", "abstract": "We use BM25."}',
        '{"id": "b", "title": "Again", "abstract": "x"}',
    ]
    for count in (1, 2):
        (tmp_path / "corpus.jsonl").write_text("\n".join(papers[:count]))
        build_store([str(tmp_path / "corpus.jsonl")], tmp_path / "store", Settings(processes=1, model="rules"))
    app = create_app(tmp_path / "store", Settings(query_workers=1))
    page = app.test_client().get("/queries/new_papers?run=000001", headers=HTML).text
    app.extensions["kg"].close()
    menu = page.partition('name="run">')[2].partition("</select>")[0]
    assert re.findall('value="([^"]*)"( selected)?>([^:<]*).*?([^,:<]*)<', menu) == [
        ("", "", "the last that added papers to others", ""),
        ("000002", "", "000002", " 2 in all"),
        ("000001", " selected", "000001", " 1 in all"),
    ]


def test_a_form_starts_with_the_defaults_as_people_write_them(client: FlaskClient) -> None:
    page = client.get("/queries/method_datasets", headers=HTML).text
    assert 'name="method" value="ColBERT"' in page


def test_a_question_can_be_taken_to_the_sparql_editor(client: FlaskClient) -> None:
    response = client.get("/queries/entity_years.edit?entity=ColBERT")
    assert response.status_code == 303
    text = parse_qs(urlsplit(response.headers["Location"]).query)["query"][0]
    assert "id/method/colbert>" in text
    assert "#+" not in text
    assert client.get(response.headers["Location"], headers=HTML).status_code == 200


@pytest.fixture
def mine(store: Path, tmp_path: Path) -> Iterator[tuple[FlaskClient, Path]]:
    app = create_app(store, Settings(query_workers=1, panel_seconds=20), [tmp_path])
    yield app.test_client(), tmp_path
    app.extensions["kg"].close()


def test_a_folder_of_ones_own_is_served_as_it_is_now_and_can_join_pages(mine: tuple[FlaskClient, Path]) -> None:
    client, folder = mine
    assert client.get("/queries/words.json").status_code == 404
    query = folder / "words.rq"
    query.write_text(
        "#+ summary: Names with their length\n#+ parameters:\n#+   entity: {type: kg:Entity}\n"
        "#+ panel: {pages: [Entity], title: Length of its name}\n"
        "SELECT ?name (STRLEN(?name) AS ?length) {\n"
        "VALUES ?entity { <https://w3id.org/abstracts-kg/id/method/bert> } ?entity skos:prefLabel ?name }"
    )
    assert rows(client, "/queries/words.csv?entity=ColBERT") == [{"name": "ColBERT", "length": "7"}]
    assert "Length of its name" in client.get("/id/method/colbert.html").text
    query.write_text("#+ summary: Broken\nSELECT WHERE")
    assert client.get("/queries/words.json").status_code == 400
    assert "not SPARQL 1.1" in client.get("/queries", headers=HTML).text
    assert client.get("/id/method/colbert.html").status_code == 200
    assert client.get("/queries/coverage.json").status_code == 200


def test_the_api_is_described_in_valid_openapi(client: FlaskClient) -> None:
    description = client.get("/openapi.json").get_json()
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []
    operation = description["paths"]["/queries/entity_papers.{format}"]["get"]
    by_name = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert by_name["format"]["schema"]["enum"] == ["json", "xml", "csv", "tsv"]
    assert by_name["role"]["schema"]["enum"] == ["introduces", "uses", "compares", ""]
    assert by_name["since"]["schema"]["type"] == "integer"
    assert description["paths"]["/queries/compare_years.{format}"]["get"]["parameters"][1]["schema"]["type"] == "array"
    names = {query["name"] for query in client.get("/queries").get_json()}
    assert {path[9:].partition(".")[0] for path in description["paths"] if path.startswith("/queries/")} == names


def test_the_description_is_a_page_as_well(client: FlaskClient) -> None:
    page = client.get("/api", headers=HTML).text
    assert 'id="method_datasets"' in page
    assert "introduces | uses | compares" in page
