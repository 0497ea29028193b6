"""How good roles, relations and results are, with the mentions of the gold and with those that are found.

    python -m training.facts_report build/gold/dev.jsonl --model accurate

The first says how good each step is by itself, the second what users get. `facts_lines` is what the report includes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.corpus.paper import Paper
from kg.evaluate.annotations import Annotations, annotations_of, read_annotations
from kg.evaluate.evaluation import Evaluation, evaluate
from kg.evaluate.figures import Figures
from kg.extract.facts import find_facts
from kg.extract.record import Record
from kg.extract.run import extract_papers
from kg.settings import Settings
from training.gold_readings import gold_mentions, gold_spans

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
    facts = find_facts(paper.title, paper.abstract, spans, mentions)
    return Record(
        paper.id, paper.title, paper.abstract, mentions, facts.roles, facts.relations, facts.results, "gold mentions"
    )


def _figures(evaluation: Evaluation) -> dict[str, Figures]:
    kinds = {kind: evaluation.kinds[kind] for kind in _KINDS}
    return kinds | {f"role {n}": f for n, f in evaluation.roles.items()} | dict(evaluation.relations)


def _cells(figures: Figures) -> str:
    return f"{figures.f1:.3f} | {figures.precision:.2f}, {figures.recall:.2f}"


def main() -> None:
    """Print the table for one gold file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="annotated papers with their texts")
    args = parser.parse_args()
    settings = Settings(processes=1)
    gold = read_annotations(args.gold, settings.max_line_bytes)
    papers = (Paper(paper.id, paper.title, paper.abstract) for paper in gold.values())
    found = annotations_of(extract_papers(papers, settings))
    sys.stdout.write("\n".join(facts_lines(gold, found)) + "\n")


if __name__ == "__main__":
    main()
