"""The pipeline: a blank English spaCy pipeline with the components of this package, in order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

import spacy
from spacy.language import Language

from kg import __version__
from kg.extract import abbreviations, coinages, known_names, mentions, patterns, rules, sentences, tagger, terms  # noqa: F401
from kg.extract.linear import WEIGHTS
from kg.extract.models import MODELS, weights_digest
from kg.extract.tokenizer import install_tokenizer
from kg.gazetteer import FILES
from kg.resources import PACKAGE, ontology_dir

#: Rules and gazetteers: each proposes, none decides.
RULES = (
    "kg_sentences",
    "kg_known_names",
    "kg_patterns",
    "kg_coinages",
    "kg_shapes",
    "kg_terms",
    "kg_abbreviations",
)
_MODEL = "kg_model"
#: What decides, by model: a trained one scores, and weighs its scores with what the rules propose.
DECIDING: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(MODELS, ("kg_tagger", "kg_mentions")),
    "rules": ("kg_rule_mentions",),
}


def create_pipeline(model: str = "accurate") -> Language:
    """Return the pipeline with a model, ready to run; nothing is downloaded."""
    nlp = spacy.blank("en")
    install_tokenizer(nlp)
    for component in RULES:
        nlp.add_pipe(component)
    for component in DECIDING[model]:
        nlp.add_pipe(component, config={"model": model} if model != "rules" else {})
    nlp.meta[_MODEL] = model
    return nlp


def model_of(nlp: Language) -> str:
    """Return the name of the model that a pipeline was made with."""
    return str(nlp.meta[_MODEL])


@cache
def pipeline_version(min_confidence: float = 0.0, model: str = "accurate") -> str:
    """Return `abstracts-kg VERSION+DIGEST.MODEL`; the digest is of code, gazetteers, threshold and weights.

    Records of one version are the same for the same text, so the version is part of the key they are cached under.
    """
    hashed = hashlib.sha256(f"{min_confidence} {weights_digest(model)}".encode())
    for path in [
        *sorted((PACKAGE / "extract").glob("*.py")),
        WEIGHTS,
        *(ontology_dir() / name for name in sorted(FILES.values())),
    ]:
        hashed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"abstracts-kg {__version__}+{hashed.hexdigest()[:10]}.{model}"
