"""The process in which queries run: it opens one snapshot read-only, answers, and can be killed at any moment.

Run as a script with the folder of an Oxigraph store, a memory limit in megabytes and the number of a socket. Both ways
go messages: eight bytes of length of a JSON head, eight of a body, the head, the body. A body that is long is no part
of its message but a file without a name, whose descriptor travels with the first byte; its length is then 0.

It imports nothing but pyoxigraph and the standard library, so that it starts at once.
"""

from __future__ import annotations

import fcntl
import json
import mmap
import re
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

LENGTHS = struct.Struct(">QQ")
#: An answer that is longer, in bytes, goes to a file.
_INLINE = 1_000_000
#: Bytes of a message that are asked for first.
_AT_ONCE = 65_536
#: Seconds after its time limit when a worker ends itself, should nobody be left to do it.
_GRACE = 5.0
#: What stands once in each row of a format, as its first group where something else has to be skipped.
_ROW: Mapping[str, re.Pattern[bytes]] = {
    "CSV": re.compile(rb'"[^"]*"|(\r\n)'),
    "TSV": re.compile(rb"(\n)"),
    "XML": re.compile(rb"(<result>)"),
    "JSON": re.compile(rb'[\[,](\{)"[^"\\]+":\{'),
}
_JSON_EMPTY_ROW = re.compile(rb'"(?:[^"\\]|\\.)*"|(\{\})')


class AnswerTooLongError(Exception):
    """An answer with more bytes than allowed."""


class Body:
    """What is written to it, in memory while it is short, else in a file without a name."""

    def __init__(self, most: int) -> None:
        self._held = bytearray()
        self._most = most
        self._size = 0
        self.file: BinaryIO | None = None
        self.too_long = False

    def write(self, data: bytes) -> int:
        """Add bytes; raises AnswerTooLongError."""
        self._size += len(data)
        if self._size > self._most:
            self.too_long = True
            raise AnswerTooLongError
        self._held += data
        if len(self._held) > _INLINE:
            self.flush_to_file()
        return len(data)

    def flush(self) -> None:
        """Nothing to do: there is no need to write earlier than it suits."""

    def flush_to_file(self) -> None:
        """Move what is held to the file."""
        if self.file is None:
            self.file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  (it lives as long as the body)
        self.file.write(self._held)
        self._held.clear()

    def finish(self) -> bytes:
        """Return the bytes, none when they are in the file."""
        if self.file is None:
            return bytes(self._held)
        self.flush_to_file()
        self.file.flush()
        return b""

    def rows(self, format: str) -> int:
        """Return the number of solutions, counted in what was written."""
        if self.file is None:
            return count_rows(bytes(self._held), format)
        self.flush_to_file()
        self.file.flush()
        with mmap.mmap(self.file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return count_rows(data, format)


def count_rows(data: bytes | mmap.mmap, format: str) -> int:
    """Return the number of solutions in a serialised answer."""
    rows = sum(1 for match in _ROW[format].finditer(data) if match[1])
    if format == "JSON":  # rows without a value look like text that holds braces, so that text has to be skipped
        has_empty = data.find(b"{}") >= 0
        return rows + (sum(1 for match in _JSON_EMPTY_ROW.finditer(data) if match[1]) if has_empty else 0)
    return rows - (format in ("CSV", "TSV"))  # their first line names the variables


def evaluate(store: ox.Store, request: Mapping[str, Any]) -> tuple[dict[str, Any], Body]:
    """Run one query and return the head of its answer and the body."""
    body = Body(request["max_bytes"])
    try:
        result = _run(store, request, request["query"])
        if isinstance(result, ox.QueryTriples):
            rows, truncated = _write_graph(result, request, body)
            return {"kind": "graph", "rows": rows, "truncated": truncated}, body
        format = request["solutions_format"]
        result.serialize(cast(BinaryIO, body), format=getattr(ox.QueryResultsFormat, format))
        if isinstance(result, ox.QueryBoolean):
            return {"kind": "boolean", "rows": 1, "truncated": False}, body
        rows = body.rows(format)
        return {"kind": "solutions", "rows": rows, "truncated": _goes_on(store, request, rows)}, body
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}, Body(0)
    except Exception as error:
        name = "too long" if body.too_long else "evaluation"
        return {"error": name, "message": str(error)}, Body(0)


