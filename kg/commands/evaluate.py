"""`kg evaluate`: how good extraction is, against papers that people have marked."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.commands.options import add_format, add_json, print_json
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.corpus.paper import Paper
    from kg.evaluate.annotations import Annotations


def declare(verb: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    verb.add_argument("gold", metavar="GOLD", help="annotated papers, one JSON object a line; plain or .gz")
    verb.add_argument(
        "predicted",
        nargs="?",
        metavar="PREDICTED|CORPUS",
        help="what `kg extract` wrote ('-' is standard input), or a corpus to extract now (default: the texts of GOLD)",
    )
    add_format(verb)
    verb.add_argument(
        "--errors", type=int, default=0, metavar="N", help="also list the first N errors of each kind, in context"
    )
    add_json(verb)


def run(args: argparse.Namespace, settings: Settings) -> None:
    """Score extraction against annotated papers."""
    from kg.evaluate.annotations import holds_annotations, read_annotations
    from kg.evaluate.evaluation import evaluate
    from kg.evaluate.writing import evaluation_text

    gold = read_annotations(args.gold, settings.max_line_bytes)
    if args.predicted == "-" or (args.predicted and holds_annotations(args.predicted)):
        predicted = read_annotations(args.predicted, settings.max_line_bytes)
    else:
        papers = _corpus(args, gold, settings) if args.predicted else _papers(gold)
        predicted = _extracted(papers, settings)
    evaluation = evaluate(gold, predicted)
    print_json(evaluation.to_json(args.errors)) if args.json else print(evaluation_text(evaluation, args.errors))


def _papers(gold: Mapping[str, Annotations]) -> Iterator[Paper]:
    from kg.corpus.paper import Paper
    from kg.errors import CorpusError

    for annotated in gold.values():
        if not annotated.abstract:
            raise CorpusError(f"paper {annotated.id} of the gold has no text; name the corpus that holds it")
        yield Paper(annotated.id, annotated.title, annotated.abstract)


def _corpus(args: argparse.Namespace, gold: Mapping[str, Annotations], settings: Settings) -> Iterator[Paper]:
    """Yield those papers of a corpus that the gold has."""
    from kg.corpus.paper import Paper
    from kg.corpus.read import read_corpus

    for item in read_corpus([args.predicted], args.format, settings):
        if isinstance(item, Paper) and item.id in gold:
            yield item


def _extracted(papers: Iterator[Paper], settings: Settings) -> dict[str, Annotations]:
    from kg.evaluate.annotations import annotations_of
    from kg.extract.run import extract_papers
    from kg.progress import progress_bar

    with progress_bar("extracting", "papers") as step:
        return annotations_of(extract_papers(papers, settings, step))
