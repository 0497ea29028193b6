"""Score the shipped models on what others have annotated, in the conventions of each corpus, and print a table.

    python -m benchmarks.peers.on_public_corpora [--models accurate fast rules] [--cache build/corpora]

The corpora are fetched from where they are published, at pinned commits, into the cache. Words are set as running text
again (their spaces, brackets and hyphens as authors write them), for that is what extraction reads; gold and prediction
are compared by characters of it. Only types that a corpus and ours have in common count, and by the corpus's own
words: what it marks as another type, or leaves unmarked by its rules, is an error of ours.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from kg.corpus.paper import Paper
from kg.evaluate.annotations import Annotations, annotations_of
from kg.evaluate.evaluation import Evaluation, evaluate
from kg.extract.pipeline import DECIDING, create_pipeline
from kg.extract.run import extract_paper
from training.corpora import Source, Span, fetched, read_scierc, read_tdmsci, show

#: Annotated full texts; they are read here alone, never trained on: their licence does not let weights be shipped.
SCIER = Source(
    "edzq/SciER", "db347813de379eb200e0813bbfee350d67e7c701", "GPL-3.0", frozenset(("Method", "Dataset", "Task"))
)
#: Sentences of a full text that are read together, about as long as an abstract.
_SENTENCES = 8
#: What to know before the table is read.
ABOUT = """By `python -m benchmarks.peers.on_public_corpora`, in the conventions of each corpus, for common types.
All parts of SciERC and TDMSci were among what the models learned from, their tests too, so those rows say how far
conventions are apart and not how well the models generalise. SciER was never read before."""
_AS_WRITTEN = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}
_CLOSING = frozenset(",.;:?!)]}%") | {"'s", "n't", "'"}
_OPENING = frozenset("([{")
_JOINING = frozenset("-/")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a corpus: its name, whether our models have seen it, the types in common, how it marks spans, texts."""

    name: str
    seen: str
    types: tuple[str, ...]
    spans: str
    read: Callable[[Path], Iterator[tuple[Sequence[str], Sequence[Span]]]]


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=list(DECIDING), choices=list(DECIDING))
    parser.add_argument("--cache", type=Path, default=Path("build/corpora"), help="folder (default: build/corpora)")
    args = parser.parse_args()
    print("\n".join(table(args.models, args.cache)))


def table(models: Sequence[str], cache: Path, most: int | None = None) -> Iterator[str]:
    """Yield the lines of the table, and below it what each corpus takes for a span; `most` texts of each, or all."""
    yield "| corpus | seen in training | model | precision | recall | F1, exact | F1, overlap | F1 by type, exact |"
    yield "|---|---|---|---:|---:|---:|---:|---|"
    pipelines = {model: create_pipeline(model) for model in models}
    for part in PARTS:
        gold = dict(islice(annotated(part, cache), most))
        for model, nlp in pipelines.items():
            records = (extract_paper(nlp, Paper(text.id, "", text.abstract)) for text in gold.values())
            found = {id: _of_types(each, part.types) for id, each in annotations_of(records).items()}
            yield _row(part, model, evaluate(gold, found))
    yield ""
    yield from (f"- {part.name}: {part.spans}" for part in PARTS)


def _row(part: Part, model: str, scored: Evaluation) -> str:
    exact = scored.kinds["mentions"]
    by_type = ", ".join(f"{type} {scored.kinds[type].f1:.2f} of {scored.kinds[type].gold}" for type in part.types)
    return (
        f"| {part.name} | {part.seen} | {model} | {exact.precision:.2f} | {exact.recall:.2f} | {exact.f1:.2f} "
        f"| {scored.kinds['overlap'].f1:.2f} | {by_type} |"
    )


def annotated(part: Part, cache: Path) -> Iterator[tuple[str, Annotations]]:
    """Yield the texts of a part with their mentions of the types in common, by an id."""
    for number, (words, spans) in enumerate(part.read(cache)):
        text, places = as_written(words)
        mentions = {("abstract", places[a][0], places[b - 1][1], type): None for a, b, type in spans}
        yield str(number), _of_types(Annotations(str(number), "", text, mentions), part.types)


def _of_types(paper: Annotations, types: Iterable[str]) -> Annotations:
    return replace(paper, mentions={span: sure for span, sure in paper.mentions.items() if span[3] in types})


def as_written(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return words as running text, and where each begins and ends in it.

    >>> as_written(["state", "-", "of", "-", "the", "-", "art", "-LRB-", "SOTA", "-RRB-", "."])[0]
    'state-of-the-art (SOTA).'
    """
    text, places, before = "", [], ""
    for word in (_AS_WRITTEN.get(word, word) for word in words):
        joined = word in _CLOSING or word in _JOINING or before in _OPENING or before in _JOINING
        digits = len(word) == len(before) == 1 and word.isdigit() and before.isdigit()
        text += "" if not text or joined or digits else " "
        places.append((len(text), len(text) + len(word)))
        text += word
        before = word
    return text, places


def _scierc(cache: Path) -> Iterator[tuple[Sequence[str], Sequence[Span]]]:
    return ((text.words, text.spans) for text in read_scierc(cache, ("test",)))


def _tdmsci(cache: Path) -> Iterator[tuple[Sequence[str], Sequence[Span]]]:
    return ((text.words, text.spans) for text in read_tdmsci(cache, ("test_500_v2",)))


def _scier(part: str) -> Callable[[Path], Iterator[tuple[Sequence[str], Sequence[Span]]]]:
    def read(cache: Path) -> Iterator[tuple[Sequence[str], Sequence[Span]]]:
        repository = fetched(SCIER, cache / "scier.git")
        for line in show(repository, SCIER.commit, f"SciER/PLM/{part}.jsonl").splitlines():
            yield from _passages(json.loads(line))

    return read


def _passages(paper: dict[str, list[list[str]]]) -> Iterator[tuple[Sequence[str], Sequence[Span]]]:
    """Yield the sentences of a paper some at a time; spans count words of the whole paper, and include their last."""
    begin = 0
    for i in range(0, len(paper["sentences"]), _SENTENCES):
        words = [word for sentence in paper["sentences"][i : i + _SENTENCES] for word in sentence]
        marked = [span for sentence in paper["ner"][i : i + _SENTENCES] for span in sentence]
        yield words, [(int(a) - begin, int(b) - begin + 1, type) for a, b, type in marked]
        begin += len(words)


_SCIER_SPANS = "names and descriptions of things, without determiners; full texts, not abstracts."
PARTS = (
    Part("SciER, test", "no", ("Method", "Dataset", "Task"), _SCIER_SPANS, _scier("test")),
    Part("SciER, out of domain", "no", ("Method", "Dataset", "Task"), _SCIER_SPANS, _scier("test_ood")),
    Part(
        "SciERC, test",
        "**yes**",
        ("Method", "Task", "Metric"),
        "the longest noun phrase with its adjectives; generic words (`model`) and other scientific terms "
        "(`constraints`) have types of their own.",
        _scierc,
    ),
    Part(
        "TDMSci, test",
        "**yes**",
        ("Task", "Dataset", "Metric"),
        "sentences from full texts; a name goes without the word `dataset` or `task` behind it.",
        _tdmsci,
    ),
)

if __name__ == "__main__":
    main()
