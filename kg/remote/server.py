"""A SPARQL server over HTTP: queries, updates and graphs, with retries, and authentication as the server wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth, HTTPDigestAuth
from urllib3.exceptions import ReadTimeoutError
from urllib3.util import Retry

from kg import __version__
from kg.errors import QueryTimeoutError, StoreServerError, UnauthorizedError
from kg.remote.address import Credentials, ServerAddress, credentials
from kg.settings import Settings

#: Answers after which the same request may well succeed.
_PASSING = (408, 429, 500, 502, 503, 504)
_BACKOFF_FACTOR = 0.5
_LONGEST_WAIT = 30.0
#: How much of what a server says of a failure is repeated.
_QUOTED = 300


class SparqlServer:
    """An open connection to a server; use it as a context manager, or call `close`."""

    def __init__(self, address: ServerAddress, settings: Settings, who: Credentials | None = None) -> None:
        self.address = address
        self._settings = settings
        self._who = credentials() if who is None else who
        self._update_url = address.update_url(settings)
        self._session = requests.Session()
        self._session.trust_env = False  # ~/.netrc is not ours to send
        self._session.headers["User-Agent"] = f"abstracts-kg/{__version__}"
        if self._who.token:
            self._session.headers["Authorization"] = f"Bearer {self._who.token}"
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=_retries(settings.server_retries)))

    def __enter__(self) -> SparqlServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def update(self, text: str) -> None:
        """Run a SPARQL update; raises UnauthorizedError and StoreServerError once retries have not helped."""
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        self._send("POST", self._update_url, "update", data=text.encode(), headers=headers).close()

    def put(self, graph: str, triples: str) -> None:
        """Replace a graph by N-Triples, by the Graph Store Protocol; raises as `update`."""
        self._send_graph("PUT", graph, triples)

    def post(self, graph: str, triples: str) -> None:
        """Add N-Triples to a graph, by the Graph Store Protocol; raises as `update`."""
        self._send_graph("POST", graph, triples)

    def _send_graph(self, method: str, graph: str, triples: str) -> None:
        url = f"{self._settings.graph_store_url}?graph={quote(graph, safe='')}"
        headers = {"Content-Type": "text/turtle; charset=utf-8"}  # of which N-Triples is a part that all servers read
        self._send(method, url, "graph", data=triples.encode(), headers=headers).close()

    @contextmanager
    def asked(
        self,
        query: str,
        accept: str,
        seconds: float,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Iterator[requests.Response]:
        """Yield the answer to a query, whose body is still to be read.

        Raises QueryTimeoutError, UnauthorizedError and StoreServerError.
        """
        form = [("query", query), *(("default-graph-uri", graph) for graph in default_graphs)]
        form += [("named-graph-uri", graph) for graph in named_graphs]  # as a form, for Virtuoso takes nothing else
        response = self._send(
            "POST", self.address.url, "query", data=form, headers={"Accept": accept}, stream=True, timeout=seconds
        )
        with response:
            yield response

    def rows(self, query: str) -> list[dict[str, str]]:
        """Return the solutions of a query of ours as text by variable; raises as `asked`."""
        with self.asked(query, "application/sparql-results+json", self._settings.server_seconds) as response:
            bindings = response.json()["results"]["bindings"]
        return [{name: term["value"] for name, term in binding.items()} for binding in bindings]

    def _send(self, method: str, url: str, what: str, **options: Any) -> requests.Response:
        options = {"timeout": self._settings.server_seconds, "allow_redirects": False, **options}
        try:
            response = self._session.request(method, url, **options)
            if response.status_code == 401 and self._answers_challenge(response):
                response.close()
                response = self._session.request(method, url, **options)
        except requests.Timeout:
            raise QueryTimeoutError(f"{url} did not answer the {what} within {options['timeout']:g} seconds") from None
        except requests.RequestException as error:
            raise StoreServerError(f"{url} cannot be reached: {_cause(error)}; is it running?") from None
        if response.ok and response.status_code < 300:
            return response
        with response:
            raise _failure(response, url, what)

    def _answers_challenge(self, response: requests.Response) -> bool:
        """Take up the way of authentication that a server asks for; say whether there is anything new to send."""
        if not self._who.user or self._session.auth:
            return False
        wanted = response.headers.get("WWW-Authenticate", "").lower()
        way = HTTPDigestAuth if "digest" in wanted else HTTPBasicAuth
        self._session.auth = way(self._who.user, self._who.password)
        return True


class _PatientOnce(Retry):
    """Tries again after failures, but not when a whole time limit has gone by."""

    def increment(self, *args: Any, **kwargs: Any) -> Retry:  # type: ignore[override]
        if isinstance(error := kwargs.get("error"), ReadTimeoutError):
            raise error
        return super().increment(*args, **kwargs)


def _retries(count: int) -> Retry:
    return _PatientOnce(
        total=count,
        status_forcelist=_PASSING,
        allowed_methods=None,  # a POST too: what we send can be done twice
        backoff_factor=_BACKOFF_FACTOR,
        backoff_max=_LONGEST_WAIT,
        raise_on_status=False,
    )


def _failure(response: requests.Response, url: str, what: str) -> Exception:
    said = " ".join(response.text[:_QUOTED].split())
    if response.status_code in (401, 403):
        return UnauthorizedError(
            f"{url} refuses the {what} ({response.status_code}); set KG_STORE_USER and KG_STORE_PASSWORD, or "
            f"KG_STORE_TOKEN: {said}"
        )
    if response.status_code in (404, 405):
        return StoreServerError(
            f"{url} takes no {what} ({response.status_code}); name the right address: --store for queries, "
            f"update_url for updates, graph_store_url for graphs: {said}"
        )
    return StoreServerError(f"{url} failed on the {what} ({response.status_code}): {said}")


def _cause(error: requests.RequestException) -> str:
    """Return the words of the innermost error, without the layers around it."""
    inner: Any = error
    while (inner.args and isinstance(inner.args[0], Exception)) or getattr(inner, "reason", None):
        inner = getattr(inner, "reason", None) or inner.args[0]
        if isinstance(inner, str):
            break
    return str(inner).rpartition(">: ")[2][:_QUOTED]
