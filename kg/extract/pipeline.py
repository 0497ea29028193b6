"""The pipeline: a blank English spaCy pipeline with the components of this package, in order."""

from __future__ import annotations

import hashlib
from functools import cache

import spacy
from spacy.language import Language

from kg import __version__
from kg.extract import abbreviations, coinages, known_names, mentions, patterns, sentences, terms  # noqa: F401  (factories)
from kg.extract.linear import WEIGHTS
from kg.extract.tokenizer import install_tokenizer
from kg.gazetteer import FILES
from kg.resources import PACKAGE, ontology_dir

#: A trained extractor goes before `kg_mentions`, which weighs its finds with all the others.
COMPONENTS = (
    "kg_sentences",
    "kg_known_names",
    "kg_patterns",
    "kg_coinages",
    "kg_shapes",
    "kg_terms",
    "kg_abbreviations",
    "kg_mentions",
)


def create_pipeline() -> Language:
    """Return the pipeline, ready to run; nothing is downloaded."""
    nlp = spacy.blank("en")
    install_tokenizer(nlp)
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


@cache
def pipeline_version(min_confidence: float = 0.0) -> str:
    """Return `abstracts-kg VERSION+DIGEST`; the digest is of the extraction code, the gazetteers and the threshold.

    Records of one version are the same for the same text, so the version is part of the key they are cached under.
    """
    digest = hashlib.sha256(f"{min_confidence}".encode())
    for path in [
        *sorted((PACKAGE / "extract").glob("*.py")),
        WEIGHTS,
        *(ontology_dir() / name for name in sorted(FILES.values())),
    ]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"abstracts-kg {__version__}+{digest.hexdigest()[:10]}"
