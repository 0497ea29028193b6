"""Ours: all `names`, those of the gazetteers alone (`known`), or the abbreviations that a paper defines (`pairs`).

The second argument names the model, `accurate` by default.
"""

from __future__ import annotations

import sys

import spacy
from measuring import Finder, measure

from kg.corpus.paper import Paper
from kg.extract import known_names
from kg.extract.candidates import found_by
from kg.extract.pipeline import create_pipeline
from kg.extract.run import extract_paper
from kg.extract.tokenizer import install_tokenizer


def load() -> Finder:
    """Return the finder that the first argument names."""
    what = sys.argv[1]
    if what == "known":
        return _known()
    nlp = create_pipeline(*sys.argv[2:])

    def find(title: str, abstract: str) -> list[object]:
        record = extract_paper(nlp, Paper(id="paper", title=title, abstract=abstract))
        if what == "pairs":
            return [(r.head, r.tail) for r in record.relations if r.relation == "aliasOf"]
        return [mention.text for mention in record.mentions]

    return find


def _known() -> Finder:
    nlp = spacy.blank("en")
    install_tokenizer(nlp)
    nlp.add_pipe("kg_known_names")

    def find(title: str, abstract: str) -> list[str]:
        return [s.text for text in (title, abstract) for s in found_by(nlp(text), known_names.EXTRACTOR)]

    return find


if __name__ == "__main__":
    measure(load)
