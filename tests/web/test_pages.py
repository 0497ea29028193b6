"""Front page, lists, search, saved queries, reports: what they show and where they lead."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.build import build_store
from kg.settings import Settings
from kg.web.app import create_app

HTML = {"Accept": "text/html"}


def test_the_front_page_counts_with_denominators_and_leads_everywhere(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert "<h1>What do 4 papers" in page
    assert "named in 4 of 4 papers" in page
    for path in (
        "/browse/paper",
        "/browse/hardware",
        "/queries",
        "/sparql",
        "/search",
        "/id/method/colbert",
    ):
        assert f'"{path}"' in page


def test_lists_are_by_number_of_papers(client: FlaskClient) -> None:
    page = client.get("/browse/dataset").get_data(as_text=True)
    assert page.index("MS MARCO") < page.index("BEIR")
    assert "QuillRank: Pruned" in client.get("/browse/paper").get_data(as_text=True)
    assert client.get("/browse/colour").status_code == 404


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("ColBERT", "/id/method/colbert"),
        ("colb", "/id/method/colbert"),
        ("MSMARCO", "/id/dataset/ms-marco"),
        ("TileGraph: Object", "/id/paper/p3"),
    ],
)
def test_search_finds_labels_parts_other_spellings_and_titles(client: FlaskClient, text: str, path: str) -> None:
    found = client.get("/search", query_string={"q": text}).get_json()
    assert found[0]["page"] == path
    assert f'href="{path}"' in client.get("/search", query_string={"q": text}, headers=HTML).get_data(as_text=True)


def test_search_for_nothing_and_for_quotes_does_no_harm(client: FlaskClient) -> None:
    assert client.get("/search?q=").get_json() == []
    assert client.get("/search", query_string={"q": "\" } ; DROP '\\"}).get_json() == []
    assert b"&lt;script&gt;" in client.get("/search", query_string={"q": "<script>"}, headers=HTML).data


def test_saved_queries_are_listed_for_people_and_programs(client: FlaskClient) -> None:
    names = {query["name"] for query in client.get("/queries").get_json()}
    assert {"method_datasets", "abbreviations"} <= names
    assert 'href="/queries/abbreviations"' in client.get("/queries", headers=HTML).get_data(as_text=True)


def test_a_saved_query_answers_in_the_format_of_its_suffix(client: FlaskClient) -> None:
    response = client.get("/queries/abbreviations.csv?short=RAG")
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))
    assert response.content_type == "text/csv; charset=utf-8"
    assert {row["label"] for row in rows} == {"region adjacency graph", "retrieval-augmented generation"}


def test_a_saved_query_is_a_form_with_suggestions_and_its_answer(client: FlaskClient) -> None:
    page = client.get("/queries/method_datasets?method=colbert", headers=HTML).get_data(as_text=True)
    assert 'name="method" value="colbert"' in page
    assert '<option value="ColBERT">2 papers</option>' in page
    assert '<a class="entity Dataset" href="/id/dataset/ms-marco">MS MARCO</a>' in page
    assert 'href="/queries/method_datasets.csv?method=colbert"' in page


def test_a_wrong_value_is_explained_on_the_page_and_a_400_for_programs(client: FlaskClient) -> None:
    page = client.get("/queries/method_datasets?method=Quill", headers=HTML).get_data(as_text=True)
    assert "no Method in the store is called &#39;Quill&#39;; near: QuillRank" in page
    assert client.get("/queries/method_datasets.json?method=Quill").status_code == 400


def test_the_file_of_a_saved_query_can_be_had(client: FlaskClient) -> None:
    response = client.get("/queries/coverage.rq")
    assert response.content_type == "application/sparql-query; charset=utf-8"
    assert response.data.startswith(b"#+ summary:")


@pytest.mark.parametrize("path", ["/queries/nothing", "/queries/coverage.pdf", "/nowhere", "/reports/nothing.html"])
def test_what_is_not_there_is_not_found_in_json_and_in_html(client: FlaskClient, path: str) -> None:
    assert client.get(path).get_json()["status"] == 404
    page = client.get(path, headers=HTML)
    assert page.status_code == 404
    assert b"<h1>404 Not Found</h1>" in page.data


def test_reports_beside_the_store_are_served_and_nothing_else(client: FlaskClient, store: Path) -> None:
    (store / "reports").mkdir(exist_ok=True)
    (store / "reports" / "centrality.md").write_text("# Central")
    assert 'href="/reports/centrality.md"' in client.get("/reports/").get_data(as_text=True)
    assert client.get("/reports/centrality.md", buffered=True).data == b"# Central"
    assert client.get("/reports/..%2Fkg.json").status_code == 404


def test_health_names_the_snapshot(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok", "snapshot": "000001", "papers": 4}


def test_every_answer_carries_the_headers_that_keep_pages_safe(client: FlaskClient) -> None:
    for path in ("/", "/healthz", "/nowhere", "/id/method/colbert.ttl", "/static/style.css"):
        headers = client.get(path, buffered=True).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_every_link_on_every_kind_of_page_leads_somewhere(client: FlaskClient) -> None:
    starts = ["/", "/id/method/colbert.html", "/id/paper/p1.html", "/queries", "/browse/task", "/queries/evidence"]
    links = {
        link.replace("&amp;", "&")
        for start in starts
        for link in re.findall(r'href="(/[^"]*)"', client.get(start, headers=HTML).get_data(as_text=True))
    }
    assert len(links) > 60
    broken = {
        link: status
        for link in sorted(links)
        if (status := client.get(link, headers=HTML, buffered=True).status_code) >= 400
    }
    assert broken == {}


def test_a_corpus_without_dates_says_why_questions_about_years_have_no_answer(tmp_path: Path) -> None:
    texts = tmp_path / "papers.jsonl"
    texts.write_text(
        '{"id": "1", "title": "Ranking with ColBERT", "abstract": "We compare ColBERT with BM25 on BEIR."}\n'
    )
    build_store([str(texts)], tmp_path / "store", Settings(processes=1, model="rules"))
    app = create_app(tmp_path / "store", Settings(query_workers=1, panel_seconds=20))
    asked = app.test_client().get("/queries/new_entities", headers=HTML).text
    front = app.test_client().get("/").text
    app.extensions["kg"].close()
    lacking = "No paper here has a date, so nothing can be said about years: add dates"
    assert f"Nothing found. {lacking}" in asked
    assert front.count(lacking) == 1
    assert "Papers over the years</a>" in front
    assert front.count("No build has added papers to others yet") == 1
