"""`kg`: paper abstracts in, a knowledge graph that can be trusted out.

>>> import kg
>>> with kg.open("store") as graph:
...     rows = graph.query("method_datasets", method="BERT")
>>> record = kg.extract("We evaluate BERT on SQuAD.")
>>> [(mention.text, mention.type) for mention in record.mentions]
[('BERT', 'Method'), ('SQuAD', 'Dataset')]
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.record import Record
    from kg.opened import OpenStore
    from kg.settings import Settings

__all__ = ["__version__", "extract", "open"]
__version__ = "0.1.0"


def open(
    store: str | Path = "store", queries: Iterable[str | Path] = (), settings: Settings | None = None
) -> OpenStore:
    """Open a store to ask it: see `kg.opened.open_store`."""
    from kg.opened import open_store

    return open_store(store, queries, settings)


def extract(text: str, title: str = "") -> Record:
    """Return all that is found in an abstract: see `kg.extract.text.extract_text`.

    The package `kg.extract`, which takes this name once it is imported, can be called in the same way.
    """
    from kg.extract.text import extract_text

    return extract_text(text, title)
