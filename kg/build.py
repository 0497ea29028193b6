"""Build: read, extract what is new, resolve everything, write what has changed, publish it in one step."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.corpus.paper import Paper, Skipped
from kg.corpus.read import SAME_TEXT, read_corpus
from kg.errors import InterruptedRunError, NotFoundError
from kg.extract.pipeline import pipeline_version
from kg.extract.run import extract_papers
from kg.graph.cache import RecordCache, open_cache
from kg.graph.paper_table import PaperTable, open_papers
from kg.graph.store import Snapshot, StoreFolder
from kg.graph.writing import Tally, write_snapshot
from kg.settings import Settings
from kg.summary import BuildSummary

#: Records that are written to the cache in one go: what being killed costs at most.
_CACHE_BATCH = 64


def build_store(
    sources: Sequence[str],
    store: Path,
    settings: Settings,
    format: str | None = None,
    progress: Callable[[int], None] | None = None,
    columns: Mapping[str, str] | None = None,
) -> BuildSummary:
    """Add the papers of corpora to a store, made if there is none, and publish the result.

    A paper whose id is known is replaced when its content, or the pipeline, has changed, and skipped when not. Raises
    CorpusError, StoreError, ExtractionError; InterruptedRunError on Ctrl-C. What was published before stays in each
    case.
    """
    started = time.time()
    folder = StoreFolder.create(store, settings.base)
    with folder.writing(), _new_snapshot(folder) as building, open_papers(building / "papers.sqlite") as table:
        tally = Tally()
        with open_cache(folder.path / "cache.sqlite") as cache:
            _take_in(read_corpus(sources, format, settings, columns), table, cache, settings, tally, progress)
            cache.forget_other_pipelines(pipeline_version(settings.min_confidence))
        return _finish(folder, building, table, tally, started, settings)


def remove_papers(ids: Sequence[str], store: Path, settings: Settings) -> BuildSummary:
    """Remove papers with all that they said, resolve the rest anew and publish the result.

    Raises NotFoundError, and removes nothing, when one of the ids is not in the store.
    """
    started = time.time()
    folder = StoreFolder.open(store)
    with folder.writing(), _new_snapshot(folder) as building, open_papers(building / "papers.sqlite") as table:
        tally = Tally()
        missing = [paper_id for paper_id in ids if table.known(paper_id) is None]
        if missing:
            raise NotFoundError(f"not in the store: {', '.join(missing)}; nothing was removed")
        for paper_id in sorted(set(ids)):
            table.remove(paper_id)
            tally.removed.append(paper_id)
        return _finish(folder, building, table, tally, started, settings)


@contextmanager
def _new_snapshot(folder: StoreFolder) -> Iterator[Path]:
    """Yield the folder of a snapshot to be; whatever goes wrong, it goes and the published one stays."""
    building = folder.begin()
    try:
        yield building
    except KeyboardInterrupt:
        raise InterruptedRunError(
            "stopped; what was published before is unchanged, and what has been extracted is kept: "
            "run the same command again to go on"
        ) from None
    finally:
        folder.abandon(building)


def _take_in(
    items: Iterator[Paper | Skipped],
    table: PaperTable,
    cache: RecordCache,
    settings: Settings,
    tally: Tally,
    progress: Callable[[int], None] | None,
) -> None:
    """Put every new or changed paper into the table, with its record from the cache or from extraction."""
    pipeline = pipeline_version(settings.min_confidence)
    awaiting: deque[Paper] = deque()
    extracted = []

    def to_extract() -> Iterator[Paper]:
        for item in items:
            paper = _new_paper(item, table, pipeline, tally)
            if paper is None:
                continue
            tally.note(paper, table.known(paper.id) is not None)
            if record := cache.get(paper.content_hash, pipeline):
                table.put(paper, record)
            else:
                awaiting.append(paper)
                yield paper

    try:
        for record in extract_papers(to_extract(), settings, progress):
            paper = awaiting.popleft()
            table.put(paper, record)
            extracted.append((paper.content_hash, pipeline, record))
            if len(extracted) >= _CACHE_BATCH:
                cache.put(extracted)
                extracted.clear()
    finally:  # also when interrupted: what has been extracted is kept
        cache.put(extracted)


def _new_paper(item: Paper | Skipped, table: PaperTable, pipeline: str, tally: Tally) -> Paper | None:
    """Return a paper that has to be taken in, or None when it is skipped or known as it is."""
    if isinstance(item, Skipped):
        tally.skipped.append(item)
        return None
    known = table.known(item.id)
    if known and (known.content_hash, known.pipeline) == (item.content_hash, pipeline):
        tally.unchanged += 1
        return None
    same_text = table.id_of_text(item.text_hash) if known is None else None
    if same_text is not None:
        tally.skipped.append(Skipped(SAME_TEXT, item.source, f"as in paper {same_text} of the store"))
        return None
    return item


def _finish(
    folder: StoreFolder, building: Path, table: PaperTable, tally: Tally, started: float, settings: Settings
) -> BuildSummary:
    """Write the graph and publish it, unless nothing has changed: no paper, and no graph that papers own."""
    published = folder.published()
    if published and not (tally.added or tally.replaced or tally.removed or table.unwritten()):
        return _summary(published, tally, started)
    table.commit()
    facts = write_snapshot(folder.base, building, table, tally, started, pipeline_version(settings.min_confidence))
    table.commit()
    return _summary(folder.publish(building, facts), tally, started)


def _summary(snapshot: Snapshot, tally: Tally, started: float) -> BuildSummary:
    return BuildSummary(
        added=tally.added,
        replaced=tally.replaced,
        removed=len(tally.removed),
        unchanged=tally.unchanged,
        skipped=tuple(tally.skipped),
        papers=snapshot.papers,
        entities=snapshot.entities,
        quads=snapshot.quads,
        snapshot=snapshot.name,
        seconds=time.time() - started,
    )
