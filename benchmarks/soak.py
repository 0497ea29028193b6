"""A soak test: good, slow and hostile queries from many clients while snapshots are published, for ten minutes.

    python benchmarks/soak.py [--seconds S]

What has to hold at the end: every answer was right for one snapshot, or an error that says what was wrong; no process,
file or memory was lost; the service still answers. It prints figures and exits with 1 when something did not hold.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from kg.build import build_store
from kg.resources import sample_corpus
from kg.settings import Settings

TOKEN = "the-token-of-the-soak-test"
GRAPH = "https://example.org/soak"
CLIENTS = 8
#: Each write puts as many triples of one generation: an answer that counts others, or of two, mixes snapshots.
SIZE = 50
CONSISTENT = f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s <a:of> ?g }} }} GROUP BY ?g"
GOOD = (
    "SELECT ?l (COUNT(DISTINCT ?p) AS ?n) { ?p kg:mentions/skos:prefLabel ?l } GROUP BY ?l ORDER BY DESC(?n) LIMIT 20",
    "CONSTRUCT { ?p kg:usesMethod ?m } WHERE { ?p kg:usesMethod ?m }",
    "ASK { ?p a kg:Paper }",
    "DESCRIBE ?p { ?p a kg:Paper } LIMIT 2",
    "SELECT ?a ?b { ?a ?p ?o . ?b ?q ?o } LIMIT 60000",
)
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d && ?g != ?j) }",
    f"ASK {{ FILTER({'(' * 20000}1{')' * 20000}) }}",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ",
    "DROP ALL",
    "SELECT ?a ?d ?g ?j { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
)


@dataclass(slots=True)
class Seen:
    """What clients have seen: counts by kind of question and outcome, and what should not have been."""

    outcomes: collections.Counter[tuple[str, str]] = field(default_factory=collections.Counter)
    wrong: list[str] = field(default_factory=list)
    slowest_good: float = 0.0
    published: int = 0


def main() -> None:
    """Run, print, and say by the exit code whether all held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="how long (default: 600)")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build_store([str(sample_corpus())], store, Settings())
        process, address = serve(store)
        try:
            seen = soak(process.pid, address, seconds)
            problems = [*seen.wrong, *at_rest(process.pid, address, store)]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    for (kind, outcome), count in sorted(seen.outcomes.items()):
        print(f"  {kind:<11} {outcome:<28} {count:>7,}")
    print(f"{seen.published:,} snapshots published; the slowest good answer took {seen.slowest_good:.1f} s")
    print("\n".join(problems) or "all held: answers from one snapshot each, nothing leaked")
    sys.exit(bool(problems))


def serve(store: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the service and return it with its address."""
    limits = {"KG_TOKEN": TOKEN, "KG_QUERY_SECONDS": "3", "KG_QUERY_MEMORY_MB": "600", "KG_ACCESS_LOG": "no"}
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", "0"],
        env={**os.environ, **limits},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    match = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
    assert match
    return process, match[0]


def soak(pid: int, address: str, seconds: float) -> Seen:
    """Let the clients and the publisher run, and print what the service holds meanwhile."""
    seen, end = Seen(), time.monotonic() + seconds
    publish(address, 0)
    threads = [threading.Thread(target=ask, args=(address, end, seed, seen)) for seed in range(CLIENTS)]
    threads.append(threading.Thread(target=publish_on, args=(address, end, seen)))
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(min(30.0, max(1.0, seconds / 6)))
        print(f"  {usage(pid)}", flush=True)
    return seen


def ask(address: str, end: float, seed: int, seen: Seen) -> None:
    """Ask questions of all kinds until the end."""
    chance = random.Random(seed)
    while time.monotonic() < end:
        kind = chance.choices(("consistent", "good", "hostile"), (6, 5, 1))[0]
        query = {"consistent": CONSISTENT, "good": chance.choice(GOOD), "hostile": chance.choice(HOSTILE)}[kind]
        begun = time.monotonic()
        status, body = get(f"{address}/sparql?{urlencode({'query': query + f' # {chance.random()}'})}")
        seen.outcomes[kind, outcome(status, body)] += 1
        if kind != "hostile" and status == 200:
            seen.slowest_good = max(seen.slowest_good, time.monotonic() - begun)
        if kind == "consistent" and status == 200:
            groups = [int(row["n"]["value"]) for row in json.loads(body)["results"]["bindings"]]
            if groups != [SIZE]:
                seen.wrong.append(f"an answer from two snapshots: {groups}")
        if kind != "hostile" and status not in (200, 503):
            seen.wrong.append(f"a good query was refused: {status} {body[:200]!r}")
        if status == 503:
            time.sleep(0.5)


def outcome(status: int, body: bytes) -> str:
    """Return an outcome in a few words."""
    if status == 200:
        return "200"
    message = str(json.loads(body)["message"]) if body.startswith(b"{") else "?"
    return f"{status} {message[:22]}"


def get(url: str) -> tuple[int, bytes]:
    """Return status and body; 0 when there was no answer."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError as error:
        return 0, str(error).encode()


def publish_on(address: str, end: float, seen: Seen) -> None:
    """Publish a new generation twice a second."""
    while time.monotonic() < end:
        seen.published += 1
        if (status := publish(address, seen.published)) not in (200, 201, 204):
            seen.wrong.append(f"a write failed: {status}")
        time.sleep(0.5)


def publish(address: str, generation: int) -> int:
    """Replace the graph by that of a generation."""
    turtle = "".join(f"<s:{number}> <a:of> <g:{generation}> .\n" for number in range(SIZE))
    request = urllib.request.Request(
        f"{address}/data?graph={GRAPH}",
        data=turtle.encode(),
        method="PUT",
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def usage(pid: int) -> str:
    """Return what the service holds: processes, open files and memory of its own."""
    files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return f"{len(children(pid))} workers, {files} files, {memory(pid):.0f} MB"


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        if task.name != str(pid)
        for child in (task / "children").read_text().split()
    ]


def memory(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


def at_rest(pid: int, address: str, store: Path) -> list[str]:
    """Return what is wrong once nobody asks any more."""
    time.sleep(4)
    get(f"{address}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D")
    problems = []
    if (workers := len(children(pid))) > 2 * Settings().query_workers + 1:  # for questions, for panels, one for pages
        problems.append(f"{workers} workers are left")
    if (files := len(list(Path(f"/proc/{pid}/fd").iterdir()))) > 60:
        problems.append(f"{files} files are open")
    if memory(pid) > 400:
        problems.append(f"the service holds {memory(pid):.0f} MB")
    if (snapshots := len(list((store / "snapshots").iterdir()))) > 2 + Settings().query_workers:
        problems.append(f"{snapshots} snapshots are kept")
    if get(f"{address}/readyz")[0] != 200:
        problems.append("the service is not ready any more")
    return problems


if __name__ == "__main__":
    main()
