"""Addresses of a server, and how it is told who asks."""

from __future__ import annotations

import pytest

from kg.errors import UnauthorizedError, UsageError
from kg.remote.address import Credentials, ServerAddress, credentials, store_at
from kg.remote.server import SparqlServer
from kg.settings import Settings
from tests.remote.conftest import oxigraph
from tests.remote.faulty import Faults, faulty


@pytest.mark.parametrize(
    ("who", "wants", "challenge"),
    [
        (Credentials("ann", "secret"), "Basic YW5uOnNlY3JldA==", 'Basic realm="x"'),
        (
            Credentials("ann", "secret"),
            'Digest username="ann"',
            'Digest realm="x", nonce="n", qop="auth", algorithm=MD5',
        ),
        (Credentials(token="t0ken"), "Bearer t0ken", "Bearer"),
    ],
)
def test_who_asks_is_said_as_the_server_wants_it(who: Credentials, wants: str, challenge: str) -> None:
    faults = Faults(wants=wants, challenge=challenge)
    refused = pytest.raises(UnauthorizedError, match="set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN")
    with oxigraph() as beyond, faulty(beyond, faults) as server:
        with SparqlServer(server, Settings(), who) as asked:
            assert asked.rows("SELECT (1 AS ?n) {}") == [{"n": "1"}]
        with SparqlServer(server, Settings(), Credentials()) as asked, refused:
            asked.update("INSERT DATA {}")


def test_the_credentials_come_from_the_environment() -> None:
    assert credentials({"KG_STORE_TOKEN": "t"}) == Credentials(token="t")
    assert credentials({"KG_STORE_USER": "a", "KG_STORE_PASSWORD": "b"}) == Credentials("a", "b")
    with pytest.raises(UsageError, match="set KG_STORE_PASSWORD"):
        credentials({"KG_STORE_USER": "a"})


def test_updates_go_beside_the_queries_unless_told_otherwise() -> None:
    address = ServerAddress("http://host:7878/query?union-default-graph")
    assert address.update_url(Settings()) == "http://host:7878/update"
    assert address.update_url(Settings(update_url="http://host/sparql-auth")) == "http://host/sparql-auth"
    assert str(address.local_folder) == "host-7878-query.store"


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(UsageError, match="KG_STORE_USER and KG_STORE_PASSWORD"):
        store_at("http://ann:secret@host/query")
