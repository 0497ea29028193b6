"""How a build grows with the number of papers, extraction apart: time by stage, memory, size on disk, answers.

    python benchmarks/scale.py RECORDS [--sizes 1000 10000 70000] [--out benchmarks/RESULTS.md]

RECORDS is what `kg extract` wrote, or the folder of a store, whose cache of Records is read; where it has too few, they
are read again under other ids. Each size is a process of its own, so that its peak of memory is its own. A picture is
drawn beside the table. The last column is the ratio of adding 100 papers, published, to the whole build: what keeping a
store up to date costs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from itertools import count, islice, pairwise
from pathlib import Path

from matplotlib.figure import Figure

from kg.corpus.paper import Paper
from kg.extract.record import Record, record_from_json
from kg.gazetteer import load_gazetteer
from kg.graph.paper_table import open_papers
from kg.graph.store import StoreFolder
from kg.graph.writing import Tally, write_snapshot
from kg.opened import open_store
from kg.resolve.entities import resolve

ADDED = 100
#: Questions about everything in the graph; those about one thing are quicker.
QUERIES = ("coverage", "corpus_years", "type_confidence")
BASE = "https://w3id.org/abstracts-kg/id"

_HEAD = """\
Made by `python benchmarks/scale.py` on {cores} cores, from Records that were extracted before: those of {available:,}
abstracts of computer science by the model `fast`, again under other ids beyond that number. Seconds are of the
processor, all threads together, so that other work on the machine is not in them; *wall* is the clock. *keep*: Records
into the table of papers; *resolve*: names to entities; *write*: graphs into the store; *add*: {added} papers more,
published; *ask*: seconds by the clock to open the store and ask {queries}.
"""
_SIZE = """\
A statement in a named graph stands in six indexes, each with its four terms. A term takes 17 bytes, mostly of a hash,
and hashes do not compress: an entry of an index takes about 26 bytes as the bulk loader writes it, packed by LZ4 behind
what it shares with its neighbour, and 53 once RocksDB has merged its files, which it does without packing at every size
seen (27.9 million statements, 1.1 to 1.8 GB an index). With the texts, each once, that is 180 to 340 bytes a statement.
"""
_EVIDENCE = (
    "The evidence alone takes more: 23 mentions of 8 (class, entity, words, two offsets, extractor, confidence, "
    "sentence), 9 claims of 6 and 7 sentences of 5 are 270."
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of processor of each stage, megabytes of memory (peak, resident) and of disk, and what the store holds.

    `wall` is the time that the build took by the clock, `asking` that of opening the store and asking `QUERIES`.
    """

    papers: int
    keeping: float
    resolving: float
    writing: float
    wall: float
    adding: float
    asking: float
    memory_mb: float
    graph_mb: float
    table_mb: float
    entities: int
    quads: int


