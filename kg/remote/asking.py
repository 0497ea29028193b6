"""Questions to a SPARQL server, under the same guard, limits and cache as those to a store of this machine."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import pyoxigraph as ox
import requests

from kg.errors import ForbiddenQueryError, QueryTimeoutError, StoreServerError
from kg.graph.published import Published, PublishedSnapshot
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import PREFIXES
from kg.query.answer import Answer
from kg.query.formats import Format
from kg.query.lookup import Lookup
from kg.query.tokens import tokens
from kg.query.worker import AnswerTooLongError, Body
from kg.query.workers import QueryWorkers
from kg.remote.address import ServerAddress, Store
from kg.remote.server import SparqlServer
from kg.remote.state import ServerState, read_state, require_union
from kg.settings import Settings

#: Seconds for which what a server says of its state is taken to hold.
_STATE_SECONDS = 2.0
_IN_MEMORY = 1_000_000
_CHUNK = 65_536
_SOLUTIONS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
#: What Virtuoso says of an answer that it has cut.
_CUT = "X-SPARQL-MaxRows"


class PublishedOnServer(PublishedSnapshot):
    """Knows which state of a graph a server holds; asks it anew every few seconds."""

    def __init__(self, server: SparqlServer, base: str) -> None:
        self._server = server
        self._wanted = base
        self._lock = threading.Lock()
        self._asked = -_STATE_SECONDS
        self._found: ServerState | None = None

    def state(self) -> ServerState:
        """Return what the server says that it holds; raises StoreMissingError and StoreServerError."""
        with self._lock:
            if self._found is None or time.monotonic() - self._asked > _STATE_SECONDS:
                found = read_state(self._server, self._wanted)
                if self._found is None:
                    require_union(self._server, found)
                self._found, self._asked = found, time.monotonic()
            return self._found

    def current(self) -> Published:
        """Return the snapshot that the server mirrors, and a name for its state; raises as `state`."""
        state = self.state()
        return Published(state.snapshot, state.version.replace(" ", "-"))


class ServerQueries(QueryWorkers):
    """A SPARQL server in the place of query workers, asked no more at a time than there would be workers."""

    def __init__(self, address: ServerAddress, settings: Settings) -> None:
        super().__init__(address.local_folder, settings)
        self.server = SparqlServer(address, settings)
        self.published: PublishedOnServer = PublishedOnServer(self.server, settings.base)

    def close(self) -> None:
        """Close the connection."""
        self.server.close()

    def _run(self, request: dict[str, Any], solutions: Format, graph: Format) -> tuple[dict[str, Any], Answer]:
        """Ask the server, once there are fewer questions on their way than may be at a time."""
        self._take()
        try:
            state = self.published.current().state
            started = time.monotonic()
            body = Body(request["max_bytes"])
            try:
                head = self._ask(request, body, started + self.settings.query_seconds)
            except AnswerTooLongError:
                head, body = {"error": "too long"}, Body(0)
        except QueryTimeoutError:
            self.counts.timed_out += 1
            raise QueryTimeoutError(
                f"the server did not answer within {self.settings.query_seconds:g} seconds; "
                "narrow the query down, add a LIMIT, or raise query_seconds"
            ) from None
        finally:
            self._give_back(None)
        kind = head.get("kind", "boolean")
        answer = Answer(
            kind=kind,
            format=graph if kind == "graph" else solutions,
            rows=head.get("rows", 0),
            truncated=head.get("truncated", False),
            snapshot=state,
            seconds=time.monotonic() - started,
            body=body.finish(),
            file=body.file,
        )
        return head, answer

    def _ask(self, request: Mapping[str, Any], body: Body, end: float) -> dict[str, Any]:
        """Write the answer in the format that is wanted, whatever the server's own, and return its head."""
        text = with_prologue(request["query"], request["base"])
        form = next((t.text.upper() for t in tokens(request["query"]) if t.is_word(*_FORMS)), "SELECT")
        graphs = request["graphs"] or {"default": [], "named": []}
        if "" in graphs["default"]:
            raise ForbiddenQueryError(
                "a server is asked for all of its graphs or for named ones, not for the unnamed one"
            )
        accept = _SOLUTIONS if form in ("SELECT", "ASK") else _TRIPLES
        left = max(0.001, end - time.monotonic())
        with (
            self._asked_as_query(text, accept, left, graphs) as response,
            SpooledTemporaryFile(_IN_MEMORY) as received,
        ):
            _receive(response, cast(BinaryIO, received), request["max_bytes"], end)
            cut = _CUT in response.headers
            if accept == _TRIPLES:
                return _write_triples(cast(BinaryIO, received), request, body, cut)
            found = ox.parse_query_results(cast(BinaryIO, received), format=ox.QueryResultsFormat.JSON)
            format = request["solutions_format"]
            found.serialize(cast(BinaryIO, body), format=getattr(ox.QueryResultsFormat, format))
        if isinstance(found, ox.QueryBoolean):
            return {"kind": "boolean", "rows": 1}
        rows = body.rows(format)
        full = request["beyond"] is not None and rows >= request["max_rows"]
        return {"kind": "solutions", "rows": rows, "truncated": cut or (full and self._goes_on(request, graphs))}

    def _asked_as_query(self, text: str, accept: str, seconds: float, graphs: Mapping[str, Any]) -> Any:
        return self.server.asked(text, accept, seconds, graphs["default"], graphs["named"])

    def _goes_on(self, request: Mapping[str, Any], graphs: Mapping[str, Any]) -> bool:
        """Say whether there is a solution beyond the last, which the limit on rows has cut."""
        beyond = with_prologue(request["beyond"], request["base"])
        with self._asked_as_query(beyond, _SOLUTIONS, self.settings.query_seconds, graphs) as response:
            return bool(response.json()["results"]["bindings"])


