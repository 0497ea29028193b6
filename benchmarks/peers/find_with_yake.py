"""YAKE: statistical keyphrases, the twenty best of a paper, of up to four words."""

from __future__ import annotations

import yake
from measuring import Finder, measure


def load() -> Finder:
    """Return the finder."""
    extractor = yake.KeywordExtractor(lan="en", n=4, top=20)
    return lambda title, abstract: [phrase for phrase, _ in extractor.extract_keywords(f"{title}. {abstract}")]


if __name__ == "__main__":
    measure(load)