def main() -> None:
    """Measure and print, or write, a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 70_000])
    parser.add_argument("--out", type=Path, help="file for the table (default: standard output)")
    parser.add_argument("--one", action="store_true", help="measure the first size in this process and print JSON")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(asdict(measure(args.records, args.sizes[0]))))
        return
    found = [Measured(**json.loads(_in_a_process(args.records, size))) for size in args.sizes]
    lines = [*_head(sum(1 for _ in _stored(args.records))), *_table(found)]
    if args.out:
        picture = args.out.with_name("scale.svg")
        _draw(found, picture)
        lines += ["", f"![Time, memory and disk against the number of papers]({picture.name})", "", *_why(found[-1])]
        args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        print("\n".join(lines))


def _in_a_process(records: Path, size: int) -> str:
    command = [sys.executable, __file__, str(records), "--sizes", str(size), "--one"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(records: Path, size: int) -> Measured:
    """Build a store of so many papers from their Records, then add some more."""
    items = _read(records)
    with tempfile.TemporaryDirectory() as name:
        folder = StoreFolder.create(Path(name) / "store", BASE)
        began, clock = time.perf_counter(), [time.process_time()]
        building = folder.begin()
        papers = _keep(building, islice(items, size))
        clock.append(time.process_time())
        with open_papers(building / "papers.sqlite") as table:
            resolve([state.names for state in table.states()], load_gazetteer())
        clock.append(time.process_time())
        _publish(folder, building, papers)
        clock.append(time.process_time())
        wall = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        snapshot = folder.current()
        graph, whole = _megabytes(snapshot.graph), _megabytes(snapshot.folder)
        asking = _ask(folder.path)
        building = folder.begin()
        before = time.process_time()
        _publish(folder, building, _keep(building, islice(items, ADDED)))
        keeping, resolving, writing = (later - earlier for earlier, later in pairwise(clock))
        return Measured(
            papers=papers,
            keeping=keeping,
            resolving=resolving,
            writing=writing - resolving,  # which resolves as well
            wall=wall,
            adding=time.process_time() - before,
            asking=asking,
            memory_mb=memory,
            graph_mb=graph,
            table_mb=whole - graph,
            entities=snapshot.entities,
            quads=snapshot.quads,
        )


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _ask(store: Path) -> float:
    """Return the seconds that opening a store and asking some saved queries takes by the clock."""
    began = time.perf_counter()
    with open_store(store) as graph:
        for query in QUERIES:
            graph.query(query, limit=20)
    return time.perf_counter() - began


def _keep(building: Path, records: Iterable[Record]) -> int:
    with open_papers(building / "papers.sqlite") as table:
        count = 0
        for record in records:
            table.put(Paper(record.id, record.title, record.abstract), record)
            count += 1
        return count


def _publish(folder: StoreFolder, building: Path, added: int) -> None:
    with open_papers(building / "papers.sqlite") as table:
        facts = write_snapshot(folder.base, building, table, Tally(added=added), time.time(), "measured")
    folder.publish(building, facts)


def _read(source: Path) -> Iterator[Record]:
    """Yield Records without end: when all have been read, they come again under other ids."""
    for turn in count():
        for record in _stored(source):
            yield replace(record, id=f"{record.id}-{turn}") if turn else record


def _stored(source: Path) -> Iterator[Record]:
    """Yield the Records of a file that `kg extract` wrote, or of the cache of a store."""
    if source.is_dir():
        with closing(sqlite3.connect(f"{(source / 'cache.sqlite').resolve().as_uri()}?mode=ro", uri=True)) as cache:
            for (packed,) in cache.execute("SELECT record FROM records ORDER BY content_hash"):
                yield record_from_json(json.loads(zlib.decompress(packed)))
        return
    with source.open(encoding="utf-8") as lines:
        yield from (record_from_json(json.loads(line)) for line in lines)


def _head(available: int) -> Iterator[str]:
    yield "# How a build grows with the number of papers"
    yield ""
    yield _HEAD.format(cores=os.cpu_count(), available=available, added=ADDED, queries=", ".join(QUERIES))


def _table(found: list[Measured]) -> Iterator[str]:
    yield f"| papers | keep | resolve | write | wall | add {ADDED} | ratio | ask | memory, MB |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for m in found:
        ratio = m.adding / (m.keeping + m.resolving + m.writing)
        yield (
            f"| {m.papers:,} | {m.keeping:.1f} | {m.resolving:.1f} | {m.writing:.1f} | {m.wall:.0f} | {m.adding:.1f} "
            f"| {ratio:.2f} | {m.asking:.1f} | {m.memory_mb:,.0f} |"
        )
    yield ""
    yield "| papers | entities | statements | a paper | graph, MB | bytes a statement | papers and Records, MB |"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    for m in found:
        yield (
            f"| {m.papers:,} | {m.entities:,} | {m.quads:,} | {m.quads / m.papers:.0f} | {m.graph_mb:,.0f} "
            f"| {m.graph_mb * 1e6 / m.quads:.0f} | {m.table_mb:,.0f} |"
        )


def _why(m: Measured) -> Iterator[str]:
    """Say what the size on disk is made of, and what it would take to be smaller."""
    each, papers = m.quads / m.papers, 70_000
    yield "## Why the graph is as large as it is"
    yield ""
    yield _SIZE
    yield f"| {papers:,} papers of {each:.0f} statements | GB |"
    yield "|---|---:|"
    for size, meaning in ((180, "as loaded"), (340, "merged without packing")):
        yield f"| at {size} bytes, {meaning} | {papers * each * size / 1e9:.1f} |"
    yield ""
    yield f"2 GB would be {2e9 / papers / 180:.0f} statements a paper. {_EVIDENCE}"


def _draw(found: list[Measured], path: Path) -> None:
    """Draw time, memory and disk against the number of papers, on logarithmic axes: straight lines are powers."""
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    sizes = [m.papers for m in found]
    for axes, title, values in zip(
        figure.subplots(1, 3),
        ("seconds of processor", "memory, MB", "graph, MB"),
        (
            {
                "keep": [m.keeping for m in found],
                "resolve": [m.resolving for m in found],
                "write": [m.writing for m in found],
                f"add {ADDED}": [m.adding for m in found],
            },
            {"peak": [m.memory_mb for m in found]},
            {"disk": [m.graph_mb for m in found]},
        ),
        strict=True,
    ):
        for name, points in values.items():
            axes.loglog(sizes, points, marker="o", label=name)
        axes.set(title=title, xlabel="papers")
        axes.grid(alpha=0.3)
        axes.legend()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
