"""The pages in a real browser: what a person sees, clicks and types; without a script, on a phone, in the dark."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kg.build import build_store
from kg.resources import sample_corpus
from kg.settings import Settings

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/id/method/colbert.html",
    "/id/paper/sample-01.html",
    "/compare?entity=ColBERT&entity=BM25",
    "/browse/hardware",
    "/queries",
    "/queries/method_datasets",
    "/api",
    "/sparql",
    "/reports/",
    "/queries/new_since_last_run",
)
#: What YASGUI and CodeMirror do and no option changes: buttons among the tabs, a text that is scrolled by its cursor.
OF_THE_EDITOR = {
    ("aria-required-children", ".tabsList"),
    ("scrollable-region-focusable", ".CodeMirror-scroll"),
}
#: A paper that would do harm if its text were taken for markup.
HOSTILE = {
    "id": "hostile",
    "title": "<script>document.title = 'taken'</script> \"ColBERT\" & 'BM25'",
    "abstract": "We compare ColBERT with BM25 on MS MARCO <img src=x onerror=\"document.title='taken'\"> and BEIR.",
    "date": "2024",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the bundled sample and a hostile paper."""
    folder = tmp_path_factory.mktemp("browser")
    (folder / "hostile.jsonl").write_text(json.dumps(HOSTILE) + "\n")
    build_store([str(sample_corpus()), str(folder / "hostile.jsonl")], folder / "store", Settings(processes=1))
    command = ["serve", "--store", str(folder / "store"), "--port", "0", "--panel-seconds", "5"]
    process = subprocess.Popen([sys.executable, "-m", "kg.cli", *command], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield process.stdout.readline().split()[-1].rstrip("/")
    process.terminate()
    process.wait(timeout=60)
    process.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    installed = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        bundled = Path(playwright.chromium.executable_path)
        if not installed and not bundled.exists():
            pytest.skip("no Chromium: install it (apt install chromium) or run: playwright install chromium")
        browser = playwright.chromium.launch(executable_path=installed or bundled, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which every error of the console is an error of the test, save the 400 that a test asks for."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    page.close()
    assert [problem for problem in problems if "status of 400" not in problem] == []


def test_a_search_leads_to_an_entity_to_its_evidence_to_the_paper_and_back(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("33 papers")
    page.locator("form.big input").fill("LotusIndex")
    page.locator("form.big button").click()
    page.locator("main").get_by_role("link", name="LotusIndex", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("LotusIndex")
    expect(page.locator("blockquote mark.Method").first).to_have_text("LotusIndex")
    page.locator("blockquote footer a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("LotusIndex: Late Interaction")
    page.locator(".abstract a.mention", has_text="LotusIndex").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("LotusIndex")


def test_suggestions_are_chosen_with_the_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    field = page.locator("form.big input")
    field.press_sequentially("colb")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("ColBERT")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("e")
    expect(options.first).to_contain_text("ColBERT")
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("ColBERT")


def test_a_saved_query_is_asked_by_its_form_and_saved_as_csv(page: Page, address: str) -> None:
    page.goto(f"{address}/queries")
    page.get_by_role("link", name="Datasets most often used in the same paper as a method").click()
    page.get_by_label("Method", exact=True).fill("mixture-of-experts")
    page.get_by_role("button", name="Ask").click()
    first = page.locator(".answer tbody tr th").first
    expect(first).not_to_be_empty()
    label = first.inner_text()
    link = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    answer = page.request.get(address + str(link))
    assert next(iter(csv.DictReader(answer.text().splitlines())))["label"] == label
    page.get_by_label("Method", exact=True).fill("no such thing")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("no Method in the store is called 'no such thing'")


def test_the_editor_asks_draws_and_starts_from_a_question(page: Page, address: str) -> None:
    page.goto(f"{address}/sparql")
    page.locator("#editor[data-ready]").wait_for()
    expect(page.locator("form.plain")).to_be_hidden()
    page.get_by_label("Start from a question").select_option("method_datasets")
    expect(page.locator(".yasr table.dataTable tbody")).to_contain_text("MS MARCO")
    page.locator(".yasr").get_by_text("Chart", exact=True).click()
    expect(page.locator(".yasr table.bars svg.bar").first).to_be_visible()
    page.get_by_label("Start from a question").select_option("paper_graph")
    page.locator(".yasr").get_by_text("Graph", exact=True).click()
    expect(page.locator(".yasr .network canvas").first).to_be_visible()


def test_the_editor_completes_our_own_terms(page: Page, address: str) -> None:
    page.goto(f"{address}/sparql")
    page.locator("#editor[data-ready]").wait_for()
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT * { ?paper kg:usesDat", delay=5)
    page.keyboard.press("Control+Space")
    expect(page.get_by_role("option", name="kg:usesDataset")).to_be_visible()


def test_the_neighbourhood_is_drawn_and_grows_with_a_click(page: Page, address: str) -> None:
    page.goto(f"{address}/id/method/colbert.html")
    box = page.locator("[data-network][data-nodes]")
    box.wait_for()
    before = int(str(box.get_attribute("data-nodes")))
    box.evaluate("box => box.graph.nodes().filter(node => !node.hasClass('open'))[0].emit('tap')")
    expect(box).not_to_have_attribute("data-nodes", str(before))
    assert int(str(box.get_attribute("data-nodes"))) > before
    expect(page.locator(".network-node a")).to_have_attribute("href", re.compile("^/id/"))


def test_entities_are_compared_by_adding_one(page: Page, address: str) -> None:
    page.goto(f"{address}/id/method/colbert.html")
    page.get_by_role("link", name="Compare with").click()
    page.get_by_label("And").fill("BM25")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare ColBERT and BM25")
    expect(page.locator("tr.shared", has_text="MS MARCO").first).to_be_visible()


def test_an_error_says_what_is_wrong_and_leads_back(page: Page, address: str) -> None:
    response = page.goto(f"{address}/sparql?query=SELECT&format=html")
    assert response is not None
    assert response.status == 400
    expect(page.get_by_role("alert")).to_contain_text("not SPARQL 1.1")
    page.get_by_role("link", name="Back to the front page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("33 papers")


def test_markup_in_papers_is_shown_as_text(page: Page, address: str) -> None:
    for path in ("/id/paper/hostile.html", "/id/method/colbert.html", "/browse/paper", "/search?q=%3Cscript%3E"):
        page.goto(address + path)
        assert page.title() != "taken"
        expect(page.locator("main")).to_contain_text("<script>document.title")
        assert page.locator("main script, main img").count() == 0
    page.goto(address)
    page.locator("form.big input").press_sequentially("<script>")
    expect(page.get_by_role("option").first).to_contain_text("<script>document.title")


def test_without_a_script_everything_but_the_explorers_works(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    page.locator("form.big input").fill("ColBERT")
    page.locator("form.big button").click()
    page.get_by_role("link", name="ColBERT", exact=True).first.click()
    expect(page.locator("#evidence-0 blockquote").first).to_be_visible()
    expect(page.locator("figure.chart svg").first).to_be_visible()
    page.get_by_label("From year").fill("2023")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#evidence-0 blockquote footer").first).to_contain_text("202")
    page.goto(f"{address}/sparql")
    page.get_by_label("SPARQL query").fill('SELECT ?m { ?m skos:prefLabel "ColBERT" ; a kg:Method }')
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("link", name="method/colbert").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ColBERT")
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 1400])
def test_no_page_is_wider_than_the_screen(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES, "/queries/method_datasets.edit?method=ColBERT"])
def test_axe_finds_nothing_serious(page: Page, address: str, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark", reduced_motion="reduce")
    page.goto(address + path, wait_until="networkidle")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    serious = {
        (violation["id"], *node["target"]): node["html"][:150]
        for violation in found
        for node in violation["nodes"]
        if violation["impact"] in ("serious", "critical") and (violation["id"], *node["target"]) not in OF_THE_EDITOR
    }
    assert serious == {}


def test_no_link_on_any_kind_of_page_is_broken(page: Page, address: str) -> None:
    links: set[str] = set()
    for path in PAGES:
        page.goto(address + path, wait_until="networkidle")
        found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        links |= {link.partition("#")[0] for link in found if link.startswith(address)}
    assert len(links) > 150
    broken = {
        link: status
        for link in sorted(links)
        if (status := page.request.get(link, headers={"Accept": "text/html"}, max_redirects=5).status) >= 400
    }
    assert broken == {}
