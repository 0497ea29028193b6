"""Train the networks that tell roles and relations from context, export them, and fit what goes with them.

    python -m training.contextual accurate learn build/gold/train_first.jsonl … --out build/context.pt
    python -m training.contextual accurate export build/context.pt --heldout build/gold/dev.jsonl build/gold/arxiv.jsonl

They go on from how a tagger reads a text, so they are trained anew after it, and after `training.facts`.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from kg.corpus.paper import Paper
from kg.extract.models import FOLDER
from kg.extract.pipeline import create_pipeline
from training.context import ContextModel
from training.context_examples import READERS, readings_of
from training.context_silver import silver_readings
from training.export_context import describe, export_context, expose_reading, settle_reader
from training.learn_context import Course, learn
from training.learn_thresholds import best_threshold
from training.silver import raw_papers


@dataclass(frozen=True, slots=True)
class Design:
    """How many layers go on from a tagger, and what words count for beside them, for roles and for relations.

    With scores blurred by `blur` the tagger finds mentions in what it was trained on as well as in other papers: their
    F1 is then 0.72 for `accurate`, 0.68 for `fast`.
    """

    layers: int
    blur: float
    words: Mapping[str, float]


DESIGNS = {
    "accurate": Design(4, 1.3, {"roles": 0.3, "relations": 0.3}),
    "fast": Design(1, 1.1, {"roles": 0.0, "relations": 0.0}),  # words would cost a tenth of its speed
}
SILVER_EPOCHS = 2
#: Whose eyes the exported model reads with: the first reader, who takes the least for stated.
AS_READ_BY = ("train_first",)


def train(name: str, gold: Sequence[Path], raw: Sequence[Paper], out: Path, course: Course) -> None:
    """Train what goes on from a tagger, first on what is thought of raw papers, then on gold files; save weights."""
    expose_reading(FOLDER / f"{name}.onnx")
    nlp = create_pipeline(name)
    papers = [examples for path in gold for examples in readings_of(path, nlp, DESIGNS[name].blur, course.seed)]
    torch.manual_seed(course.seed)
    model = ContextModel(len(READERS), DESIGNS[name].layers)
    if raw:
        learn(model, [[example] for example in silver_readings(name, raw)], replace(course, epochs=SILVER_EPOCHS))
    learn(model, papers, course)
    torch.save(model.state_dict(), out)


def export(name: str, trained: Path, heldout: Sequence[Path], threshold: float | None) -> None:
    """Export trained weights, with a threshold or the one that is best on held-out papers with found mentions."""
    model = ContextModel(len(READERS), DESIGNS[name].layers)
    model.load_state_dict(torch.load(trained))
    settle_reader(model, [READERS[reader] for reader in AS_READ_BY])
    networks = export_context(model, name)
    describe(name, networks, DESIGNS[name].words, threshold or 0.0)
    if threshold is None:
        describe(name, networks, DESIGNS[name].words, best_threshold(name, heldout))


def main() -> None:
    """Do one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=DESIGNS, help="the tagger that they go on from")
    steps = parser.add_subparsers(dest="step", required=True)
    learning = steps.add_parser("learn", help="train")
    learning.add_argument("gold", nargs="+", type=Path, help="annotated papers with their texts")
    learning.add_argument("--raw", type=Path, help="learn from what `accurate` thinks of these abstracts first")
    learning.add_argument("--most", type=int, default=3500, help="raw abstracts")
    learning.add_argument("--out", type=Path, required=True)
    learning.add_argument("--epochs", type=int, default=Course().epochs)
    learning.add_argument("--seed", type=int, default=0)
    exporting = steps.add_parser("export", help="export, with a threshold or one that is fitted")
    exporting.add_argument("trained", type=Path)
    cut = exporting.add_mutually_exclusive_group(required=True)
    cut.add_argument("--heldout", nargs="+", type=Path, help="papers not trained on")
    cut.add_argument("--threshold", type=float, help="from which probability on a relation is stated")
    args = parser.parse_args()
    if args.step == "learn":
        raw = raw_papers(args.raw, args.most, 1) if args.raw else []
        train(args.name, args.gold, raw, args.out, Course(epochs=args.epochs, seed=args.seed))
    else:
        export(args.name, args.trained, args.heldout or (), args.threshold)


if __name__ == "__main__":
    main()
