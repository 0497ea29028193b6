"""How a build grows with the number of papers, extraction apart: time by stage, memory, size on disk.

    python benchmarks/scale.py RECORDS [--sizes 1000 10000 70000] [--out benchmarks/RESULTS.md]

RECORDS is what `kg extract` wrote, or the folder of a store, whose cache of Records is read. Each size is a process of
its own, so that its peak of memory is its own. The last column is the ratio of adding 100 papers, published, to the
whole build: what keeping a store up to date costs.
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
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from kg.corpus.paper import Paper
from kg.extract.record import Record, record_from_json
from kg.gazetteer import load_gazetteer
from kg.graph.paper_table import open_papers
from kg.graph.store import StoreFolder
from kg.graph.writing import Tally, write_snapshot
from kg.resolve.entities import resolve

ADDED = 100
BASE = "https://w3id.org/abstracts-kg/id"


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each stage, the peak of resident memory and the store on disk in megabytes, and what it holds."""

    papers: int
    keeping: float
    resolving: float
    writing: float
    adding: float
    memory_mb: float
    store_mb: float
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
    text = "\n".join((*_head(), *_table(found))) + "\n"
    args.out.write_text(text, encoding="utf-8") if args.out else print(text, end="")


def _in_a_process(records: Path, size: int) -> str:
    command = [sys.executable, __file__, str(records), "--sizes", str(size), "--one"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(records: Path, size: int) -> Measured:
    """Build a store of so many papers from their Records, then add some more."""
    items = _read(records)
    with tempfile.TemporaryDirectory() as name:
        folder = StoreFolder.create(Path(name) / "store", BASE)
        began = time.perf_counter()
        building = folder.begin()
        papers = _keep(building, islice(items, size))
        kept = time.perf_counter()
        with open_papers(building / "papers.sqlite") as table:
            resolve([state.names for state in table.states()], load_gazetteer())
        resolved = time.perf_counter()
        _publish(folder, building, papers)
        written = time.perf_counter()
        building = folder.begin()
        _publish(folder, building, _keep(building, islice(items, ADDED)))
        added = time.perf_counter()
        snapshot = folder.current()
        return Measured(
            papers=papers,
            keeping=kept - began,
            resolving=resolved - kept,
            writing=written - resolved - (resolved - kept),  # which resolves as well
            adding=added - written,
            memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            store_mb=sum(file.stat().st_size for file in snapshot.folder.rglob("*") if file.is_file()) / 1e6,
            entities=snapshot.entities,
            quads=snapshot.quads,
        )


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
    """Yield the Records of a file that `kg extract` wrote, or of the cache of a store."""
    if source.is_dir():
        with closing(sqlite3.connect(f"{(source / 'cache.sqlite').resolve().as_uri()}?mode=ro", uri=True)) as cache:
            for (packed,) in cache.execute("SELECT record FROM records ORDER BY content_hash"):
                yield record_from_json(json.loads(zlib.decompress(packed)))
        return
    with source.open(encoding="utf-8") as lines:
        yield from (record_from_json(json.loads(line)) for line in lines)


def _head() -> Iterator[str]:
    yield "# How a build grows with the number of papers"
    yield ""
    yield f"Made by `python benchmarks/scale.py` on {os.cpu_count()} cores, from Records that were extracted before."
    yield "Seconds are of the clock, so other work on the machine is in them. *keep*: Records into the table of papers;"
    yield "*resolve*: names to entities; *write*: graphs into the store, and publication."
    yield ""


def _table(found: list[Measured]) -> Iterator[str]:
    stages = "keep, s | resolve, s | write, s"
    yield f"| papers | {stages} | memory, MB | store, MB | entities | quads | add {ADDED}, s | ratio |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for m in found:
        whole = m.keeping + m.resolving + m.writing
        yield (
            f"| {m.papers:,} | {m.keeping:.1f} | {m.resolving:.1f} | {m.writing:.1f} | {m.memory_mb:,.0f} "
            f"| {m.store_mb:,.0f} | {m.entities:,} | {m.quads:,} | {m.adding:.1f} | {m.adding / whole:.2f} |"
        )


if __name__ == "__main__":
    main()
