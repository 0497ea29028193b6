"""Questions open with an answer on any corpus, and an empty answer says what to ask instead."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.query.header import parse_saved_query
from kg.query.parameters import with_base
from kg.settings import Settings
from kg.web.app import create_app
from kg.web.opening import QUESTIONS, opening, wider

HTML = {"Accept": "text/html"}
QUERY = """#+ summary: Papers on two things
#+ description: Made for a test.
#+ parameters:
#+   first: {{type: kg:Method, label: First}}
#+   second: {{type: kg:Method, label: Second{optional}}}
PREFIX kg: <https://w3id.org/abstracts-kg/ontology#>
SELECT ?paper WHERE {{
  VALUES ?first {{ <{base}/method/{first}> }}
  VALUES ?second {{ <{base}/method/{second}> }}
  ?paper kg:mentions ?first , ?second .
}}
"""


def opened(client: FlaskClient, first: str, second: str, optional: bool = False) -> dict[str, list[str]]:
    """Return what a question with these examples opens with, without the base of its IRIs."""
    base = Settings().base.rstrip("/")
    text = QUERY.format(base=base, first=first, second=second, optional=", optional: true" if optional else "")
    site = client.application.extensions["kg"]
    values = opening(site, parse_saved_query("pair", with_base(text, site.base), "pair.rq"))
    return {name: [iri.removeprefix(site.base).strip("/") for iri in given] for name, given in values.items()}


def test_an_example_that_the_corpus_names_stays(client: FlaskClient) -> None:
    assert opened(client, "colbert", "colbert") == {}


def test_an_unknown_example_gives_way_to_what_most_papers_name_and_nothing_is_taken_twice(client: FlaskClient) -> None:
    catalogue = client.application.extensions["kg"].catalogue()
    most, next_most = (thing.iri.rsplit("/", 1)[1] for thing, _ in catalogue.top("Method", 2))
    assert opened(client, "of-another-corpus", "of-no-corpus") == {
        "first": [f"method/{most}"],
        "second": [f"method/{next_most}"],
    }


def test_an_unknown_example_of_an_optional_parameter_is_left_open(client: FlaskClient) -> None:
    assert opened(client, "colbert", "of-another-corpus", optional=True) == {"second": [""]}


def test_an_example_without_an_answer_gives_way_to_what_most_papers_name(store: Path, tmp_path: Path) -> None:
    app = create_app(store, Settings(query_workers=1), [tmp_path])
    site, client = app.extensions["kg"], app.test_client()
    things = site.catalogue().top("Method", 1000)
    most, (lesser, papers) = things[0][0], things[-1]
    (tmp_path / "often.rq").write_text(f"""#+ summary: A method that more than one paper names
#+ parameters:
#+   method: {{type: kg:Method}}
PREFIX kg: <https://w3id.org/abstracts-kg/ontology#>
SELECT ?method (COUNT(?paper) AS ?papers) WHERE {{
  VALUES ?method {{ <{lesser.iri}> }}
  ?paper kg:mentions ?method
}} GROUP BY ?method HAVING (COUNT(?paper) > 1)""")
    opens = client.get("/queries/often", headers=HTML).text
    asked = html.unescape(client.get(f"/queries/often?method={lesser.iri}", headers=HTML).text)
    app.extensions["kg"].close()
    assert papers == 1
    assert f'name="method" value="{most.label}"' in opens
    assert "Nothing found" not in opens
    assert f'href="{site.path(lesser.iri)}">{lesser.label}</a> is named in 1 paper;' in asked


@pytest.mark.parametrize(("question", "address"), QUESTIONS)
def test_what_people_ask_leads_to_its_answer(client: FlaskClient, question: str, address: str) -> None:
    listed = html.unescape(client.get("/queries", headers=HTML).get_data(as_text=True))
    assert f'<a href="{address}">{question}</a>' in listed
    page = client.get(address, headers=HTML)
    assert page.status_code == 200
    assert not re.search(r'<input[^>]* value="https?:', page.get_data(as_text=True))


def test_an_empty_answer_offers_the_question_without_what_narrows_it(client: FlaskClient) -> None:
    path = "/queries/method_results?method=ColBERT&dataset=BEIR"
    page = html.unescape(client.get(path, headers=HTML).get_data(as_text=True))
    assert "Ask without:" in page
    wide = client.get("/queries/method_results?method=&dataset=", headers=HTML).get_data(as_text=True)
    assert 'href="/queries/method_results?method=&dataset=BEIR"' in page
    assert "Ask without:" not in wide


def test_only_optional_parameters_that_are_set_can_be_left_out(client: FlaskClient) -> None:
    saved = client.application.extensions["kg"].saved_queries.get("method_hardware")
    assert wider(saved, {"method": ["ColBERT"]}) == []
    assert wider(saved, {"method": ["ColBERT"], "since": ["2020"]}) == [
        ("From year", "/queries/method_hardware?method=ColBERT&since=")
    ]


def test_a_search_without_a_match_leads_to_the_questions(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "zzz qqq"}, headers=HTML).get_data(as_text=True)
    assert '<a href="/queries">choose a question</a>' in page


def test_a_page_about_a_thing_fills_in_an_optional_parameter_where_no_other_fits(client: FlaskClient) -> None:
    saved = client.application.extensions["kg"].saved_queries
    subjects = {name: saved.get(name).subject("Method") for name in ("method_results", "evidence", "network_papers")}
    assert {name: subject and subject.name for name, subject in subjects.items()} == {
        "method_results": "method",
        "evidence": "entity",
        "network_papers": None,
    }
