"""How fast extraction is with each model: words a second on one core, as a share of what spaCy's bare tokenizer does.

    python benchmarks/extraction.py [CORPUS] [--papers N]

Both run in turns in one process on the same papers; the median of the rounds is compared, for machines are noisy.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from itertools import islice

import spacy

from kg.corpus.paper import Paper
from kg.corpus.read import read_corpus
from kg.extract.pipeline import DECIDING, create_pipeline
from kg.extract.run import extract_paper
from kg.resources import sample_corpus
from kg.settings import Settings

ROUNDS = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default=str(sample_corpus()), help="default: the bundled sample")
    parser.add_argument("--papers", type=int, default=1000, help="papers to read at most (default: 1000)")
    args = parser.parse_args()
    items = read_corpus([args.corpus], None, Settings())
    papers = list(islice((item for item in items if isinstance(item, Paper)), args.papers))
    words = sum(len(f"{paper.title} {paper.abstract}".split()) for paper in papers)
    bare = spacy.blank("en")
    runs: dict[str, Callable[[], object]] = {
        "tokenizer alone": lambda: [bare(f"{paper.title} {paper.abstract}") for paper in papers]
    }
    for model in DECIDING:
        nlp = create_pipeline(model)
        runs[f"extraction, {model}"] = lambda nlp=nlp: [extract_paper(nlp, paper) for paper in papers]  # type: ignore[misc]
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            seconds[name].append(_seconds(run))
    alone, *_ = speeds = [words / statistics.median(times) for times in seconds.values()]
    print(f"{len(papers)} papers, {words:,} words, one core, median of {ROUNDS} rounds")
    for name, speed in zip(runs, speeds, strict=True):
        print(f"{name:<22}{speed:>10,.0f} words/s   ratio {speed / alone:.3f}")


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
