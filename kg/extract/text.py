"""Extraction from one text, without a corpus, a store or settings."""

from __future__ import annotations

import hashlib

from kg.corpus.paper import Paper
from kg.extract.record import Record
from kg.extract.run import extract_papers
from kg.settings import Settings


def extract_text(text: str, title: str = "", settings: Settings | None = None) -> Record:
    """Return all that is found in an abstract and its title: mentions, roles, relations and results, with offsets.

    The same text gives the same Record as a build does; the first call makes the pipeline, which takes seconds.
    Raises ExtractionError.

    >>> record = extract_text("We evaluate BERT on SQuAD.")
    >>> [(mention.text, mention.type) for mention in record.mentions]
    [('BERT', 'Method'), ('SQuAD', 'Dataset')]
    """
    name = hashlib.sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    (record,) = extract_papers([Paper(name, title, text)], settings or Settings(processes=1))
    return record
