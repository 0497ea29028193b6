"""`kg`: paper abstracts in, a knowledge graph that can be trusted out.

import kg
with kg.open("store") as graph:
    rows = graph.query("method_datasets", method="BERT")
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.query.opened import OpenStore
    from kg.settings import Settings

__all__ = ["__version__", "open"]
__version__ = "0.1.0"


def open(
    store: str | Path = "store", queries: Iterable[str | Path] = (), settings: Settings | None = None
) -> OpenStore:
    """Open a store to ask it: see `kg.query.opened.open_store`."""
    from kg.query.opened import open_store

    return open_store(store, queries, settings)
