"""The process in which queries run: it opens one snapshot read-only, answers, and can be killed at any moment.

Run as a script with the folder of an Oxigraph store. It reads one JSON request a line from standard input and writes
frames to standard output: four bytes of length, then so many bytes. The first frame of an answer is a JSON object,
`{"kind": "solutions" | "boolean" | "graph"}` or `{"error": …, "message": …}`; frames of the answer follow; an empty
frame ends it, or a frame of length 2^32 - 1 and another with a message says that it broke off.

It imports nothing but pyoxigraph and the standard library, so that it starts at once.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

BROKEN_OFF = 0xFFFFFFFF
_BUFFER = 65_536


class Frames:
    """A file-like object that writes what it gets as frames."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        """Hold data back until a frame is full."""
        self._held += data
        if len(self._held) >= _BUFFER:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Write what is held as one frame."""
        if self._held:
            send(self._out, bytes(self._held))
            self._held.clear()


def send(out: BinaryIO, data: bytes) -> None:
    """Write one frame."""
    out.write(struct.pack(">I", len(data)) + data)
    out.flush()


def answer(store: ox.Store, request: Mapping[str, Any], out: BinaryIO) -> None:
    """Run one query and write its answer."""
    frames = Frames(out)
    begun = False
    try:
        result = _run(store, request)
        kind = {"QueryBoolean": "boolean", "QuerySolutions": "solutions"}.get(type(result).__name__, "graph")
        send(out, json.dumps({"kind": kind}).encode())
        begun = True
        _serialize(result, kind, request, frames)
        frames.flush()
        out.write(struct.pack(">I", 0))
        out.flush()
    except BrokenPipeError:
        raise
    except Exception as error:
        name = "syntax" if isinstance(error, SyntaxError) else "evaluation"
        if begun:
            out.write(struct.pack(">I", BROKEN_OFF))
            send(out, str(error).encode() or b"?")
        else:
            send(out, json.dumps({"error": name, "message": str(error)}).encode())


def _run(store: ox.Store, request: Mapping[str, Any]) -> Any:
    default = [ox.NamedNode(iri) for iri in request["default_graphs"]]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in request["named_graphs"]]
    if not default and not named:
        return store.query(request["query"], prefixes=request["prefixes"], use_default_graph_as_union=True)
    return store.query(
        request["query"],
        prefixes=request["prefixes"],
        default_graph=cast("list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]", default),
        named_graphs=named,
    )


def _serialize(result: Any, kind: str, request: Mapping[str, Any], out: Frames) -> None:
    if kind == "graph":
        format = getattr(ox.RdfFormat, request["graph_format"])
        ox.serialize(result, cast(BinaryIO, out), format, prefixes=request["prefixes"])
    else:
        result.serialize(out, format=getattr(ox.QueryResultsFormat, request["solutions_format"]))


def limit_memory(megabytes: int) -> None:
    """Let the system refuse this process more memory than that; 0 sets no limit."""
    if megabytes:
        import resource

        size = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def main() -> None:
    """Answer requests until standard input ends."""
    limit_memory(int(sys.argv[2]))
    store = ox.Store.read_only(sys.argv[1])
    send(sys.stdout.buffer, b"ready")
    for line in sys.stdin.buffer:
        answer(store, json.loads(line), sys.stdout.buffer)


if __name__ == "__main__":
    main()
