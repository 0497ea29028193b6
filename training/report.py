"""Write training/REPORT.md: how good the shipped models are, by type, source and corpus, how fast, how large.

python -m training.report --gold build/gold --raw RAW.jsonl.gz > training/REPORT.md

What others have annotated is scored where build/corpora holds it, as benchmarks/peers/on_public_corpora.py fetches it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from benchmarks.peers.on_public_corpora import ABOUT, table
from kg.corpus.paper import Paper
from kg.corpus.read import read_corpus
from kg.evaluate.annotations import Annotations, annotations_of, read_annotations
from kg.evaluate.evaluation import Evaluation, evaluate
from kg.extract.models import model_files
from kg.extract.pipeline import DECIDING, create_pipeline
from kg.extract.record import ENTITY_TYPES, Record
from kg.extract.run import extract_paper
from kg.settings import Settings

#: What is measured on, and how much of it the shipped models have seen.
CORPORA = {
    "test": "40 arXiv abstracts over all categories of computer science; nothing was trained, chosen or tuned on them",
    "dev": "36 abstracts on LLM systems, retrieval and data; evidence and scale were fitted on them",
    "arxiv": "34 arXiv abstracts of other fields; evidence and scale were fitted on them, "
    "the linear classifiers of facts learned from them",
}
KINDS = ("mentions", "overlap", *ENTITY_TYPES, "entities", "roles", "relations", "results")
HERE = Path(__file__).parent
#: Abstracts that speed is measured on.
_TIMED = 150


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("build/gold"))
    parser.add_argument("--raw", type=Path, required=True, help="a corpus to measure speed on")
    parser.add_argument("--corpora", type=Path, default=Path("build/corpora"))
    parser.add_argument("--most", type=int, help="texts of each other corpus at most, for a rehearsal (default: all)")
    args = parser.parse_args()
    sys.stdout.write("\n".join(report(args.gold, args.raw, args.corpora, args.most)) + "\n")


def report(gold: Path, raw: Path, corpora: Path, most: int | None = None) -> Iterator[str]:
    """Yield the lines of the report; `most` texts of each public corpus and of the raw one are enough."""
    yield from ("# How good the shipped models are", "")
    yield "Written by `python -m training.report`. All figures are F1 unless they say otherwise; mentions count when"
    yield from ("span and type are exact, `overlap` when the type is right and the spans share a character.", "")
    for corpus, what in CORPORA.items():
        annotated = read_annotations(gold / f"{corpus}.jsonl", Settings().max_line_bytes)
        records = {model: list(_extracted(model, annotated)) for model in DECIDING}
        yield from (f"## {corpus}: {what}", "")
        scored = {model: evaluate(annotated, annotations_of(found)) for model, found in records.items()}
        yield from _figures(scored)
        if corpus == "test":
            yield from _agreement(gold)
        yield from _by_source(annotated, records["accurate"])
    if corpora.exists():
        yield from ("## On what others have annotated", "", ABOUT, "", *table(list(DECIDING), corpora, most), "")
    yield from ("## Speed and size", "", *_speed(raw, min(most or _TIMED, _TIMED)))
    yield (HERE / "TRIED.md").read_text(encoding="utf-8").strip()


def _extracted(model: str, gold: Mapping[str, Annotations]) -> Iterator[Record]:
    nlp = create_pipeline(model)
    for paper in gold.values():
        yield extract_paper(nlp, Paper(paper.id, paper.title, paper.abstract))


def _figures(scored: Mapping[str, Evaluation]) -> Iterator[str]:
    yield "| | " + " | ".join(scored) + " | precision, recall of accurate |"
    yield "|---|" + "---:|" * (len(scored) + 1)
    for kind in KINDS:
        both = scored["accurate"].kinds[kind]
        cells = [f"{each.kinds[kind].f1:.3f}" for each in scored.values()]
        yield f"| {kind} | {' | '.join(cells)} | {both.precision:.3f}, {both.recall:.3f} of {both.gold} |"
    errors = [f"{each.calibration.error:.3f}" if each.calibration else "" for each in scored.values()]
    yield f"| expected calibration error | {' | '.join(errors)} | |"
    yield ""


def _agreement(gold: Path) -> Iterator[str]:
    """Compare two readings of the same papers by two people who did not see each other's marks."""
    path = gold / "second.jsonl"
    if not path.exists():
        return
    second = read_annotations(path, Settings().max_line_bytes)
    first: dict[str, Annotations] = {}
    for other in sorted(gold.glob("*.jsonl")):
        if other != path:
            annotated = read_annotations(other, Settings().max_line_bytes)
            first |= {id: paper for id, paper in annotated.items() if id in second}
    agreed = evaluate(first, {id: second[id] for id in first})
    figures = ", ".join(f"{kind} {agreed.kinds[kind].f1:.2f}" for kind in KINDS)
    yield from (f"Two readers of {len(first)} such abstracts agree at: {figures}.", "")


def _by_source(gold: Mapping[str, Annotations], records: list[Record]) -> Iterator[str]:
    """Tell, for each extractor that a mention of `accurate` is credited to, how many there are and how many right."""
    counted: dict[str, list[bool]] = defaultdict(list)
    sure: dict[str, list[float]] = defaultdict(list)
    for record in records:
        for mention in record.mentions:
            right = (mention.field, mention.start, mention.end, mention.type) in gold[record.id].mentions
            counted[mention.extractor].append(right)
            sure[mention.extractor].append(mention.confidence)
    yield "| source of a mention, `accurate` | mentions | precision | mean confidence |"
    yield "|---|---:|---:|---:|"
    for source, rights in sorted(counted.items(), key=lambda item: -len(item[1])):
        yield f"| {source} | {len(rights)} | {statistics.mean(rights):.3f} | {statistics.mean(sure[source]):.3f} |"
    yield ""


def _speed(raw: Path, count: int) -> Iterator[str]:
    items = (item for item in read_corpus([str(raw)], None, Settings()) if isinstance(item, Paper))
    papers = list(islice(items, count))
    words = sum(len(f"{paper.title} {paper.abstract}".split()) for paper in papers)
    yield f"From raw text to Record, CPU time, median of three rounds over {len(papers)} abstracts, {words:,} words."
    yield from ("", "| model | words a second of one core | files, MB |", "|---|---:|---:|")
    pipelines = {model: create_pipeline(model) for model in DECIDING}
    seconds: dict[str, list[float]] = defaultdict(list)
    for _ in range(3):
        for model, nlp in pipelines.items():
            started = time.process_time()
            for paper in papers:
                extract_paper(nlp, paper)
            seconds[model].append(time.process_time() - started)
    for model in DECIDING:
        size = sum(path.stat().st_size for path in model_files(model)) / 1e6
        yield f"| {model} | {words / statistics.median(seconds[model]):,.0f} | {size:.1f} |"
    yield ""


if __name__ == "__main__":
    main()
