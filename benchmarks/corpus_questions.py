"""What the service is asked about a corpus, whatever is in it, and how long each answer takes over HTTP."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import service_peers as peers

#: Saved queries on the whole corpus, and on what most papers name.
ON_ALL = (
    "coverage", "corpus_years", "rising_methods", "type_confidence",
    # Those that read the most: every mention, every label, every paper.
    "confidence_spread", "likely_duplicates", "new_entities", "silent_papers", "unlinked_entities",
)  # fmt: skip
ON_ONE = {
    "entity_papers": ("entity", "Method"),
    "evidence": ("entity", "Method"),
    "method_datasets": ("method", "Method"),
    "dataset_methods": ("dataset", "Dataset"),
    "task_methods": ("task", "Task"),
}
#: Pages are sent when all of their panels are there, and no answer comes from the cache of answers.
WHOLE = {"KG_PANEL_SECONDS": "600", "KG_CACHE_MB": "0", "KG_ACCESS_LOG": "no"}


@dataclass(frozen=True, slots=True)
class Answers:
    """Seconds by the clock from the start of the service to its first answer, and those of each question.

    Each is asked twice; None stands for an answer that a limit of the service ended.
    """

    opening: float
    seconds: dict[str, list[float | None]]


def ask_all(store: Path) -> Answers:
    """Start the service on a store and ask everything."""
    port = peers.free_port()
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", str(port)]
    began = time.perf_counter()
    with peers.running("kg", command, "/sparql", port, WHOLE) as peer:
        opening = time.perf_counter() - began
        site = peer.endpoint.removesuffix("/sparql")
        return Answers(opening, {what: [_seconds(site + path), _seconds(site + path)] for what, path in _paths(site)})


def _paths(site: str) -> Iterator[tuple[str, str]]:
    """Yield each question with its path: pages, saved queries on everything, and on what most papers name."""
    yield "front page", "/"
    yield "list of methods", "/browse/method"
    yield "page of a paper", _page(_first(site, "paper"))
    for query in ON_ALL:
        yield f"`{query}`", f"/queries/{query}.json"
    most = {type: _first(site, type.lower()) for type in ("Method", "Dataset", "Task")}
    if method := most["Method"]:
        yield "search", f"/search?{urlencode({'q': method.rpartition('/')[2].replace('-', ' ')})}"
        yield "page of the method", _page(method)
    for query, (parameter, type) in ON_ONE.items():
        if thing := most[type]:
            yield f"`{query}`", f"/queries/{query}.json?{urlencode({parameter: thing})}"


def _first(site: str, kind: str) -> str:
    """Return the first of a list, that of entities by how many papers name them; empty where there is none."""
    with urlopen(Request(f"{site}/browse/{kind}", headers={"Accept": "application/json"})) as answer:
        rows = json.load(answer)["rows"]
    return str(rows[0]["iri"]) if rows else ""


def _page(iri: str) -> str:
    """Return where the service has the page of a thing."""
    return "/id/" + iri.partition("/id/")[2]


def _seconds(url: str) -> float | None:
    """Return the seconds until an answer is there as a whole; None when a limit of the service ended it."""
    began = time.perf_counter()
    try:
        with urlopen(Request(url, headers={"Accept": "text/html, */*;q=0.5"})) as answer:
            answer.read()
    except HTTPError as error:
        if error.code != 504:
            raise SystemExit(f"{url}: {error.code} {error.read()[:300]!r}") from None
        return None
    return time.perf_counter() - began
