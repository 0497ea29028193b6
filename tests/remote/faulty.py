"""A server between kg and another one that fails as it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import requests

from kg.remote.address import ServerAddress


@dataclass
class Faults:
    """What happens to requests: `status` of a request by its number from 0 and body, 0 to pass it on; what was seen."""

    status: Callable[[int, bytes], int] = lambda _number, _body: 0
    wants: str = ""
    challenge: str = ""
    seen: list[bytes] = field(default_factory=list)


@contextmanager
def faulty(beyond: ServerAddress, faults: Faults) -> Iterator[ServerAddress]:
    """Yield the address of a server that passes on what it does not fail."""
    host = urlsplit(beyond.url)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if faults.wants and not self.headers.get("Authorization", "").startswith(faults.wants):
                return self._answer(401, b"who are you?")
            number = len(faults.seen)
            faults.seen.append(body)
            if status := faults.status(number, body):
                return self._answer(status, b"out of order")
            kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
            answer = requests.post(f"{host.scheme}://{host.netloc}{self.path}", body, headers=kept, timeout=30)
            return self._answer(answer.status_code, answer.content)

        def _answer(self, status: int, body: bytes) -> None:
            with suppress(ConnectionError):  # the client may have gone
                self.send_response(status)
                if status == 401:
                    self.send_header("WWW-Authenticate", faults.challenge)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # whoever is being answered is waited for
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield ServerAddress(f"http://127.0.0.1:{server.server_port}{host.path}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
