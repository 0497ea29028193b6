"""How fast extraction is: words a second on one core, as a share of what spaCy's bare tokenizer does on the same texts.

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
from kg.extract.pipeline import create_pipeline
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
    bare, nlp = spacy.blank("en"), create_pipeline()
    tokenizing: list[float] = []
    extracting: list[float] = []
    for _ in range(ROUNDS):
        tokenizing.append(_seconds(lambda: [bare(f"{p.title} {p.abstract}") for p in papers]))
        extracting.append(_seconds(lambda: [extract_paper(nlp, p) for p in papers]))
    alone, whole = (words / statistics.median(times) for times in (tokenizing, extracting))
    print(f"{len(papers)} papers, {words:,} words, one core, median of {ROUNDS} rounds")
    print(f"tokenizer alone   {alone:>10,.0f} words/s")
    print(f"whole extraction  {whole:>10,.0f} words/s   ratio {whole / alone:.2f}")


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
