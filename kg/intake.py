"""Taking papers in: what is new or has changed is extracted, what is known costs nothing, what is gone can go."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.corpus.paper import Paper, Skipped
from kg.corpus.read import SAME_TEXT
from kg.extract.pipeline import version_of
from kg.graph.cache import RecordCache
from kg.graph.paper_table import Known, PaperTable
from kg.graph.writing import Tally
from kg.records import Extracted, extract_with_papers
from kg.settings import Settings

#: Records that are written to the cache in one go: what being killed costs at most.
_CACHE_BATCH = 64


def take_in(
    items: Iterator[Paper | Extracted | Skipped],
    table: PaperTable,
    cache: RecordCache,
    settings: Settings,
    tally: Tally,
    progress: Callable[[int], None] | None = None,
    sync: bool = False,
) -> None:
    """Put every new or changed paper into the table, with its record: the one it came with, a cached or a new one.

    With `sync` the table ends up holding the papers of `items` and no others.
    """
    pipeline = version_of(settings)
    fresh = []

    def to_extract() -> Iterator[Paper]:
        for item in _new_papers(items, table, pipeline, tally, sync):
            paper = _paper(item)
            record = item.record if isinstance(item, Extracted) else cache.get(paper.content_hash, pipeline)
            if record:
                table.put(paper, record)
            else:
                yield paper

    try:
        for extracted in extract_with_papers(to_extract(), settings, progress):
            table.put(extracted.paper, extracted.record)
            fresh.append((extracted.paper.content_hash, pipeline, extracted.record))
            if len(fresh) >= _CACHE_BATCH:
                cache.put(fresh)
                fresh.clear()
    finally:  # also when interrupted: what has been extracted is kept
        cache.put(fresh)
    if sync:
        tally.removed.extend(table.remove_unseen())


def _paper(item: Paper | Extracted) -> Paper:
    return item.paper if isinstance(item, Extracted) else item


def _new_papers(
    items: Iterator[Paper | Extracted | Skipped], table: PaperTable, pipeline: str, tally: Tally, sync: bool
) -> Iterator[Paper | Extracted]:
    """Yield the papers that have to be taken in, and count all others.

    A new paper whose text the store has under another id waits until all others are read, for that other one may be
    about to change. With `sync` only the texts of the corpus itself count, and reading it has seen to them.
    """
    in_doubt: list[Paper | Extracted] = []
    for item in items:
        if isinstance(item, Skipped):
            tally.skipped.append(item)
            continue
        paper = _paper(item)
        if sync:
            table.see(paper.id)
        known = table.known(paper.id)
        if known == Known(paper.content_hash, item.record.pipeline if isinstance(item, Extracted) else pipeline):
            tally.unchanged += 1
        elif known:
            table.forget_text(paper.id)
            tally.replaced.append(paper.id)
            yield item
        elif not sync and table.id_of_text(paper.text_hash) is not None:
            in_doubt.append(item)
        else:
            tally.added.append(paper.id)
            yield item
    for item in in_doubt:
        paper = _paper(item)
        same_text = table.id_of_text(paper.text_hash)
        if same_text is None:
            tally.added.append(paper.id)
            yield item
        else:
            tally.skipped.append(Skipped(SAME_TEXT, paper.source, f"as in paper {same_text} of the store"))
