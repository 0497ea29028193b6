"""Take the pictures of the pages, for README.md and docs/tour.md, from a running service on the sample corpus."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from kg.resources import sample_corpus

DOCS = Path(__file__).parent
#: Papers of the first of two builds.
_FIRST = 24


@dataclass(frozen=True)
class Picture:
    """A picture of a page: the file, the address, what to bring into view, the size and colours of the screen."""

    name: str
    path: str
    to: str = ""
    width: int = 1100
    height: int = 720
    dark: bool = False


PICTURES = (
    Picture("entity.png", "/id/method/colbert.html", height=900),
    Picture("paper.png", "/id/paper/sample-01.html", height=900),
    Picture("tour/front.png", "/", height=900),
    Picture("tour/01-hardware.png", "/queries/method_hardware?method=mixture-of-experts"),
    Picture("tour/02-datasets.png", "/queries/method_datasets?method=ColBERT"),
    Picture("tour/03-rising.png", "/queries/rising_methods?since=2023&minimum=2"),
    Picture("tour/04-evaluations.png", "/queries/method_evaluations?method=QuillRank"),
    Picture("tour/05-results.png", "/queries/method_results?method=QuillRank&dataset=MS+MARCO"),
    Picture("tour/06-evidence.png", "/id/method/colbert.html", to="#evidence-0"),
    Picture("tour/07-abbreviation.png", "/queries/abbreviations?short=RAG"),
    Picture("tour/08-first.png", "/queries/first_mention?entity=retrieval-augmented+generation"),
    Picture("tour/09-bridges.png", "/queries/method_bridges"),
    Picture("tour/10-benchmarks.png", "/queries/task_benchmarks?task=question+answering"),
    Picture("tour/11-compare.png", "/compare?entity=ColBERT&entity=BM25", height=900),
    Picture("tour/12-consumer.png", "/queries/consumer_hardware"),
    Picture("tour/13-reading.png", "/queries/reading_list?entity=BERT"),
    Picture("tour/14-new.png", "/queries/new_since_last_run"),
    Picture("tour/15-trust.png", "/queries/coverage"),
    Picture("tour/network.png", "/id/method/colbert.html", to="#entity_network-0"),
    Picture("tour/browse.png", "/browse/hardware?role=uses"),
    Picture("tour/editor.png", "/queries/method_datasets.edit?method=ColBERT", height=900),
    Picture("tour/dark.png", "/id/paper/sample-01.html", dark=True),
    Picture("tour/phone.png", "/id/method/colbert.html", width=400, height=800),
)


def main() -> None:
    """Build, serve, take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        kg = [sys.executable, "-m", "kg.cli"]
        first = Path(folder) / "first.jsonl"
        first.write_text("".join(sample_corpus().read_text(encoding="utf-8").splitlines(keepends=True)[:_FIRST]))
        for corpus in ([str(first)], ["--sample"]):  # in two builds, so that there is something new
            subprocess.run([*kg, "build", *corpus, "--store", str(store)], check=True)
        command = [*kg, "serve", "--store", str(store), "--port", "0", "--panel-seconds", "5"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1].rstrip("/")
        (DOCS / "tour").mkdir(exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for picture in PICTURES:
                take(browser, address, picture)
            browser.close()
        server.terminate()
        server.wait()


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Take one picture."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    page.goto(address + picture.path, wait_until="networkidle")
    if picture.to:
        page.locator(picture.to).evaluate("part => window.scrollTo(0, part.offsetTop - 90)")
    page.wait_for_timeout(500)  # for a network to come to rest
    page.screenshot(path=DOCS / picture.name)
    page.close()


if __name__ == "__main__":
    main()
