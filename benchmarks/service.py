"""How fast the SPARQL service is: twelve queries side by side with its peers, overhead, throughput, a long answer.

    python benchmarks/service.py [--quads N] [--skip-rdflib] [--seconds S]

All are asked for the same data in one run. Ratios come first; milliseconds hold for one machine on one day. The cache
of answers is off, unless the line says otherwise. Peers come with `pip install --group bench`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import statistics
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import service_peers as peers
from service_data import BASE, JOINS_AND_AGGREGATES, QUERIES, SMALL, quads, with_prefixes

from kg.graph.paper_table import open_papers
from kg.graph.store import Snapshot, StoreFolder

#: Seconds after which a query is given up; its time then counts as that.
GIVE_UP = 10.0
Times = Mapping[str, float]
#: Solutions of each query, as the first who was asked gave them.
_ROWS: dict[str, int] = {}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000, help="size of the graph (default: 1,000,000)")
    parser.add_argument("--seconds", type=float, default=4.0, help="seconds of each throughput (default: 4)")
    parser.add_argument("--skip-rdflib", action="store_true", help="leave out the two peers that take minutes to load")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, data = make_store(Path(folder), args.quads)
        overhead(store)
        throughput(store, args.seconds)
        long_answer(store)
        compare(store, data, args.skip_rdflib)


def make_store(folder: Path, size: int) -> tuple[Path, Path]:
    """Return a store of about so many quads, and the same as N-Quads."""
    store = StoreFolder.create(folder / "store", BASE)
    building = store.begin()
    graph, items = ox.Store(str(building / "graph")), quads(size)
    while chunk := list(islice(items, 200_000)):
        graph.bulk_extend(chunk)
    graph.flush()
    with open_papers(building / "papers.sqlite"):
        pass
    store.publish(building, Snapshot(building, 0, len(graph), 0, "", "generated"))
    data = folder / "data.nq"
    graph.dump(str(data), format=ox.RdfFormat.N_QUADS)
    print(f"{len(graph):,} quads")
    return store.path, data


def compare(store: Path, data: Path, skip_rdflib: bool) -> None:
    """Print the twelve queries, each as a multiple of the in-process engine's time.

    All but the peers on rdflib are asked in turn, so that what else the machine does falls on each alike.
    """
    graph = StoreFolder.open(store).current().graph
    with ExitStack() as running:
        started = {
            "kg": running.enter_context(peers.kg(store)),
            "kg, with its cache": running.enter_context(peers.kg(store, cache_mb=64)),
            "Oxigraph server": running.enter_context(peers.oxigraph(graph)),
        }
        asks = {"in-process": in_process(graph)} | {name: over_http(peer) for name, peer in started.items()}
        columns = timed(asks, 9)
    if not skip_rdflib:
        print_table(columns)
    for start in () if skip_rdflib else (peers.rdflib_endpoint, peers.flask_rdflib):
        with start(data) as peer:
            columns |= timed({peer.name: over_http(peer)}, 1)
            print(f"{peer.name} is measured", flush=True)
    print_table(columns)


def print_table(columns: Mapping[str, Times]) -> None:
    """Print each time as a multiple of the in-process engine's, and ours and that as a multiple of each peer's."""
    peers_names = list(columns)[1:]
    print(f"\n{'':<13} {'in-process':>10}  " + "".join(f"{name:>20}" for name in peers_names))
    for name in QUERIES:
        limit = columns["in-process"][name]
        cells = "".join(f"{_ratio(columns[peer][name], limit):>20}" for peer in peers_names)
        print(f"{name:<13} {limit * 1000:>7.1f} ms  {cells}")
    ours = [name for name in columns if name.startswith(("kg", "in-process"))]
    for other in [name for name in columns if name not in ours]:
        for name in ours:
            all_kinds = mean_ratio(columns[name], columns[other], tuple(QUERIES))
            engine = mean_ratio(columns[name], columns[other], JOINS_AND_AGGREGATES)
            print(
                f"{name} takes {all_kinds:.2g} of the time of {other} (geometric mean); {engine:.2g} on joins and such"
            )


def _ratio(seconds: float, limit: float) -> str:
    return f"{'>' if seconds >= GIVE_UP else ''}{seconds / limit:,.1f} x"


def mean_ratio(ours: Times, theirs: Times, names: tuple[str, ...]) -> float:
    """Return the geometric mean of the ratios of times."""
    return statistics.geometric_mean([ours[name] / theirs[name] for name in names])


def in_process(graph: Path) -> Callable[[str], bytes]:
    """Return a function that asks the engine itself, and has the answer serialised."""
    store = ox.Store.read_only(str(graph))

    def ask(query: str) -> bytes:
        result = store.query(with_prefixes(query), use_default_graph_as_union=True)
        format = ox.RdfFormat.TURTLE if isinstance(result, ox.QueryTriples) else ox.QueryResultsFormat.JSON
        return bytes(result.serialize(format=format))  # type: ignore[arg-type]

    return ask


def over_http(peer: peers.Peer) -> Callable[[str], bytes]:
    """Return a function that asks a service by GET on one connection that is kept."""
    address = urlsplit(peer.endpoint)
    connection = http.client.HTTPConnection(address.netloc, timeout=GIVE_UP)

    def ask(query: str) -> bytes:
        try:
            path = f"{address.path}?query={quote(with_prefixes(query))}"
            connection.request("GET", path, headers={"Accept": accepted(query)})
            response = connection.getresponse()
            body = response.read()
        except TimeoutError:
            connection.close()
            time.sleep(1)
            return b""
        if response.status != 200:
            raise SystemExit(f"{peer.name}: {response.status} {body[:300]!r}")
        return body

    return ask


def accepted(query: str) -> str:
    """Return the media type that is asked for."""
    return "text/turtle" if query.startswith(("CONSTRUCT", "DESCRIBE")) else "application/sparql-results+json"


def timed(asks: Mapping[str, Callable[[str], bytes]], repetitions: int) -> dict[str, Times]:
    """Return the median seconds of each query of each who is asked, in turn; the first of several does not count.

    Raises SystemExit when an answer has not as many solutions as that of the first who was asked.
    """
    times: dict[str, dict[str, float]] = {asked: {} for asked in asks}
    for name, query in QUERIES.items():
        measured: dict[str, list[float]] = {asked: [] for asked in asks}
        for repetition in range(-1 if repetitions > 1 else 0, repetitions):
            for asked, ask in asks.items():
                begun = time.perf_counter()
                answer = ask(query)
                if repetition >= 0:
                    measured[asked].append(min(time.perf_counter() - begun, GIVE_UP))
                if repetition <= 0:
                    check_rows(name, query, answer)
        for asked, seconds in measured.items():
            times[asked][name] = statistics.median(seconds)
    return dict(times)


def check_rows(name: str, query: str, answer: bytes) -> None:
    """Raise SystemExit when an answer has not as many solutions as the first one to this query."""
    if answer and accepted(query).endswith("json"):
        rows = len(json.loads(answer)["results"]["bindings"])
        if rows != _ROWS.setdefault(name, rows):
            raise SystemExit(f"{name}: {rows} rows, where there should be {_ROWS[name]}")


def overhead(store: Path) -> None:
    """Print what HTTP, the guard and the worker add to a cheap query."""
    graph = ox.Store.read_only(str(StoreFolder.open(store).current().graph))

    def bare(query: str) -> None:
        graph.query(query, use_default_graph_as_union=True).serialize(format=ox.QueryResultsFormat.JSON)  # type: ignore

    with peers.kg(store) as peer:
        ask = over_http(peer)
        direct = statistics.median(_each(bare, 400))
        ours = statistics.median(_each(ask, 400))
    with peers.oxigraph(StoreFolder.open(store).current().graph) as peer:
        theirs = statistics.median(_each(over_http(peer), 400))
    print(f"\na cheap query: {(ours - direct) * 1000:.2f} ms more than in-process ({direct * 1000:.2f} ms); "
          f"Oxigraph server {(theirs - direct) * 1000:.2f} ms more")  # fmt: skip


def _each(ask: Callable[[str], None], number: int) -> list[float]:
    times = []
    for i in range(number):
        query = with_prefixes(SMALL[i % len(SMALL)] % i)
        begun = time.perf_counter()
        ask(query)
        times.append(time.perf_counter() - begun)
    return times


def throughput(store: Path, seconds: float) -> None:
    """Print the requests a second of eight clients that ask small queries, under several servers."""
    graph = StoreFolder.open(store).current().graph
    print("\nsmall queries, 8 clients, requests a second:")
    for start, note in (
        (lambda: peers.kg(store), "every query new"),
        (lambda: peers.kg(store, cache_mb=64), "answers from the cache"),
        (lambda: peers.kg(store, "gunicorn", processes=2), "every query new"),
        (lambda: peers.kg(store, "granian", processes=2), "every query new"),
        (lambda: peers.oxigraph(graph), "every query new"),
    ):
        with start() as peer:
            print(f"  {peer.name + ', ' + note:<48} {rate(peer, seconds, repeat='cache' in note):>7,.0f}")


def rate(peer: peers.Peer, seconds: float, repeat: bool) -> float:
    """Return requests a second: two processes of four connections each."""
    with multiprocessing.Pool(2) as pool:
        return sum(pool.starmap(_load, [(peer.endpoint, seconds, repeat, seed) for seed in range(2)]))


def _load(endpoint: str, seconds: float, repeat: bool, seed: int) -> float:
    """Ask on four connections in turn, each with a request under way, and return requests a second."""
    from selectors import EVENT_READ, DefaultSelector
    from socket import create_connection

    address = urlsplit(endpoint)
    requests = _requests(endpoint, repeat, seed)
    selector = DefaultSelector()
    for _ in range(4):
        connection = create_connection((address.hostname, address.port))
        connection.sendall(next(requests))
        selector.register(connection, EVENT_READ, bytearray())
    done, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < seconds:
        for key, _ in selector.select(1):
            key.data.extend(key.fileobj.recv(65536))  # type: ignore[union-attr]
            if _complete(key.data):
                done += 1
                key.data.clear()
                key.fileobj.sendall(next(requests))  # type: ignore[union-attr]
    return done / spent


def _requests(endpoint: str, repeat: bool, seed: int) -> Iterator[bytes]:
    address = urlsplit(endpoint)
    number = 0
    while True:
        number += 1
        text = SMALL[number % len(SMALL)] % (number % 20 if repeat else number)
        query = quote(with_prefixes(text) + ("" if repeat else f" #{seed}.{number}"))
        head = f"GET {address.path}?query={query} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        yield f"{head}Accept: application/sparql-results+json\r\n\r\n".encode()


def _complete(data: bytearray) -> bool:
    """Say whether a response is whole: by its Content-Length, or by the last chunk."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(data[:end]).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"not answered: {bytes(data[:400])!r}")
    if b"content-length:" in head:
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        return len(data) >= end + 4 + length
    return data.endswith(b"0\r\n\r\n")


def long_answer(store: Path) -> None:
    """Print what a CSV of a million rows takes, and what it adds to the memory of the service."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1000000"
    with peers.kg(store) as peer:
        over_http(peer)("ASK {}")
        before, begun, size = _memory(peer.pid), time.perf_counter(), 0
        request = urllib.request.Request(f"{peer.endpoint}?query={quote(query)}", headers={"Accept": "text/csv"})
        most, rows = before, -1
        with urllib.request.urlopen(request) as answer:
            while chunk := answer.read(1 << 20):
                size, rows = size + len(chunk), rows + chunk.count(b"\r\n")
                most = max(most, _memory(peer.pid))
        seconds = time.perf_counter() - begun
    print(
        f"\n{rows:,} rows of CSV, {size / 1e6:.0f} MB, in {seconds:.1f} s: {most - before:.1f} MB more memory at most "
        f"in the service ({before:.0f} MB before)"
    )


def _memory(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()
