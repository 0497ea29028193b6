"""Raw abstracts for a small network of roles and relations to learn from: what `accurate` thinks of them.

What is learned is the probability of each role and relation (Hinton, Vinyals and Dean, 2015), given the mentions that
the small tagger finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.corpus.paper import Paper
from kg.extract.aliases import find_aliases, long_forms
from kg.extract.context import context_of
from kg.extract.contextual import STATED
from kg.extract.document import make_doc, sentence_spans
from kg.extract.judgement import Judgement, judge
from kg.extract.original import cleaned
from kg.extract.pipeline import create_pipeline
from kg.extract.places import entity_places, pair_places
from kg.extract.reading import read_paper
from kg.extract.relations import CLASSIFIERS
from kg.extract.run import mentions_of
from training.context_examples import READERS, Example

_TEACHER = "accurate"


def silver_readings(name: str, papers: Sequence[Paper]) -> Iterator[Example]:
    """Yield papers as a tagger reads them, with the teacher's probabilities; none without an entity."""
    nlp, teacher = create_pipeline(name), create_pipeline(_TEACHER)
    for raw in papers:
        paper = cleaned(raw).paper
        doc, seen = (each(make_doc(each, paper)) for each in (nlp, teacher))
        mentions = tuple(mentions_of(doc, paper))
        joined = long_forms(find_aliases(paper.title, paper.abstract, mentions))
        reading = read_paper(paper.title, paper.abstract, sentence_spans(doc), mentions, joined)
        context = context_of(doc)
        if not reading.entities or context is None:
            continue
        judged, places = judge(reading, context_of(seen)), entity_places(reading, context)
        pairs = [pair for each in judged.candidates.values() for pair in each]
        classes = [list(CLASSIFIERS).index(kind) for kind, each in judged.candidates.items() for _ in each]
        yield Example(
            context.read.astype(np.float16),
            places,
            pair_places(reading, places, pairs),
            np.array(classes, dtype=np.int64),
            judged.roles,
            _holds(judged),
            READERS["train_first"],
        )


def _holds(judged: Judgement) -> NDArray[np.float32]:
    """Return how likely each relation holds in each pair (pairs x STATED)."""
    found = []
    for name, pairs in judged.candidates.items():
        rows = np.zeros((len(pairs), len(STATED)), dtype=np.float32)
        rows[:, [STATED.index(relation) for relation in CLASSIFIERS[name]]] = judged.probabilities[name]
        found.append(rows)
    return np.concatenate([np.zeros((0, len(STATED)), dtype=np.float32), *found])
