"""How fast a graph is built: papers a second from file to published store, beside extraction alone; and the memory.

    python benchmarks/building.py [CORPUS] [--papers N]

Each build is a fresh process, start-up included. The ratio says how much of a build is extraction.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.corpus.paper import Paper
from kg.corpus.read import read_corpus
from kg.resources import sample_corpus
from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall-clock seconds and the peak of resident memory of the main process, in megabytes."""

    seconds: float
    megabytes: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default=str(sample_corpus()), help="default: the bundled sample")
    parser.add_argument("--papers", type=int, default=5000, help="papers to read at most (default: 5000)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = _write(args.corpus, args.papers, folder / "papers.jsonl")
        extracting = _run("extract", str(folder / "papers.jsonl"), "--out", str(folder / "records.jsonl"))
        building = _run("build", str(folder / "papers.jsonl"), "--store", str(folder / "store"))
        again = _run("build", str(folder / "papers.jsonl"), "--store", str(folder / "store"))
    print(f"{count} papers, {os.cpu_count()} cores, start-up included")
    for what, measured in (("extraction alone", extracting), ("build", building), ("build, nothing new", again)):
        print(
            f"{what:<20} {count / measured.seconds:>8,.0f} papers/s {measured.seconds:>7.1f} s "
            f"{measured.megabytes:>7,.0f} MB   ratio to the build {measured.seconds / building.seconds:.2f}"
        )


def _write(corpus: str, most: int, target: Path) -> int:
    """Write the papers in our own format, so that reading costs the same whatever the corpus; return how many."""
    items = (item for item in read_corpus([corpus], None, Settings()) if isinstance(item, Paper))
    papers = list(islice(items, most))
    lines = (json.dumps({"id": p.id, "title": p.title, "abstract": p.abstract, "date": p.date}) + "\n" for p in papers)
    target.write_text("".join(lines), encoding="utf-8")
    return len(papers)


def _run(*arguments: str) -> Measured:
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "kg.cli", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"kg {arguments[0]} failed with exit code {process.returncode}")
    return Measured(seconds, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
