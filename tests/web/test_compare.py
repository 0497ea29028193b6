"""Comparing entities, browsing with facets, suggestions, panels and reports in the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from kg.web.app import create_app

HTML = {"Accept": "text/html"}
BASE = "https://w3id.org/abstracts-kg/id"


def test_two_entities_stand_side_by_side_with_what_they_share_first(client: FlaskClient) -> None:
    page = client.get("/compare?entity=ColBERT&entity=BM25", headers=HTML).text
    datasets = page[page.index("compare_co_use-0-title") : page.index("compare_co_use-1-title")]
    shared = re.findall(r'<tr class="shared"><th scope="row"><a[^>]*>([^<]*)</a>', datasets)
    assert shared[0] == "MS MARCO"
    assert datasets.index("MS MARCO") < datasets.index("Natural Questions")
    assert "Papers that name them together" in page
    assert f'name="entity" value="{BASE}/method/colbert"' in page


def test_comparing_needs_names_and_says_what_is_wrong_with_one(client: FlaskClient) -> None:
    assert "Compare" in client.get("/compare", headers=HTML).text
    assert client.get("/compare?entity=RAG&entity=BM25", headers=HTML).status_code == 300
    assert client.get("/compare?entity=nothing+at+all", headers=HTML).status_code == 400
    assert client.get(f"/compare?entity={BASE}/method/none&entity=BM25", headers=HTML).status_code == 400
    assert client.get("/compare?" + "&".join(f"entity={i}" for i in range(30)), headers=HTML).status_code == 400


def test_a_list_keeps_all_its_state_in_its_address(client: FlaskClient) -> None:
    page = client.get("/browse/method?year=2023&role=compares", headers=HTML).text
    assert "BM25" in page
    assert "QuillRank" not in page
    assert 'href="/browse/method?role=compares"' in page, "the year can be dropped"
    data = client.get("/browse/hardware?kind=consumer+GPU").get_json()
    assert [(row["label"], row["papers"]) for row in data["rows"]] == [("NVIDIA GeForce RTX 4090", 1)]
    assert data["total"] == 1
    assert "Nothing fits" in client.get("/browse/method?year=1900", headers=HTML).text


def test_suggestions_are_of_all_types_or_of_one(client: FlaskClient) -> None:
    found = client.get("/suggest?q=colb").get_json()
    assert found[0] == {
        "iri": f"{BASE}/method/colbert",
        "page": "/id/method/colbert",
        "label": "ColBERT",
        "type": "Method",
        "papers": 2,
    }
    assert client.get("/suggest?q=colb&type=Dataset").get_json() == []
    assert client.get("/suggest?q=").get_json() == []
    assert client.get("/suggest?q=%22%5C%0A&type=nonsense").get_json() == []


def test_a_panel_comes_by_itself(client: FlaskClient) -> None:
    panel = client.get(f"/panels/entity_co_use/1?page=Method&entity={BASE}/method/colbert&type=Dataset").text
    assert panel.strip().startswith("<section")
    assert "MS MARCO" in panel
    assert client.get("/panels/entity_co_use/99").status_code == 404
    assert client.get("/panels/nothing/0").status_code == 404


def test_a_panel_that_fails_says_so_and_the_others_stand(client: FlaskClient) -> None:
    page = client.get("/id/method/colbert.html?confidence=much").text
    assert "must be a number such as 0.8, not &#39;much&#39;" in page
    assert "Datasets named with it" in page
    assert "MS MARCO" in page


def test_evidence_is_filtered_by_role_year_and_confidence(client: FlaskClient) -> None:
    everything = client.get("/id/method/colbert.html").text
    assert "QuillRank: Pruned" in everything
    later = client.get("/id/method/colbert.html?since=2023").text
    evidence = later[later.index('id="evidence-0"') :]
    assert "Fetching Less" in evidence
    assert "QuillRank: Pruned" not in evidence
    assert 'name="since" value="2023"' in evidence


def test_a_page_does_not_wait_for_its_panels(store: Path) -> None:
    app = create_app(store, Settings(query_workers=1, panel_seconds=0, queue_seconds=60))
    client, places = app.test_client(), app.extensions["kg"]._panel_workers._places
    only = places.get()
    page = client.get("/id/method/colbert.html").text
    places.put(only)
    assert 'data-pending="/panels/entity_years/0?page=Method&amp;entity=' in page
    pending = re.findall(r'data-pending="([^"]*)"', page)
    assert "Papers per year" in client.get(pending[0].replace("&amp;", "&")).text
    app.extensions["kg"].close()


@pytest.fixture
def reports(store: Path) -> Path:
    folder = store / "reports"
    folder.mkdir(exist_ok=True)
    (folder / "central_things.html").write_text(f'<a href="{BASE}/method/colbert">ColBERT</a>')
    (folder / "central_things.csv").write_text("a,b\n")
    return folder


def test_the_tables_of_a_report_are_listed_with_it(client: FlaskClient, reports: Path) -> None:
    for name in ("trends.md", "trends-rising.csv", "trends-rising.json", "alone.csv"):
        (reports / name).write_text("x")
    cards = re.findall('<li class="card">.*?</li>', client.get("/reports/", headers=HTML).text, re.DOTALL)
    listed = [re.findall('href="/reports/([^"]*)"', card) for card in cards]
    assert ["trends.md", "trends-rising.csv", "trends-rising.json"] in listed
    assert ["alone.csv"] in listed
    for name in ("trends.md", "trends-rising.csv", "trends-rising.json", "alone.csv"):
        (reports / name).unlink()


def test_reports_stand_inside_the_site_and_their_links_lead_to_its_pages(client: FlaskClient, reports: Path) -> None:
    assert 'href="/reports/central_things"' in client.get("/reports/", headers=HTML).text
    around = client.get("/reports/central_things", headers=HTML)
    assert 'src="/reports/central_things.html"' in around.text
    assert 'href="/reports/central_things.csv"' in around.text
    inside = client.get("/reports/central_things.html")
    assert inside.text == '<a target="_top" href="/id/method/colbert">ColBERT</a>'
    assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get("/reports/..%2F..%2Fkg.json.html").status_code == 404


def test_the_editor_knows_prefixes_terms_and_questions(client: FlaskClient) -> None:
    known = client.get("/editor.json").get_json()
    assert known["prefixes"]["id"] == f"{BASE}/"
    assert any(term["iri"].endswith("#usesDataset") and term["comment"] for term in known["properties"])
    assert any(term["iri"].endswith("#Method") for term in known["classes"])
    assert all("#+" not in example["text"] for example in known["examples"])
