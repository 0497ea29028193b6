"""What all pages share: the store, the workers that ask it, and the way from IRIs to pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import cast
from urllib.parse import quote

from flask import current_app
from rdflib import URIRef

from kg.errors import ForbiddenQueryError
from kg.graph.iris import paper_iri
from kg.graph.published import Published
from kg.graph.vocabulary import TYPE_SEGMENTS
from kg.query.lookup import Lookup
from kg.query.saved import QueryFolders, SavedQueries
from kg.query.workers import QueryWorkers
from kg.query.writes import Writes
from kg.remote.address import ServerAddress, Store
from kg.remote.asking import base_of, open_workers
from kg.settings import Settings
from kg.web.cache import AnswerCache
from kg.web.catalogue import Catalogue
from kg.web.catalogue_keeping import KeptCatalogue
from kg.web.catalogue_loading import load_catalogue
from kg.web.kept_answers import KeptAnswers
from kg.web.solutions import Linker

#: Type by path segment: `method` gives Method.
TYPES: Mapping[str, str] = {segment: type for type, segment in TYPE_SEGMENTS.items()}
#: The same with papers.
CLASSES: Mapping[str, str] = {**TYPES, "paper": "Paper"}
Row = dict[str, str]


class Site:
    """A served store; `token` is what a client has to send to write to it, None when nobody may.

    Use as a context manager or call `close`.
    """

    def __init__(
        self, store: Store, settings: Settings, folders: Sequence[Path] = (), token: str | None = None
    ) -> None:
        self.store = store
        #: Where the site's own queries and reports lie; beside a server, the folder that a build keeps for it.
        self.folder = store.local_folder if isinstance(store, ServerAddress) else store
        self.settings = settings
        self.token = token
        self.workers = open_workers(store, settings)
        # what a page cannot do without never waits behind its panels, and panels not behind visitors' own queries
        uncached = replace(settings, cache_mb=0)
        self._panel_workers = open_workers(store, uncached)
        self._page_workers = open_workers(store, replace(uncached, query_workers=1))
        size = settings.cache_mb * 1_000_000 // 3
        panels = _bytes_of(self._panel_workers)
        if not isinstance(store, ServerAddress):
            panels = KeptAnswers(self._panel_workers, settings.kept_answers_mb * 1_000_000).ask
        self._panel_answers = AnswerCache(panels, settings.query_workers, size)
        self._page_answers = AnswerCache(_bytes_of(self._page_workers), 1, size)
        self._asked_answers = AnswerCache(_bytes_of(self.workers), settings.query_workers, size)
        self.kept_catalogue = KeptCatalogue(self.workers.published.current, self._load_catalogue)
        own = self.folder / "queries"
        self._folders = QueryFolders([*([own] if own.is_dir() else []), *folders])

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def base(self) -> str:
        """The base of the store's IRIs."""
        return base_of(self.workers)

    @property
    def writes(self) -> Writes:
        """The way to change the store; raises ForbiddenQueryError where it is a server."""
        if isinstance(self.store, ServerAddress):
            raise ForbiddenQueryError(f"this service only asks {self.store}; write to that server itself")
        return Writes(self.store, self.settings)

    @property
    def state(self) -> str:
        """What tells the published state of the graph from any other."""
        return self.workers.published.current().state

    @property
    def saved_queries(self) -> SavedQueries:
        """The shipped saved queries, those of the store's `queries` folder and of further ones, as they now are."""
        return self._folders.current()

    @property
    def lookup(self) -> Lookup:
        """Finds things by name."""
        return Lookup(self._page_workers, self.base)

    @cached_property
    def linker(self) -> Linker:
        """Knows which IRIs have a page."""
        return Linker(self.base, CLASSES)

    def answer(self, query: str, panel: bool = False) -> Future[bytes]:
        """Return the answer to come of a saved query, from memory if it has been asked of this snapshot.

        A `panel` waits behind other panels and not before a visitor's own question.
        """
        answers = self._panel_answers if panel else self._asked_answers
        return answers.submit(self.state, query)

    def rows(self, query: str, **iris: str) -> list[Row]:
        """Return the solutions of a small query that a page needs, as strings; each `$name` in it is an IRI."""
        for name, iri in iris.items():
            query = query.replace(f"${name}", URIRef(iri).n3())
        data = json.loads(self._page_answers.submit(self.state, query).result())
        return [{name: term["value"] for name, term in row.items()} for row in data["results"]["bindings"]]

    def catalogue(self) -> Catalogue:
        """Return the catalogue of the published snapshot; the first is waited for."""
        return self.kept_catalogue.get()

    def _load_catalogue(self, published: Published) -> Catalogue:
        return load_catalogue(self.store, self.settings, tuple(CLASSES.values()), published)

    def close(self) -> None:
        """End the threads and processes that ask."""
        for answers in (self._panel_answers, self._page_answers, self._asked_answers):
            answers.close()
        for workers in (self.workers, self._panel_workers, self._page_workers):
            workers.close()

    def iri(self, segment: str, name: str) -> str:
        """Return the IRI for the path of a page."""
        if segment == "paper":
            return paper_iri(self.base, name)
        return f"{self.base}/{segment}/{quote(name, safe='.+')}"

    def path(self, iri: str) -> str | None:
        """Return the path of the page of an entity or paper, or None for any other IRI."""
        return self.linker.path(iri)


def _bytes_of(workers: QueryWorkers) -> Callable[[str], bytes]:
    return lambda query: workers.ask(query).read()


def site() -> Site:
    """Return the site of the running application."""
    return cast(Site, current_app.extensions["kg"])


def boolean(answer: bytes) -> bool:
    """Return what an ASK answered in JSON."""
    return bool(json.loads(answer)["boolean"])
