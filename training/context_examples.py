"""What the model of roles and relations learns from: gold papers with marked mentions, and with imperfectly found ones.

A third of what is found in new papers is not quite right, while a tagger finds nearly all of what it was trained on. So
the scores of its labels are blurred until its mentions in the gold are as good as in papers that it has not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.corpus.paper import Paper
from kg.evaluate.annotations import Annotations, read_annotations
from kg.evaluate.names import canonical_names
from kg.extract.aliases import find_aliases, long_forms
from kg.extract.context import Context, context_of
from kg.extract.contextual import STATED
from kg.extract.document import make_doc, sentence_spans
from kg.extract.linear import softmax
from kg.extract.places import EntityPlaces, entity_places, pair_places
from kg.extract.reading import read_paper
from kg.extract.record import ROLES
from kg.extract.relations import CLASSIFIERS, candidate_pairs
from kg.extract.role_features import setting_of
from kg.extract.roles import roles_by_words
from kg.extract.run import mentions_of
from kg.extract.tagger import scores_of
from training.gold_readings import GoldReading, gold_reading, names_of

#: How often each paper is read with found mentions.
FOUND = 2
#: Who read what: the first reading of the seed, the second, all other papers.
READERS = {"train_first": 0, "train": 1, "more": 2}


@dataclass(frozen=True, slots=True)
class Example:
    """One reading of a paper.

    read     pieces x size; how the tagger reads it
    pairs    pairs x 7; as `pair_places` gives them
    classes  pairs; the classifier of each
    roles    entities x ROLES; how likely each is, nothing for an entity that is none of the gold's
    holds    pairs x STATED; how likely each holds
    """

    read: NDArray[np.float16]
    places: EntityPlaces
    pairs: NDArray[np.int64]
    classes: NDArray[np.int64]
    roles: NDArray[np.float32]
    holds: NDArray[np.float32]
    reader: int


def readings_of(path: Path, nlp: Language, blur: float, seed: int = 0) -> Iterator[list[Example]]:
    """Yield the examples of each paper of a gold file: with its own mentions, then with found ones.

    These are found when the scores of labels are blurred by so much (standard deviation).
    """
    blurred = np.random.default_rng(seed)
    for paper in read_annotations(path, 10_000_000).values():
        doc = nlp(make_doc(nlp, Paper(paper.id, paper.title, paper.abstract)))
        readings = [gold_reading(paper), *(_found(paper, doc, nlp, blur, blurred) for _ in range(FOUND))]
        context = context_of(doc)
        assert context is not None
        reader = READERS.get(path.stem, 0)
        yield [example_of(reading, context, reader) for reading in readings if reading.reading.entities]


def _found(paper: Annotations, doc: Doc, nlp: Language, blur: float, blurred: np.random.Generator) -> GoldReading:
    """Return the reading of a paper with mentions found by blurred scores; the Doc keeps the scores that it had."""
    scores = scores_of(doc)
    kept = scores.copy()
    scores += blurred.normal(0, blur, scores.shape).astype(np.float32)
    nlp.get_pipe("kg_mentions")(doc)
    scores[:] = kept
    mentions = tuple(mentions_of(doc, Paper(paper.id, paper.title, paper.abstract)))
    joined = long_forms(find_aliases(paper.title, paper.abstract, mentions))
    reading = read_paper(paper.title, paper.abstract, sentence_spans(doc), mentions, joined)
    canonical = canonical_names(paper.relations)
    return GoldReading(paper, reading, setting_of(reading), tuple(names_of(e, canonical) for e in reading.entities))


def example_of(gold: GoldReading, context: Context, reader: int) -> Example:
    """Return a reading as an example."""
    places = entity_places(gold.reading, context)
    names = list(CLASSIFIERS)
    candidates = candidate_pairs(gold.reading, gold.cast(softmax(roles_by_words(gold.reading, gold.setting))))
    pairs = [pair for each in candidates.values() for pair in each]
    classes = [names.index(name) for name, each in candidates.items() for _ in each]
    return Example(
        context.read.astype(np.float16),
        places,
        pair_places(gold.reading, places, pairs),
        np.array(classes, dtype=np.int64),
        _roles(gold),
        _holds(gold, pairs),
        reader,
    )


def _roles(gold: GoldReading) -> NDArray[np.float32]:
    canonical = canonical_names(gold.paper.relations)
    marked = {(canonical(r["entity"]), r["type"]) for r in gold.paper.roles}
    known = [
        any((name, entity.type) in marked for name in names)
        for entity, names in zip(gold.reading.entities, gold.names, strict=True)
    ]
    given = [[there and each == role for each in ROLES] for role, there in zip(gold.roles(), known, strict=True)]
    return np.array(given, dtype=np.float32)


def _holds(gold: GoldReading, pairs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    stated = gold.relations()
    holds = [[relation in stated.get(pair, ()) for relation in STATED] for pair in pairs]
    return np.array(holds, dtype=np.float32).reshape(-1, len(STATED))
