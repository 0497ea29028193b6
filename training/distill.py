"""Teach a tagger what the larger teacher thinks of raw abstracts, then the gold itself.

python -m training.distill build/silver.pickle --start build/six.pt --frozen 2 --out build/accurate.pt --gold …
python -m training.distill build/silver.pickle --start build/six.pt --layers 2 --out build/fast.pt --gold …
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import torch

from training.accurate import gold_examples, load_tokenizer, pretrained
from training.course import Course
from training.learning import learn
from training.tagger import Tagger


def first_layers(state: dict[str, torch.Tensor], layers: int) -> dict[str, torch.Tensor]:
    """Return the weights of a tagger without its layers beyond the first."""
    prefix = "bert.encoder.layer."
    return {n: v for n, v in state.items() if not n.startswith(prefix) or int(n[len(prefix) :].split(".")[0]) < layers}


def main() -> None:
    """Train on silver, then on gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("silver", type=Path, help="what training.silver has written")
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, default=pretrained(), help="folder of the pre-trained model")
    parser.add_argument("--layers", type=int, help="keep only the first layers")
    parser.add_argument("--frozen", type=int, default=0, help="first layers that stay as they are")
    parser.add_argument("--start", type=Path, required=True, help="weights of a tagger that has learned from gold")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--silver-epochs", type=float, default=2)
    parser.add_argument("--silver-rate", type=float, default=2e-4)
    parser.add_argument("--epochs", type=float, default=3, help="epochs on gold")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer(args.weights)
    tagger = Tagger(args.weights, args.layers)
    start = torch.load(args.start)
    tagger.load_state_dict(first_layers(start, args.layers) if args.layers else start)
    mask = int(tokenizer.token_to_id("[MASK]") or 0)
    learn(
        tagger,
        pickle.loads(args.silver.read_bytes()),
        Course(args.silver_epochs, args.silver_rate, layer_decay=1.0, masked=0.05, frozen=args.frozen, averaged=1),
        mask,
    )
    learn(
        tagger,
        gold_examples(args.gold, tokenizer),
        Course(args.epochs, rate=1e-4, pieces=1400, frozen=args.frozen),
        mask,
    )
    torch.save(tagger.state_dict(), args.out)


if __name__ == "__main__":
    main()