def _run(store: ox.Store, request: Mapping[str, Any], query: str) -> Any:
    """Ask the union of all graphs, or the graphs that the request or the query names (Protocol, section 2.1.4)."""
    graphs = request["graphs"]
    texts = {"prefixes": request["prefixes"], "base_iri": request["base"]}
    if graphs is None:
        return store.query(query, use_default_graph_as_union=not request["has_dataset"], **texts)
    default = [ox.NamedNode(iri) if iri else ox.DefaultGraph() for iri in graphs["default"]]
    named = [ox.NamedNode(iri) for iri in graphs["named"]]
    return store.query(query, default_graph=cast(Any, default), named_graphs=cast(Any, named), **texts)


def _write_graph(triples: ox.QueryTriples, request: Mapping[str, Any], body: Body) -> tuple[int, bool]:
    """Write no more triples than there may be rows; return how many, and whether there are more."""
    most, count, truncated = request["max_rows"], 0, False

    def first() -> Iterator[ox.Triple]:
        nonlocal count, truncated
        for triple in triples:
            if count >= most:
                truncated = True
                return
            count += 1
            yield triple

    format = getattr(ox.RdfFormat, request["graph_format"])
    ox.serialize(first(), cast(BinaryIO, body), format, prefixes=request["prefixes"])
    return count, truncated


def _goes_on(store: ox.Store, request: Mapping[str, Any], rows: int) -> bool:
    """Say whether the limit that was put on a query cut its solutions, by asking for the one after the last."""
    if request["beyond"] is None or rows < request["max_rows"]:
        return False
    return next(iter(_run(store, request, request["beyond"])), None) is not None


def receive(connection: socket.socket) -> tuple[dict[str, Any], bytes, BinaryIO | None]:
    """Return the head of a message, its body and the file that came with it.

    Raises EOFError when the other side has gone and TimeoutError by the connection's time limit.
    """
    begun, descriptors, _, _ = socket.recv_fds(connection, _AT_ONCE, 1)  # mostly the whole: each side waits its turn
    file = cast(BinaryIO, open(descriptors[0], "rb")) if descriptors else None  # noqa: PTH123, SIM115
    data = _at_least(connection, begun, LENGTHS.size)
    head, body = LENGTHS.unpack_from(data)
    data = _at_least(connection, data, LENGTHS.size + head + body)
    return json.loads(data[LENGTHS.size : LENGTHS.size + head]), data[LENGTHS.size + head :], file


def _at_least(connection: socket.socket, begun: bytes, size: int) -> bytes:
    """Return what has been received with what is missing to a size; raises EOFError."""
    if len(begun) >= size:
        return begun
    data = bytearray(begun)
    while len(data) < size:
        chunk = connection.recv(size - len(data))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)


def send(connection: socket.socket, head: Mapping[str, Any], body: bytes = b"", file: BinaryIO | None = None) -> None:
    """Send a message, with a file if one is given."""
    text = json.dumps(head).encode()
    lengths = LENGTHS.pack(len(text), len(body))
    if file is None:
        connection.sendall(lengths + text + body)
        return
    file.seek(0)
    socket.send_fds(connection, [lengths], [file.fileno()])
    connection.sendall(text)
    file.close()


def limit_memory(megabytes: int) -> None:
    """Let the system refuse this process more memory than that; 0 sets no limit."""
    if megabytes:
        import resource

        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hold(graph: Path) -> BinaryIO:
    """Hold a snapshot, so that it is not removed while this process reads it."""
    facts = (graph.parent / "snapshot.json").open("rb")
    fcntl.flock(facts, fcntl.LOCK_SH)
    return facts


def main() -> None:
    """Answer requests until the other side goes."""
    graph, memory, connection = Path(sys.argv[1]), int(sys.argv[2]), socket.socket(fileno=int(sys.argv[3]))
    limit_memory(memory)
    with hold(graph), suppress(EOFError, BrokenPipeError, ConnectionResetError):
        store = ox.Store.read_only(str(graph))
        send(connection, {"ready": True})
        while True:
            request, _, _ = receive(connection)
            signal.setitimer(signal.ITIMER_REAL, request["seconds"] + _GRACE)
            head, body = evaluate(store, request)
            send(connection, head, body.finish(), body.file)
            signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
