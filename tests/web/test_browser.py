"""The pages in a real browser: what a person sees, clicks and types."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kg.build import build_store
from kg.resources import sample_corpus
from kg.settings import Settings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the bundled sample."""
    store = tmp_path_factory.mktemp("browser") / "store"
    build_store([str(sample_corpus())], store, Settings(processes=1))
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().split()[-1].rstrip("/")
    process.terminate()
    process.wait(timeout=20)
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


def test_a_search_leads_to_an_entity_to_its_evidence_and_to_the_paper(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("32 papers")
    page.locator("form.big input").fill("ColBERT")
    page.locator("form.big input").press("Enter")
    page.get_by_role("link", name="ColBERT", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ColBERT")
    expect(page.locator("blockquote mark.Method").first).to_have_text("ColBERT")
    page.locator("blockquote footer a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("QuillRank")
    expect(page.locator(".abstract mark.Dataset").first).to_have_text("MS MARCO")


def test_a_mention_in_an_abstract_leads_to_its_entity(page: Page, address: str) -> None:
    page.goto(f"{address}/id/paper/sample-01")
    page.locator(".abstract a.mention", has_text="RTX 3090").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("NVIDIA GeForce RTX 3090")
    expect(page.locator("dl.facts")).to_contain_text("consumer GPU, 24 GB")


def test_a_saved_query_is_asked_by_its_form(page: Page, address: str) -> None:
    page.goto(f"{address}/queries")
    page.get_by_role("link", name="Datasets most often used in the same paper as a method").click()
    page.get_by_label("Method").fill("mixture-of-experts")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("table.solutions tbody tr").first).to_contain_text("C4")
    page.get_by_label("Method").fill("no such thing")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("no Method in the store is called 'no such thing'")


def test_sparql_is_written_and_answered_in_the_browser(page: Page, address: str) -> None:
    page.goto(f"{address}/sparql")
    page.get_by_label("SPARQL query").fill('SELECT ?m { ?m skos:prefLabel "ColBERT" ; a kg:Method }')
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("link", name="method/colbert").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ColBERT")


def test_an_error_says_what_is_wrong_and_leads_back(page: Page, address: str) -> None:
    response = page.goto(f"{address}/sparql?query=SELECT&format=html")
    assert response is not None
    assert response.status == 400
    expect(page.get_by_role("alert")).to_contain_text("not SPARQL 1.1")
    page.get_by_role("link", name="Back to the front page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("32 papers")


@pytest.mark.parametrize(
    "path", ["/", "/id/method/colbert.html", "/id/paper/sample-01.html", "/queries/hardware_papers"]
)
@pytest.mark.parametrize("width", [360, 1400])
def test_no_page_is_wider_than_the_screen(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background_in_light_and_in_dark(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    page.goto(f"{address}/id/paper/sample-01.html")
    contrast = """selectors => selectors.map(selector => {
      const rgb = value => value.match(/[\\d.]+/g).slice(0, 3).map(Number).map(c => c / 255)
        .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
      const light = value => { const [r, g, b] = rgb(value); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      const a = light(getComputedStyle(document.querySelector(selector)).color);
      const b = light(getComputedStyle(document.body).backgroundColor);
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    })"""
    selectors = ["body", "mark.Method", "mark.Dataset", "mark.Hardware", "mark.Metric", ".note", "main a"]
    ratios = page.evaluate(contrast, selectors)
    assert {s: r for s, r in zip(selectors, ratios, strict=True) if r < 4.5} == {}
