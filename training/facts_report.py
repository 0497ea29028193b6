"""Write training/FACTS.md: how good roles, relations and results are, with gold mentions and with those found.

    python -m training.facts_report build/gold > training/FACTS.md

Gold mentions say how good each step is by itself, found mentions what users get.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from spacy.language import Language

from kg.corpus.paper import Paper
from kg.evaluate.annotations import Annotations, annotations_of, read_annotations
from kg.evaluate.evaluation import Evaluation, evaluate
from kg.evaluate.figures import Figures
from kg.extract.context import context_of
from kg.extract.document import make_doc
from kg.extract.facts import find_facts
from kg.extract.pipeline import create_pipeline
from kg.extract.record import Record
from kg.extract.run import extract_papers
from kg.settings import Settings
from training.gold_readings import gold_mentions, gold_spans

#: What is measured on, and what the classifiers have seen of it.
CORPORA = {
    "test": "40 arXiv abstracts over all categories of computer science; nothing was learned or tuned on them",
    "dev": "36 abstracts on LLM systems, retrieval and data; only the threshold of relations was fitted on them",
}
NOTES = Path(__file__).with_name("FACTS_TRIED.md")
_SETTINGS = Settings(processes=1)
_KINDS = ("entities", "roles", "relations", "aliases", "results")


def facts_lines(gold: Mapping[str, Annotations], found: Mapping[str, Annotations]) -> Iterator[str]:
    """Yield the lines of a Markdown table: each kind of fact, role and relation, with gold mentions and as found."""
    given = evaluate(gold, annotations_of(map(facts_of_gold_mentions, gold.values())))
    reached = evaluate(gold, found)
    yield "| | F1, gold mentions | precision, recall | F1, found mentions | precision, recall | in the gold |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, alone in _figures(given).items():
        both = _figures(reached)[name]
        yield f"| {name} | {_cells(alone)} | {_cells(both)} | {alone.gold} |"
    yield ""


def facts_of_gold_mentions(paper: Annotations) -> Record:
    """Return the record of a paper as it would be if all its mentions were found."""
    spans = gold_spans(paper)
    mentions = tuple(gold_mentions(paper, spans))
    nlp = _accurate()
    doc = nlp(make_doc(nlp, Paper(paper.id, paper.title, paper.abstract)))
    facts = find_facts(paper.title, paper.abstract, spans, mentions, context_of(doc))
    return Record(
        paper.id, paper.title, paper.abstract, mentions, facts.roles, facts.relations, facts.results, "gold mentions"
    )


@cache
def _accurate() -> Language:
    return create_pipeline("accurate")


def _figures(evaluation: Evaluation) -> dict[str, Figures]:
    kinds = {kind: evaluation.kinds[kind] for kind in _KINDS}
    return kinds | {f"role {n}": f for n, f in evaluation.roles.items()} | dict(evaluation.relations)


def _cells(figures: Figures) -> str:
    return f"{figures.f1:.3f} | {figures.precision:.2f}, {figures.recall:.2f}"


def report(gold: Path) -> Iterator[str]:
    """Yield the lines of the report; `gold` is the folder of annotated papers with their texts."""
    yield from ("# How good roles, relations and results are", "")
    yield "Written by `python -m training.facts_report`; the classifiers are those of `make facts`, the mentions those"
    yield "of the `accurate` model. A fact counts when its names, case, plurals and aliases joined, are right."
    yield ""
    for corpus, what in CORPORA.items():
        annotated = read_annotations(gold / f"{corpus}.jsonl", _SETTINGS.max_line_bytes)
        papers = (Paper(paper.id, paper.title, paper.abstract) for paper in annotated.values())
        found = annotations_of(extract_papers(papers, _SETTINGS))
        yield from (f"## {corpus}: {what}", "", *facts_lines(annotated, found))
        if corpus == "test":
            yield from _agreement(annotated, gold / "second.jsonl")
    yield NOTES.read_text(encoding="utf-8").strip()


def _agreement(first: Mapping[str, Annotations], path: Path) -> Iterator[str]:
    """Compare two readings of the same papers by readers who did not see each other's marks."""
    second = read_annotations(path, _SETTINGS.max_line_bytes)
    both = evaluate({id: paper for id, paper in first.items() if id in second}, second)
    yield f"Two readers of {both.papers} of these papers agree at:"
    yield from ("", "| | F1 | precision, recall of the second | in the first |", "|---|---:|---:|---:|")
    for name, figures in _figures(both).items():
        yield f"| {name} | {_cells(figures)} | {figures.gold} |"
    yield ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="folder that `python -m training.gold join` has written")
    args = parser.parse_args()
    sys.stdout.write("\n".join(report(args.gold)) + "\n")


if __name__ == "__main__":
    main()
