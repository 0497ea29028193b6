"""Teach a tagger what trained ones believe of raw abstracts, then the gold itself.

    python -m training.distill RAW.jsonl.gz --teachers accurate --start build/teacher.pt --out build/fast.pt …

Teachers are exported models with their gazetteers and rules: the student learns the probability that they, on
average, give each label of each word (Hinton, Vinyals and Dean, 2015).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from spacy.tokens import Doc
from tokenizers import Tokenizer

from kg.corpus.paper import Paper
from kg.corpus.read import read_corpus
from kg.extract.decoding import label_probabilities
from kg.extract.document import make_doc
from kg.extract.evidence import add_evidence, proposals
from kg.extract.models import Model, load_model
from kg.extract.original import cleaned
from kg.extract.pipeline import create_pipeline
from kg.extract.sentences import sentence_starts
from kg.extract.tagger import Tagger as Component
from kg.extract.tagger import scores_of
from kg.extract.wordpieces import windows
from kg.settings import Settings
from training.accurate import gold_examples, load_tokenizer, pretrained
from training.examples import Example
from training.gold import GOLD, fingerprint, read_lines
from training.learning import Course, learn
from training.tagger import Tagger


def raw_papers(corpus: Path, count: int, seed: int = 0) -> list[Paper]:
    """Return papers drawn from a corpus, none of which is in the gold."""
    annotated = {record["title_hash"] for path in GOLD.glob("*.jsonl") for record in read_lines(path)}
    items = (item for item in read_corpus([str(corpus)], None, Settings()) if isinstance(item, Paper))
    papers = [paper for paper in items if fingerprint(paper.title) not in annotated]
    return random.Random(seed).sample(papers, count)


def silver_examples(papers: Sequence[Paper], teachers: Sequence[Model], tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield papers with the teachers' probability of each label of each word."""
    nlp = create_pipeline("rules")
    for paper in papers:
        doc = nlp(make_doc(nlp, cleaned(paper).paper))
        believed = _believed(doc, teachers)
        breaks = [bool(token.is_sent_start) for token in doc]
        done = 0
        for window in windows([token.text for token in doc], breaks, tokenizer):
            count = len(window.firsts)
            yield Example("silver", window, _within(breaks[done : done + count]), believed[done : done + count])
            done += count


def _believed(doc: Doc, teachers: Sequence[Model]) -> NDArray[np.float32]:
    """Return the probability of each label of each word, of scores that are averaged over the teachers."""
    proposed = proposals(doc)
    scores = [add_evidence(scores_of(Component(t)(doc)), proposed, t.evidence) * t.scale for t in teachers]
    transitions = [t.transitions * t.scale for t in teachers]
    mean: tuple[NDArray[np.float32], NDArray[np.float32]] = (np.mean(scores, axis=0), np.mean(transitions, axis=0))
    return label_probabilities(*mean, sentence_starts(doc))


def _within(breaks: Sequence[bool]) -> tuple[int, ...]:
    return tuple(i for i, starts in enumerate(breaks) if starts or i == 0)


def first_layers(state: dict[str, torch.Tensor], layers: int) -> dict[str, torch.Tensor]:
    """Return the weights of a tagger without its layers beyond the first."""
    prefix = "bert.encoder.layer."
    return {n: v for n, v in state.items() if not n.startswith(prefix) or int(n[len(prefix) :].split(".")[0]) < layers}


def main() -> None:
    """Train on silver, then on gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raw", type=Path)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, default=pretrained(), help="folder of the pre-trained model")
    parser.add_argument("--layers", type=int, help="keep only the first layers")
    parser.add_argument("--teachers", nargs="+", required=True, help="exported models to learn from")
    parser.add_argument("--start", type=Path, required=True, help="weights of the accurate tagger")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--silver", type=int, default=2000, help="raw abstracts to learn from")
    parser.add_argument("--silver-epochs", type=float, default=2)
    parser.add_argument("--silver-rate", type=float, default=3e-4)
    parser.add_argument("--epochs", type=float, default=5, help="epochs on gold")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer(args.weights)
    tagger = Tagger(args.weights, args.layers)
    start = torch.load(args.start)
    tagger.load_state_dict(first_layers(start, args.layers) if args.layers else start)
    teachers = [load_model(name) for name in args.teachers]
    silver = list(silver_examples(raw_papers(args.raw, args.silver, args.seed), teachers, tokenizer))
    mask = int(tokenizer.token_to_id("[MASK]") or 0)
    learn(tagger, silver, Course(args.silver_epochs, args.silver_rate, layer_decay=1.0, averaged=1, masked=0.05), mask)
    learn(tagger, gold_examples(args.gold, tokenizer), Course(args.epochs, rate=1e-4, pieces=1400), mask)
    torch.save(tagger.state_dict(), args.out)


if __name__ == "__main__":
    main()