def with_prologue(query: str, base: str | None) -> str:
    """Return a query with a base and declarations of those of our prefixes that it uses and does not declare."""
    lines = [f"BASE <{base}>"] if base else []
    for prefix, namespace in PREFIXES.items():
        name = re.escape(prefix)
        used = re.search(rf"(?<![\w.-]){name}:", query)
        if used and not re.search(rf"\bPREFIX\s*{name}:", query, re.IGNORECASE):
            lines.append(f"PREFIX {prefix}: <{namespace}>")
    return " ".join([*lines, query])


def _receive(response: requests.Response, into: BinaryIO, most: int, end: float) -> None:
    """Read a body; raises AnswerTooLongError, QueryTimeoutError and StoreServerError."""
    size = 0
    try:
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            if size > 4 * most:  # JSON has some four bytes for one of a table
                raise AnswerTooLongError
            if time.monotonic() > end:
                raise QueryTimeoutError
            into.write(chunk)
    except requests.RequestException as error:
        raise StoreServerError(f"the server broke off its answer: {error}") from None
    into.seek(0)


def _write_triples(received: BinaryIO, request: Mapping[str, Any], body: Body, cut: bool) -> dict[str, Any]:
    """Write no more triples than there may be rows."""
    triples = [quad.triple for quad in ox.parse(received, format=ox.RdfFormat.N_TRIPLES)]
    first = triples[: request["max_rows"]]
    format = getattr(ox.RdfFormat, request["graph_format"])
    ox.serialize(first, cast(BinaryIO, body), format, prefixes=request["prefixes"])
    return {"kind": "graph", "rows": len(first), "truncated": cut or len(triples) > len(first)}


def open_workers(store: Store, settings: Settings) -> QueryWorkers:
    """Return what answers queries on a store: worker processes on a folder, or a server."""
    return ServerQueries(store, settings) if isinstance(store, ServerAddress) else QueryWorkers(store, settings)


@contextmanager
def open_lookup(store: Store, settings: Settings) -> Iterator[Lookup]:
    """Yield what finds things by name in a store, and the workers that answer; raises StoreError."""
    with open_workers(store, settings) as workers:
        yield Lookup(workers, base_of(workers))


def base_of(workers: QueryWorkers) -> str:
    """Return the base of the IRIs in the store that workers ask; raises StoreMissingError."""
    if isinstance(workers, ServerQueries):
        return workers.published.state().base
    return StoreFolder.open(workers.store).base
