"""Label raw abstracts by the larger teacher, for smaller taggers to learn from.

    python -m training.silver RAW.jsonl.gz --weights build/mpnet/… --teacher build/teacher.pt --out build/silver.pickle

What is learned is the probability of each label of each word (Hinton, Vinyals and Dean, 2015).
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.corpus.paper import Paper
from kg.corpus.read import read_corpus
from kg.extract.decoding import label_probabilities
from kg.extract.document import make_doc
from kg.extract.models import Model
from kg.extract.original import cleaned
from kg.extract.pipeline import create_pipeline
from kg.extract.sentences import sentence_starts
from kg.extract.tagger import Tagger as Component
from kg.extract.tagger import scores_of
from kg.settings import Settings
from training.examples import Example, in_windows
from training.gold import GOLD, fingerprint, read_lines
from training.teacher import load_teacher


def raw_papers(corpus: Path, count: int, seed: int = 0) -> list[Paper]:
    """Return papers drawn from a corpus, none of which is in the gold."""
    annotated = {record["title_hash"] for path in GOLD.glob("*.jsonl") for record in read_lines(path)}
    items = (item for item in read_corpus([str(corpus)], None, Settings()) if isinstance(item, Paper))
    papers = [paper for paper in items if fingerprint(paper.title) not in annotated]
    return random.Random(seed).sample(papers, count)


def silver_examples(papers: Sequence[Paper], teacher: Model) -> Iterator[Example]:
    """Yield papers with the teacher's probability of each label of each word."""
    nlp, score = create_pipeline("rules"), Component(teacher)
    nlp.select_pipes(enable="kg_sentences")
    for paper in papers:
        doc = score(nlp(make_doc(nlp, cleaned(paper).paper)))
        believed = label_probabilities(scores_of(doc), teacher.transitions, sentence_starts(doc))
        breaks = [bool(token.is_sent_start) for token in doc]
        yield from in_windows("silver", [token.text for token in doc], breaks, believed, teacher.tokenizer)


def main() -> None:
    """Label, and keep the examples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("raw", type=Path)
    parser.add_argument("--weights", type=Path, required=True, help="folder of the teacher's pre-trained model")
    parser.add_argument("--teacher", type=Path, required=True, help="its trained weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=3500, help="raw abstracts to label")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    papers = raw_papers(args.raw, args.most, args.seed)
    examples = list(silver_examples(papers, load_teacher(args.weights, args.teacher)))
    args.out.write_bytes(pickle.dumps(examples))


if __name__ == "__main__":
    main()
