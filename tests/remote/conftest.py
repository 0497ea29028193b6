"""A SPARQL server for the tests: Oxigraph's own, or one that runs already, as .ci/virtuoso starts one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from kg.build import build_store
from kg.remote.address import ServerAddress
from kg.remote.server import SparqlServer
from kg.settings import Settings, load_settings
from tests.conftest import write_corpus

BASE = "https://w3id.org/abstracts-kg/id"
_RUNNING = os.environ.get("KG_TESTS_SERVER")


@pytest.fixture(scope="session")
def running() -> Iterator[ServerAddress]:
    """The address of a server that runs."""
    if _RUNNING:
        yield ServerAddress(_RUNNING)
        return
    with oxigraph("--union-default-graph") as address:
        yield address


@contextmanager
def oxigraph(*options: str) -> Iterator[ServerAddress]:
    """Yield the address of Oxigraph's server, which keeps all in memory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = ServerAddress(f"http://127.0.0.1:{port}/query")
        try:
            _wait(address.url, process)
            yield address
        finally:
            process.kill()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            requests.get(url, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server has ended")


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings of the environment, so that a server that runs is reached, with the quickest extraction."""
    return replace(load_settings(), processes=1, model="rules", query_workers=1, server_retries=3)


@pytest.fixture
def address(running: ServerAddress, settings: Settings) -> ServerAddress:
    """The address of a server that holds nothing of ours."""
    with SparqlServer(running, settings) as server:
        graphs = server.rows(f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}/")) }}')
        for row in graphs:
            server.update(f"DROP SILENT GRAPH <{row['g']}>")
    return running


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    """A store of four papers."""
    folder = tmp_path_factory.mktemp("built")
    build_store([str(write_corpus(folder / "papers.jsonl"))], folder / "store", settings)
    return folder / "store"
