"""What all pages share: the store, the workers that ask it, and the way from IRIs to pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import cast
from urllib.parse import quote

from flask import current_app
from rdflib import URIRef

from kg.graph.iris import paper_iri
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import TYPE_SEGMENTS
from kg.query.lookup import Lookup
from kg.query.saved import QueryFolders, SavedQueries
from kg.query.workers import QueryWorkers
from kg.query.writes import Writes
from kg.settings import Settings

#: Type by path segment: `method` gives Method.
TYPES: Mapping[str, str] = {segment: type for type, segment in TYPE_SEGMENTS.items()}
Row = dict[str, str]


class Site:
    """A served store; `token` is what a client has to send to write to it, None when nobody may."""

    def __init__(self, store: Path, settings: Settings, folders: Sequence[Path] = (), token: str | None = None) -> None:
        self.store = store
        self.settings = settings
        self.token = token
        self.workers = QueryWorkers(store, settings)
        self.writes = Writes(store, settings)
        own = self.store / "queries"
        self._folders = QueryFolders([*([own] if own.is_dir() else []), *folders])

    @cached_property
    def base(self) -> str:
        """The base of the store's IRIs."""
        return StoreFolder.open(self.store).base

    @property
    def saved_queries(self) -> SavedQueries:
        """The shipped saved queries, those of the store's `queries` folder and of further ones, as they now are."""
        return self._folders.current()

    @property
    def lookup(self) -> Lookup:
        """Finds things by name."""
        return Lookup(self.workers, self.base)

    def rows(self, query: str, **iris: str) -> list[Row]:
        """Return the solutions of a query as plain strings; each `$name` in it stands for an IRI."""
        for name, iri in iris.items():
            query = query.replace(f"${name}", URIRef(iri).n3())
        return self.lookup.rows(query)

    def iri(self, segment: str, name: str) -> str:
        """Return the IRI for the path of a page."""
        if segment == "paper":
            return paper_iri(self.base, name)
        return f"{self.base}/{segment}/{quote(name, safe='.+')}"

    def path(self, iri: str) -> str | None:
        """Return the path of the page of an entity or paper, or None for any other IRI."""
        rest = iri.removeprefix(f"{self.base}/")
        segment = rest.partition("/")[0]
        if rest == iri or segment not in (*TYPES, "paper") or "#" in rest:
            return None
        return f"/id/{rest}"


def site() -> Site:
    """Return the site of the running application."""
    return cast(Site, current_app.extensions["kg"])


def boolean(answer: bytes) -> bool:
    """Return what an ASK answered in JSON."""
    return bool(json.loads(answer)["boolean"])
