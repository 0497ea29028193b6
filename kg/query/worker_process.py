"""A query worker seen from the side of the service: started, asked, and ended."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

from kg.graph.published import Published
from kg.query.worker import receive, send

_WORKER = Path(__file__).with_name("worker.py")
#: Seconds that a worker may take to start and to open a snapshot.
_START_SECONDS = 60.0


class WorkerDiedError(Exception):
    """The worker process has ended; `late` says that it was ended at its time limit."""

    def __init__(self, late: bool = False) -> None:
        super().__init__()
        self.late = late


class Worker:
    """One worker process on one snapshot."""

    def __init__(self, published: Published, memory_mb: int) -> None:
        """Start the process; raises WorkerDiedError when it cannot open the snapshot."""
        self.published = published
        self._connection, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            graph = published.snapshot.graph
            self.process = subprocess.Popen(
                [sys.executable, "-I", str(_WORKER), str(graph), str(memory_mb), str(number)],
                pass_fds=(number,),
                stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the service, which ends its workers itself
            )
        try:
            self._receive(time.monotonic() + _START_SECONDS)
        except WorkerDiedError:
            self.close()
            raise

    def ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes, BinaryIO | None]:
        """Return the head, body and file of the answer; raises WorkerDiedError, also at the time limit."""
        end = time.monotonic() + seconds
        self._connection.settimeout(seconds)
        try:
            send(self._connection, request | {"seconds": seconds})
        except TimeoutError:
            raise WorkerDiedError(late=True) from None
        except OSError:
            raise WorkerDiedError from None
        return self._receive(end)

    def _receive(self, end: float) -> tuple[dict[str, Any], bytes, BinaryIO | None]:
        self._connection.settimeout(max(end - time.monotonic(), 0.001))
        try:
            return receive(self._connection)
        except TimeoutError:
            raise WorkerDiedError(late=True) from None
        except (EOFError, OSError):
            raise WorkerDiedError from None

    def close(self) -> None:
        """End the process now; harmless when it has ended."""
        self.process.kill()
        with contextlib.suppress(OSError):
            self._connection.close()
        self.process.wait()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None
