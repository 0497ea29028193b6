"""The pipeline: a blank English spaCy pipeline with the components of this package, in order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

import spacy
from spacy.language import Language

from kg import __version__
from kg.extract import (  # noqa: F401  (they register their components)
    abbreviations,
    coinages,
    elsewhere,
    known_names,
    mentions,
    patterns,
    rules,
    sentences,
    tagger,
    terms,
)
from kg.extract.extractor import Extractor, add_extractor, read_extractor
from kg.extract.linear import WEIGHTS
from kg.extract.models import MODELS, weights_digest
from kg.extract.tokenizer import install_tokenizer
from kg.gazetteer import FILES
from kg.resources import PACKAGE, ontology_dir
from kg.settings import Settings

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
#: Code of other packages that decides what is found: cleaning shapes the text, normal forms tell names apart.
CODE_ELSEWHERE = ("corpus/cleaning.py", "gazetteer.py", "resolve/normal_form.py", "resolve/singular.py")
_MADE_WITH = "kg_made_with"
#: What decides, by model: a trained one scores, and weighs its scores with what the rules propose.
DECIDING: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(MODELS, ("kg_tagger", "kg_mentions")),
    "rules": ("kg_rule_mentions",),
}


def create_pipeline(model: str = "accurate", extractor: Extractor | None = None) -> Language:
    """Return the pipeline with a model, or `none`, and with another extractor, ready to run; nothing is downloaded.

    Raises UsageError when the other extractor cannot be had.
    """
    nlp = spacy.blank("en")
    install_tokenizer(nlp)
    for component in RULES if model in DECIDING else RULES[:1]:
        nlp.add_pipe(component)
    for component in DECIDING.get(model, ()):
        nlp.add_pipe(component, config={"model": model} if model != "rules" else {})
    if extractor:
        add_extractor(nlp, extractor)
    nlp.meta[_MADE_WITH] = [model, extractor.version if extractor else ""]
    return nlp


def made_with(nlp: Language) -> tuple[str, str]:
    """Return the model that a pipeline was made with, and the version of its other extractor, empty without one."""
    model, extractor = nlp.meta[_MADE_WITH]
    return model, extractor


def version_of(settings: Settings) -> str:
    """Return the version of the pipeline that settings ask for; raises UsageError as `read_extractor` does."""
    extractor = read_extractor(settings)
    return pipeline_version(settings.min_confidence, settings.model, extractor.version if extractor else "")


@cache
def pipeline_version(min_confidence: float = 0.0, model: str = "accurate", extractor: str = "") -> str:
    """Return `abstracts-kg VERSION+DIGEST.MODEL`; the digest is of code, gazetteers, threshold and weights.

    With another extractor its version follows: `….accurate+FACTORY-DIGEST`. Records of one version are the same for the
    same text, so the version is part of the key they are cached under.
    """
    hashed = hashlib.sha256(f"{min_confidence} {weights_digest(model)}".encode())
    for path in [
        *sorted((PACKAGE / "extract").glob("*.py")),
        *(PACKAGE / name for name in CODE_ELSEWHERE),
        WEIGHTS,
        *(ontology_dir() / name for name in sorted(FILES.values())),
    ]:
        hashed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"abstracts-kg {__version__}+{hashed.hexdigest()[:10]}.{model}{'+' if extractor else ''}{extractor}"
