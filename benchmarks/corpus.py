"""The whole way from nothing, on a corpus of yours: a graph is built, added to, and asked over HTTP.

    python benchmarks/corpus.py [FILE] [--model fast] [--papers 1000 10000 all] [--out benchmarks/RESULTS.md]

For each size `kg build` reads so many abstracts in a process of its own; then the corpus's last 100 (a quarter of a
small one), which are kept back at every size, are added; then `kg serve` is started, and pages and saved queries are
asked. FILE is in any format that `kg` reads. `--out` keeps what was measured in a JSON file beside the page and writes
its part of the page from all that is kept there, so that sizes and models can be measured one by one.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from corpus_page import Measured, kept, section, with_measured, write_page
from corpus_questions import ask_all
from watching import Watched, watch

from kg.corpus.paper import Paper, paper_to_json
from kg.corpus.read import read_corpus
from kg.gazetteer import load_gazetteer
from kg.graph.paper_table import read_papers
from kg.graph.store import Snapshot, StoreFolder
from kg.resolve.entities import resolve
from kg.resources import sample_corpus
from kg.settings import Settings

#: Most papers that are kept back, to be added to the store.
ADDED = 100


def main() -> None:
    """Measure each size; print the figures, or keep them and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default=str(sample_corpus()), help="default: the bundled sample")
    parser.add_argument("--model", default="fast", help="as kg build takes it (default: fast)")
    parser.add_argument("--papers", nargs="+", default=["1000"], help="numbers, or all (default: 1000)")
    parser.add_argument("--store", type=Path, help="folder, not there yet, that keeps the store of the last size")
    parser.add_argument("--out", type=Path, help="page whose part is written anew (default: print it)")
    args = parser.parse_args()
    corpus = [item for item in read_corpus([args.corpus], None, Settings()) if isinstance(item, Paper)]
    sizes = [len(corpus) if size == "all" else int(size) for size in args.papers]
    found: list[Measured] = []
    for number, size in enumerate(sizes, start=1):
        with _folder(args.store if number == len(sizes) else None) as store:
            for measured in measure(corpus, size, args.model, store):
                found = with_measured(kept(args.out) if args.out else found, measured)
                if args.out:
                    write_page(args.out, found)
    if not args.out:
        print("\n".join(section(found)))


@contextmanager
def _folder(asked: Path | None) -> Iterator[Path]:
    """Yield the folder of a store: the one that was asked for, or one that goes again."""
    if not asked:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name) / "store"
    elif asked.exists():
        raise SystemExit(f"{asked} is there already; name a folder that is not")
    else:
        yield asked


def measure(corpus: Sequence[Paper], size: int, model: str, store: Path) -> Iterator[Measured]:
    """Build a store of so many papers, or of all but the last, and add these; yield what it took, then with answers."""
    kept_back = min(ADDED, len(corpus) // 4)
    first, last = corpus[: min(size, len(corpus) - kept_back)], corpus[-kept_back:]
    built = _build(first, model, store)
    snapshot = StoreFolder.open(store).current()
    measured = Measured(
        available=len(corpus),
        cores=os.cpu_count() or 1,
        model=model,
        papers=snapshot.papers,
        words=sum(len(f"{paper.title} {paper.abstract}".split()) for paper in first),
        entities=snapshot.entities,
        statements=snapshot.quads,
        graph_mb=_megabytes(snapshot.graph),
        papers_mb=_megabytes(snapshot.papers_file),
        cache_mb=_megabytes(store / "cache.sqlite"),
        built=built,
        resolving=_resolving(snapshot),
        more=len(last),
        added=_build(last, model, store),
        answers=None,
    )
    yield measured
    yield replace(measured, answers=ask_all(store))


def _build(papers: Sequence[Paper], model: str, store: Path) -> Watched:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "papers.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(paper_to_json(paper), ensure_ascii=False) + "\n" for paper in papers)
        return watch([sys.executable, "-m", "kg.cli", "build", str(file), "--model", model, "--store", str(store)])


def _megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def _resolving(snapshot: Snapshot) -> float:
    """Return the seconds of the processor that resolving all names takes; as in a build, nothing is collected."""
    with read_papers(snapshot.papers_file) as table:
        names = [state.names for state in table.states()]
    gc.disable()
    began = time.process_time()
    resolve(names, load_gazetteer())
    seconds = time.process_time() - began
    gc.enable()
    return seconds


if __name__ == "__main__":
    main()
