"""Train the networks that tell roles and relations from context, export them, and fit what goes with them.

    python -m training.contextual learn build/gold/train_first.jsonl … --out build/context.pt
    python -m training.contextual export build/context.pt --heldout build/gold/dev.jsonl build/gold/arxiv.jsonl

They go on from how `accurate` reads a text, so they are trained anew after it, and after `make facts`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from kg.extract.models import FOLDER
from kg.extract.pipeline import create_pipeline
from training.context import ContextModel
from training.context_examples import READERS, readings_of
from training.export_context import describe, export_context, expose_reading, settle_reader
from training.learn_context import Course, learn
from training.learn_thresholds import best_threshold

NAME = "accurate"
#: Whose eyes the exported model reads with: the first reader, who takes the least for stated.
AS_READ_BY = ("train_first",)


def train(gold: Sequence[Path], out: Path, course: Course) -> None:
    """Train on gold files and save the weights."""
    expose_reading(FOLDER / f"{NAME}.onnx")
    nlp = create_pipeline(NAME)
    papers = [examples for path in gold for examples in readings_of(path, nlp, course.seed)]
    torch.manual_seed(course.seed)
    model = ContextModel(len(READERS))
    learn(model, papers, course)
    torch.save(model.state_dict(), out)


def export(trained: Path, heldout: Sequence[Path]) -> None:
    """Export trained weights, with the threshold that is best on held-out papers with found mentions."""
    model = ContextModel(len(READERS))
    model.load_state_dict(torch.load(trained))
    settle_reader(model, [READERS[name] for name in AS_READ_BY])
    networks = export_context(model, NAME)
    describe(NAME, networks, 0.0)
    describe(NAME, networks, best_threshold(heldout))


def main() -> None:
    """Do one step."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    learning = steps.add_parser("learn", help="train")
    learning.add_argument("gold", nargs="+", type=Path, help="annotated papers with their texts")
    learning.add_argument("--out", type=Path, required=True)
    learning.add_argument("--epochs", type=int, default=Course().epochs)
    learning.add_argument("--seed", type=int, default=0)
    exporting = steps.add_parser("export", help="export, and fit the threshold")
    exporting.add_argument("trained", type=Path)
    exporting.add_argument("--heldout", nargs="+", type=Path, required=True, help="papers not trained on")
    args = parser.parse_args()
    if args.step == "learn":
        train(args.gold, args.out, Course(epochs=args.epochs, seed=args.seed))
    else:
        export(args.trained, args.heldout)


if __name__ == "__main__":
    main()
