"""The services that are measured side by side, each a process of its own on the same data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """A running service: its name, the address of its endpoint, and its process."""

    name: str
    endpoint: str
    pid: int


@contextmanager
def running(name: str, command: Sequence[str], path: str, port: int, environment: Mapping[str, str]) -> Iterator[Peer]:
    """Run a service until the block ends; it is there when it answers."""
    endpoint = f"http://127.0.0.1:{port}{path}"
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _wait(endpoint, process)
            yield Peer(name, endpoint, process.pid)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _wait(endpoint: str, process: subprocess.Popen[bytes], seconds: float = 400) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{endpoint}?query=ASK%7B%7D", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{endpoint} does not answer: {' '.join(map(str, process.args))}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def kg(store: Path, server: str = "waitress", cache_mb: int = 0, processes: int = 1) -> Iterator[Peer]:
    """This service under one of the WSGI servers; `processes` only where the server has several."""
    port = free_port()
    environment = {"KG_STORE": str(store), "KG_PORT": str(port), "KG_CACHE_MB": str(cache_mb), "KG_ACCESS_LOG": "no"}
    bind, threads = f"127.0.0.1:{port}", "16"
    command = {
        "waitress": [BIN / "kg", "serve", "--store", store],
        "gunicorn": [BIN / "gunicorn", "-b", bind, "-w", processes, "--threads", threads, "server:app"],
        "granian": [BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port,
                    "--workers", processes, "--blocking-threads", threads, "server:app"],
    }[server]  # fmt: skip
    name = f"kg, {server}" + (f", {processes} processes" if processes > 1 else "")
    with running(name, [str(part) for part in command], "/sparql", port, environment) as peer:
        _settle(f"http://127.0.0.1:{port}/")
        yield peer


def _settle(front_page: str, seconds: float = 20) -> None:
    """Wait for what a service makes ready at its start: its lists, and for a while the panels of its front page."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with urllib.request.urlopen(urllib.request.Request(front_page, headers={"Accept": "text/html"})) as page:
            if b"data-pending" not in page.read():
                return
        time.sleep(0.5)


@contextmanager
def oxigraph(graph: Path) -> Iterator[Peer]:
    """Oxigraph's own server (`oxigraph` on PyPI), with the union of all graphs as the default one."""
    port = free_port()
    command = [
        str(BIN / "oxigraph"), "serve-read-only", "--location", str(graph), "--bind", f"127.0.0.1:{port}",
        "--union-default-graph",
    ]  # fmt: skip
    with running("Oxigraph server", command, "/query", port, {}) as peer:
        yield peer


@contextmanager
def rdflib_endpoint(data: Path) -> Iterator[Peer]:
    """rdflib-endpoint as its command line starts it: an rdflib dataset in memory."""
    port = free_port()
    command = [sys.executable, __file__, "rdflib-endpoint", str(data), str(port)]
    with running("rdflib-endpoint", command, "/", port, {}) as peer:
        yield peer


@contextmanager
def flask_rdflib(data: Path) -> Iterator[Peer]:
    """An rdflib graph in memory behind Flask and waitress, as a tutorial would have it."""
    port = free_port()
    command = [sys.executable, __file__, "flask", str(data), str(port)]
    with running("rdflib behind Flask", command, "/sparql", port, {}) as peer:
        yield peer


def main() -> None:
    """Serve with rdflib, as `python service_peers.py KIND DATA PORT`."""
    from rdflib import Dataset

    kind, data, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    dataset = Dataset(default_union=True)
    dataset.parse(data, format="nquads")
    if kind == "rdflib-endpoint":
        import uvicorn
        from rdflib_endpoint import SparqlEndpoint

        uvicorn.run(SparqlEndpoint(graph=dataset), host="127.0.0.1", port=port, log_level="error")
        return
    import waitress
    from flask import Flask, Response, request

    app = Flask("peer")

    @app.get("/sparql")
    def sparql() -> Response:
        result = dataset.query(request.args["query"])
        format = "turtle" if result.type in ("CONSTRUCT", "DESCRIBE") else "json"
        return Response(result.serialize(format=format))

    waitress.serve(app, host="127.0.0.1", port=port)


if __name__ == "__main__":
    main()
