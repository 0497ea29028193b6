"""The examples of the documentation run: what a page tells a reader to type works, and prints what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"
Script = Callable[[str], ModuleType]
#: Pages that are written by hand and hold examples, found without importing the script so that each is a test.
PAGES = sorted(
    str(page.relative_to(DOCS))
    for page in DOCS.rglob("*.md")
    if page.parent.name != "reference" and ("```console" in page.read_text("utf-8") or "```pycon" in page.read_text())
)


@pytest.fixture(scope="module")
def examples(script: Script) -> ModuleType:
    return script("docs/run_examples")


@pytest.fixture(scope="module")
def new_place(examples: ModuleType) -> Iterator[Any]:
    with examples.places() as new:
        yield new


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_work(examples: ModuleType, new_place: Any, page: str) -> None:
    report = examples.run_page(DOCS / page, new_place())
    assert report.failures == (), "\n".join(report.failures)


def test_every_page_with_examples_is_known_to_the_script(examples: ModuleType) -> None:
    assert [str(page.relative_to(DOCS)) for page in examples.pages()] == PAGES
    assert len(PAGES) >= 20


def test_commands_are_told_from_what_they_print(examples: ModuleType) -> None:
    body = "$ kg info\n32 papers\n…\n$ kg query \\\n    coverage\n"
    assert examples.steps(body) == [
        examples.Step("kg info", ("32 papers", "…")),
        examples.Step("kg query \\\n    coverage", ()),
    ]


@pytest.mark.parametrize(
    ("shown", "printed", "kept"),
    [
        (("a", "b"), ["a", "b"], ["a", "b"]),
        (("a", "…"), ["a", "b", "c"], ["a", "…"]),
        (("took … s",), ["took 3.2 s"], ["took … s"]),
        (("a", "old", "…"), ["a", "new", "c"], ["a", "new", "…"]),
        (("a",), ["b", "c"], ["b", "c"]),
        ((), ["b"], ["b"]),
    ],
)
def test_what_is_shown_stays_where_it_matches_and_is_cut_where_it_was_cut(
    examples: ModuleType, shown: tuple[str, ...], printed: list[str], kept: list[str]
) -> None:
    assert examples.matching(shown, printed) == kept


@pytest.mark.parametrize(
    ("block", "failure"),
    [
        ("```console\n$ kg query no_such_query\n```", "exit code 1"),
        ("```console\n$ kg info --store nowhere\n32 papers\n```", "exit code 4"),
        ("```console\n$ kg query coverage\nkind  papers\n```", "kind  papers"),
        ('```pycon\n>>> import kg\n>>> kg.open("nowhere")\n```', "StoreMissingError"),
    ],
)
def test_an_example_that_does_not_work_is_a_failure(
    examples: ModuleType, new_place: Any, tmp_path: Path, block: str, failure: str
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{block}\n", encoding="utf-8")
    (told,) = examples.run_page(page, new_place()).failures
    assert failure in told


def test_a_block_that_is_marked_so_is_not_run(examples: ModuleType, new_place: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = "<!-- not run: it would never end -->\n```console\n$ sleep infinity\n```\n"
    page.write_text(text, encoding="utf-8")
    report = examples.run_page(page, new_place())
    assert (report.text, report.failures, report.stale) == (text, (), ())


def test_a_block_with_a_title_is_a_file_beside_the_examples(
    examples: ModuleType, new_place: Any, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        '```text title="note.txt"\nhello\n```\n\n```console\n$ cat note.txt\nhello\n```\n', encoding="utf-8"
    )
    assert examples.run_page(page, new_place()).stale == ()
