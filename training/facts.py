"""Train the classifiers of roles, relations and results on hand-annotated papers.

    python -m training.facts build/gold/train_first.jsonl build/gold/more.jsonl build/gold/arxiv.jsonl \\
        --again build/gold/train.jsonl

Mentions are those of the gold. What is learned from what was learned before (relations from roles) sees it as it will
be on new papers: predicted in cross-validation, never for a paper that was trained on. Thresholds are where the figure
that counts, micro-averaged F1, is best in cross-validation. Results alone are learned from second readings too. Two
minutes on one core; the same gold gives the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kg.evaluate.annotations import read_annotations
from kg.extract.linear import WEIGHTS, LinearClassifier, save_classifiers
from kg.extract.record import ROLES
from kg.extract.roles import CLASSIFIER as ROLE
from training.gold_readings import GoldReading, gold_reading
from training.learn_linear import cross_validated, fit
from training.learn_relations import learn_relations
from training.learn_results import learn_results

_MAX_LINE = 10_000_000


def read_gold(paths: Sequence[Path]) -> list[GoldReading]:
    """Return the papers of gold files, each read with its own mentions."""
    return [gold_reading(paper) for path in paths for paper in read_annotations(path, _MAX_LINE).values()]


def learn(papers: Sequence[GoldReading], again: Sequence[GoldReading] = ()) -> dict[str, LinearClassifier]:
    """Return all classifiers by name, printing how good each is in cross-validation; `again` are second readings."""
    features = [features for paper in papers for features in paper.role_features()]
    labels = [role for paper in papers for role in paper.roles()]
    groups = [i for i, paper in enumerate(papers) for _ in paper.reading.entities]
    classes = [label if label in ROLES else "mentions" for label in labels]
    held_out = cross_validated(features, classes, ROLES, groups)
    right = sum(ROLES[best] == label for best, label in zip(held_out.argmax(axis=1), classes, strict=True))
    print(f"roles: {right / len(classes):.3f} of {len(classes)} right in cross-validation", file=sys.stderr)
    start = 0
    casts = []
    for paper in papers:
        end = start + len(paper.reading.entities)
        casts.append(paper.cast(held_out[start:end]))
        start = end
    return {
        ROLE: fit(features, classes, ROLES),
        **learn_relations(papers, casts),
        **learn_results([*papers, *again]),
    }


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, help="annotated papers with their texts")
    parser.add_argument("--again", nargs="*", type=Path, default=[], help="second readings, for results")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="weights file (default: the shipped one)")
    args = parser.parse_args()
    papers = read_gold(args.gold)
    print(f"{len(papers)} papers", file=sys.stderr)
    save_classifiers(learn(papers, read_gold(args.again)), args.out)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
