"""How the centrality report grows with the corpus; igraph and rustworkx beside networkx; betweenness exact and sampled.

    python benchmarks/analytics.py [--papers N …] [--compared N] [--samples N]

The corpora are made up: papers have some eight entities each, drawn by a Pitman-Yor process, so that one entity is in a
fifth of the papers and seven of eight in one alone, as in real ones. Only what reports read is written to the stores.
Reports run in fresh processes, start-up included; seconds are of the processor, for machines are shared, and of the
clock.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import rustworkx as rx
from pyoxigraph import Literal, NamedNode, Quad, Store
from scipy.stats import spearmanr

from kg.analytics.backends import Measures, measures_of
from kg.analytics.network import Thresholds
from kg.analytics.networks import read_network
from kg.extract.record import EntityType
from kg.graph.iris import entity_iri, graph_iri, paper_iri
from kg.graph.nodes import A, Object, kg, std, typed
from kg.graph.store import Snapshot, StoreFolder
from kg.graph.vocabulary import USES

BASE = "https://example.org/id"
#: Entities of a paper, and the parameters of the process: 5,000 real papers have 40,000 links to 19,000 entities.
_PER_PAPER, _DISCOUNT, _STRENGTH = 8.0, 0.87, 20.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[1000, 10_000, 70_000])
    parser.add_argument("--compared", type=int, default=5000, help="papers of the network for libraries")
    parser.add_argument("--samples", type=int, default=50, help="sources of the sampled betweenness that is compared")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for papers in args.papers:
            store = write_store(Path(name) / f"store{papers}", papers)
            for least in (1, 2):
                _report(store, papers, least)
        network = read_network(write_store(Path(name) / "compared", args.compared), "co-use", thresholds=Thresholds(2))
        _compare(network, args.samples)
        _sampled(network)


def write_store(path: Path, papers: int) -> Path:
    """Write a store of made-up papers, with what reports read of it."""
    folder = StoreFolder.create(path, BASE)
    building = folder.begin()
    store = Store(str(building / "graph"))
    store.bulk_extend(_quads(papers))
    store.flush()
    (building / "papers.sqlite").touch()
    folder.publish(building, Snapshot(building, papers, len(store), 0, "made-up", "made-up"))
    return path


def _quads(papers: int) -> Iterator[Quad]:
    entities: set[int] = set()
    for number, drawn in enumerate(_draw(papers)):
        iri = NamedNode(paper_iri(BASE, f"p{number}"))
        about: list[tuple[NamedNode, Object]] = [
            (A, kg("Paper")),
            (std("dcterms:title"), Literal(f"Paper {number}")),
            (std("dcterms:issued"), typed(f"{2016 + number % 10}", "gYear")),
            (kg("year"), typed(2016 + number % 10, "integer")),
        ]
        about += [(kg(USES[_type(entity)]), NamedNode(_iri(entity))) for entity in sorted(drawn)]
        yield from (Quad(iri, predicate, value, iri) for predicate, value in about)
        entities |= drawn
    graph = NamedNode(graph_iri(BASE, "entities"))
    for entity in sorted(entities):
        node = NamedNode(_iri(entity))
        yield Quad(node, A, kg("Entity"), graph)
        yield Quad(node, A, kg(_type(entity)), graph)
        yield Quad(node, std("skos:prefLabel"), Literal(f"entity {entity}"), graph)


def _draw(papers: int) -> Iterator[set[int]]:
    """Yield the entities of each paper: a new one, or an old one by how often it was drawn, less the discount."""
    choose = random.Random(0)
    before: list[tuple[int, bool]] = []  # entities drawn so far, and whether that was the first time
    known = 0
    for _ in range(papers):
        drawn: set[int] = set()
        for _ in range(max(1, round(choose.gauss(_PER_PAPER, 3)))):
            if choose.random() < (_STRENGTH + _DISCOUNT * known) / (_STRENGTH + len(before)):
                entity, first, known = known, True, known + 1
            else:
                entity, first = choose.choice(before)
                while first and choose.random() < _DISCOUNT:
                    entity, first = choose.choice(before)
                first = False
            drawn.add(entity)
            before.append((entity, first))
        yield drawn


def _type(entity: int) -> EntityType:
    types: tuple[EntityType, ...] = ("Method", "Method", "Method", "Task", "Dataset", "Hardware", "Method", "Task")
    return types[entity % len(types)]


def _iri(entity: int) -> str:
    return entity_iri(BASE, _type(entity), f"e{entity}")


def _report(store: Path, papers: int, min_papers: int) -> None:
    command = [sys.executable, "-m", "kg.cli", "report", "centrality", "--store", str(store), "--read-only"]
    command += ["--out", str(store / "reports"), "--min-papers", str(min_papers), "--network-memory-mb", "0"]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    page = (
        (store / "reports" / "centrality.md").read_text("utf-8") if not process.returncode else "- **Network:** failed"
    )
    network = next(line for line in page.splitlines() if line.startswith("- **Network:**"))[15:].partition(";")[0]
    print(
        f"{papers:>7,} papers, entities of {min_papers}+ {usage.ru_utime + usage.ru_stime:>7.1f} s of processor "
        f"{time.perf_counter() - started:>7.1f} s of clock {usage.ru_maxrss / 1024:>7,.0f} MB  {network}",
        flush=True,
    )


def _compare(network: nx.Graph[str], samples: int) -> None:
    print(f"\nlibraries on one network of {len(network):,} nodes and {network.number_of_edges():,} edges")
    theirs = rx.networkx_converter(network)
    directed = theirs.to_directed()

    def weight(edge: dict[str, float]) -> float:
        return float(edge["weight"])

    rustworkx: dict[str, Callable[[], object]] = {
        "pagerank": lambda: rx.pagerank(directed, weight_fn=weight, tol=1e-9, max_iter=1000),
        "core": lambda: rx.core_number(theirs),
    }
    backends: list[Measures] = [measures_of(network, name) for name in ("networkx", "igraph")]
    for what, ask in (
        ("pagerank", lambda m: m.pagerank()),
        (f"betweenness, {samples} sources", lambda m: m.betweenness(samples, 0)),
        (f"harmonic, {samples} sources", lambda m: m.harmonic(samples, 0)),
        ("core", lambda m: m.core()),
        ("clustering", lambda m: m.clustering()),
        ("communities", lambda m: m.communities(1.0, 0)),
    ):
        seconds = {measures.name: _seconds(lambda m=measures, ask=ask: ask(m)) for measures in backends}  # type: ignore[misc]
        if what in rustworkx:
            seconds[f"rustworkx {rx.__version__}"] = _seconds(rustworkx[what])
        first, *others = seconds.items()
        ratios = "   ".join(f"{name} {s:.3f} s, {first[1] / max(s, 1e-9):,.0f} times as fast" for name, s in others)
        print(f"{what:<26} {first[0]} {first[1]:.2f} s   {ratios}", flush=True)


def _sampled(network: nx.Graph[str]) -> None:
    """Print how well sampled betweenness ranks what exact betweenness ranks."""
    measures = measures_of(network, "igraph")
    started = time.process_time()
    exact = measures.betweenness(None, 0)
    print(f"\nexact betweenness {time.process_time() - started:.1f} s; sampled, and its rank correlation with it")
    top = sorted(exact, key=lambda node: -exact[node])[:100]
    for sources in (50, 100, 500, 1000):
        if sources < len(network):
            started = time.process_time()
            found = measures.betweenness(sources, 0)
            seconds = time.process_time() - started
            whole = spearmanr(list(exact.values()), [found[node] for node in exact]).statistic
            first = spearmanr([exact[node] for node in top], [found[node] for node in top]).statistic
            largest = max(abs(exact[node] - found[node]) for node in exact)
            print(
                f"{sources:>6,} sources {seconds:>6.1f} s   all {whole:.3f}   the highest hundred {first:.3f}   "
                f"largest error {largest:.4f}",
                flush=True,
            )


def _seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


if __name__ == "__main__":
    main()
