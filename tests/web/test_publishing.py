"""A build publishes under a running server: every request is answered, from one published state or the next."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from kg.build import build_store, remove_papers
from kg.settings import Settings
from kg.web.app import create_app

COUNT = "SELECT (COUNT(DISTINCT ?paper) AS ?n) (COUNT(DISTINCT ?id) AS ?m) WHERE { ?paper a kg:Paper ; dcterms:identifier ?id }"  # noqa: E501
BUILDS = 4


@pytest.fixture
def served(tmp_path: Path) -> Path:
    """A store of one paper."""
    grow(tmp_path, 0)
    return tmp_path / "store"


def grow(folder: Path, number: int) -> None:
    """Add paper `number` to the store in a folder."""
    paper = {"id": f"n{number}", "title": f"Note {number}", "abstract": f"We evaluate BM25 on MS MARCO, take {number}."}
    (folder / "papers.jsonl").write_text(json.dumps(paper))
    build_store([str(folder / "papers.jsonl")], folder / "store", Settings(processes=1))


def test_no_request_fails_while_builds_publish(served: Path) -> None:
    app = create_app(served, Settings(query_workers=2, queue_seconds=120, query_seconds=120))
    answers: list[list[tuple[int, str, str]]] = [[], [], []]
    done = threading.Event()

    def ask(seen: list[tuple[int, str, str]], path: str, query: dict[str, str]) -> None:
        client = app.test_client()
        while not done.is_set():
            response = client.get(path, query_string=query)
            seen.append((response.status_code, path, response.text))
            done.wait(0.02)

    asked = (
        ("/sparql", {"query": COUNT, "format": "csv"}),
        ("/queries/method_datasets.csv", {"method": "BM25"}),
        ("/id/method/bm25.html", {}),
    )
    threads = [threading.Thread(target=ask, args=(seen, *what)) for seen, what in zip(answers, asked, strict=True)]
    for thread in threads:
        thread.start()
    try:
        for number in range(1, BUILDS):
            grow(served.parent, number)
        remove_papers(["n1"], served, Settings())
    finally:
        done.set()
        for thread in threads:
            thread.join()
    app.extensions["kg"].close()
    assert [(status, path, text) for seen in answers for status, path, text in seen if status != 200] == []
    counts = [int(n) for _, _, text in answers[0] for n, m in [text.split()[1].split(",")] if n == m]
    assert len(counts) == len(answers[0])
    assert counts[:-1] == sorted(counts[:-1])
    assert len(set(counts)) >= 3


def test_the_next_request_sees_what_was_published(served: Path) -> None:
    app = create_app(served, Settings(query_workers=1))
    client = app.test_client()
    for number in (1, 2):
        grow(served.parent, number)
        assert (
            client.get("/sparql", query_string={"query": COUNT, "format": "csv"}).text.split()[1]
            == f"{number + 1},{number + 1}"
        )
    app.extensions["kg"].close()
