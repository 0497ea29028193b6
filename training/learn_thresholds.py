"""From which probability on a relation is stated: where F1 on held-out papers with found mentions is best.

One threshold serves all relations, since what is maximised is their common F1 and probabilities are alike in meaning.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language

from kg.corpus.paper import Paper
from kg.evaluate.annotations import Annotations, read_annotations
from kg.evaluate.names import canonical_names
from kg.extract.aliases import find_aliases, long_forms
from kg.extract.context import context_of
from kg.extract.document import make_doc, sentence_spans
from kg.extract.judgement import judge
from kg.extract.original import cleaned
from kg.extract.pipeline import create_pipeline
from kg.extract.reading import read_paper
from kg.extract.relations import likely_relations
from kg.extract.run import mentions_of

_LOWEST = 0.05


def best_threshold(name: str, paths: Sequence[Path]) -> float:
    """Return the threshold of a model that is best on gold files."""
    nlp = create_pipeline(name)
    papers = [paper for path in paths for paper in read_annotations(path, 10_000_000).values()]
    outcomes = sorted((outcome for paper in papers for outcome in _outcomes(paper, nlp)), reverse=True)
    stated = sum(len(_stated(paper)) for paper in papers)
    hits = np.cumsum([right for _, right in outcomes])
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + stated)
    # The mean of all thresholds that are nearly as good: the very best is so by chance.
    good = [probability for (probability, _), each in zip(outcomes, f1, strict=True) if each >= f1.max() - 0.005]
    threshold = round((max(good) + min(good)) / 2, 3)
    print(f"relations: F1 {f1.max():.3f} with found mentions, threshold {threshold}", file=sys.stderr)
    return threshold


def _outcomes(paper: Annotations, nlp: Language) -> Iterator[tuple[float, bool]]:
    """Yield the probability of each candidate relation of a paper as it is found, and whether it is stated."""
    read = cleaned(Paper(paper.id, paper.title, paper.abstract)).paper
    doc = nlp(make_doc(nlp, read))
    mentions = tuple(mentions_of(doc, read))
    joined = long_forms(find_aliases(read.title, read.abstract, mentions))
    reading = read_paper(read.title, read.abstract, sentence_spans(doc), mentions, joined)
    if not reading.entities:
        return
    canonical, stated = canonical_names(paper.relations), _stated(paper)
    judged = judge(reading, context_of(doc))
    names = [canonical(entity.fullest.text) for entity in reading.entities]
    found: dict[tuple[str, str, str], float] = {}
    lowest = dict.fromkeys(judged.thresholds, _LOWEST)
    for each in likely_relations(judged.candidates, judged.probabilities, lowest):
        key = names[each.head], each.relation, names[each.tail]
        found[key] = max(found.get(key, 0.0), each.probability)
    for key, probability in found.items():
        yield probability, key in stated


def _stated(paper: Annotations) -> set[tuple[str, str, str]]:
    canonical = canonical_names(paper.relations)
    return {
        (canonical(r["head"]), r["relation"], canonical(r["tail"]))
        for r in paper.relations
        if r["relation"] != "aliasOf"
    }
