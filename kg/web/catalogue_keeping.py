"""The catalogue of what is published, kept at hand and made anew beside the requests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotReady

from kg.graph.published import Published
from kg.web.catalogue import Catalogue


class KeptCatalogue:
    """The catalogue of the published snapshot: `load` makes it, `published` says which one it should be of."""

    def __init__(self, published: Callable[[], Published], load: Callable[[Published], Catalogue]) -> None:
        self._published = published
        self._load = load
        self._lock = threading.Lock()
        self._kept: Catalogue | None = None
        self._coming: Future[Catalogue] | None = None

    def get(self) -> Catalogue:
        """Return the catalogue; the first is waited for, later the old one serves until the new one is there.

        Raises StoreError when nothing is published.
        """
        return self._at_hand() or self._begin().result()

    def soon(self, seconds: float) -> Catalogue | None:
        """As `get`, but None when the first is not there in time."""
        if kept := self._at_hand():
            return kept
        try:
            return self._begin().result(seconds)
        except NotReady:
            return None

    def _at_hand(self) -> Catalogue | None:
        kept = self._kept
        if kept and kept.snapshot != self._published().state:
            self._begin()
        return kept

    def _begin(self) -> Future[Catalogue]:
        """Have the catalogue made, unless it is being made; one that failed is tried again."""
        with self._lock:
            if self._coming is None or self._coming.done():
                self._coming = Future()
                threading.Thread(target=self._make, args=(self._coming,), daemon=True).start()
            return self._coming

    def _make(self, coming: Future[Catalogue]) -> None:
        try:
            self._kept = self._load(self._published())
        except Exception as error:
            coming.set_exception(error)
        else:
            coming.set_result(self._kept)
