"""One pipeline for all tests of extraction: it takes a second to build and keeps no state between papers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.corpus.paper import Paper
from kg.extract.document import make_doc
from kg.extract.pipeline import create_pipeline
from kg.extract.reading import Reading, Span, read_paper
from kg.extract.record import EntityType, Mention, Record
from kg.extract.run import extract_paper

_TYPES: Mapping[str, EntityType] = {"M": "Method", "D": "Dataset", "H": "Hardware", "X": "Metric", "T": "Task"}


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline."""
    return create_pipeline("rules")


@pytest.fixture(scope="session")
def extract(nlp: Language) -> Callable[..., Record]:
    """Extract from an abstract, under a title that names nothing unless one is given."""

    def run(abstract: str, title: str = "A short study", min_confidence: float = 0.0) -> Record:
        return extract_paper(nlp, Paper("paper-1", title, abstract), min_confidence)

    return run


@pytest.fixture(scope="session")
def annotate(nlp: Language) -> Callable[..., Doc]:
    """Run the pipeline and return the Doc."""

    def run(abstract: str, title: str = "A short study") -> Doc:
        return nlp(make_doc(nlp, Paper("paper-1", title, abstract)))

    return run


@pytest.fixture(scope="session")
def read() -> Callable[..., Reading]:
    """Read an abstract in which mentions stand as `[M:moss]` (or D, H, X, T); a full stop ends a sentence."""

    def run(marked: str, long_forms: Mapping[str, str] | None = None) -> Reading:
        abstract, spans = "", []
        for text, type, name in re.findall(r"([^\[]*)(?:\[(\w):([^\]]*)\])?", marked):
            abstract += text
            if name:
                spans.append((len(abstract), len(abstract) + len(name), _TYPES[type]))
                abstract += name
        sentences: list[Span] = [
            ("abstract", m.start(), m.end()) for m in re.finditer(r"[^. ].*?(?:\.(?= |$)|$)", abstract)
        ]
        mentions = [
            Mention("abstract", start, end, type, abstract[start:end], begin, stop, "reader", 0.9)
            for start, end, type in spans
            for _, begin, stop in sentences
            if begin <= start < stop
        ]
        return read_paper("", abstract, sentences, mentions, long_forms or {})

    return run
