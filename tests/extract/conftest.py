"""One pipeline for all tests of extraction: it takes a second to build and keeps no state between papers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.corpus.paper import Paper
from kg.extract.document import make_doc
from kg.extract.pipeline import create_pipeline
from kg.extract.record import Record
from kg.extract.run import extract_paper


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline."""
    return create_pipeline()


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
