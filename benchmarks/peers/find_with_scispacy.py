"""scispaCy's abbreviation detector (Schwartz and Hearst, 2003) behind a bare tokenizer; its models are downloads."""

from __future__ import annotations

import scispacy.abbreviation  # noqa: F401  (registers the component)
import spacy
from measuring import Finder, measure


def load() -> Finder:
    """Return the finder."""
    nlp = spacy.blank("en")
    nlp.add_pipe("abbreviation_detector")
    return lambda title, abstract: {
        (short.text, short._.long_form.text) for short in nlp(f"{title}. {abstract}")._.abbreviations
    }


if __name__ == "__main__":
    measure(load)
