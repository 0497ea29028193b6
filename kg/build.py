"""Build: read, extract what is new, resolve everything, write what has changed, publish it in one step."""

from __future__ import annotations

import filecmp
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.corpus.read import read_corpus
from kg.errors import InterruptedRunError, NotFoundError
from kg.extract.pipeline import version_of
from kg.graph.cache import open_cache
from kg.graph.paper_table import PaperTable, open_papers
from kg.graph.store import CURATION_FILE, Snapshot, StoreFolder
from kg.graph.writing import Tally, write_snapshot, writer_version
from kg.intake import take_in
from kg.records import read_records
from kg.resolve.curation import read_curation
from kg.settings import Settings
from kg.summary import BuildSummary


def build_store(
    sources: Sequence[str],
    store: Path,
    settings: Settings,
    format: str | None = None,
    progress: Callable[[int], None] | None = None,
    columns: Mapping[str, str] | None = None,
    sync: bool = False,
    curation: Path | None = None,
    records: bool = False,
) -> BuildSummary:
    """Add the papers of corpora to a store, made if there is none, and publish the result.

    With `records` the sources are what `kg extract` wrote, and nothing is extracted.

    A paper whose id is known is replaced when its content, or the pipeline, has changed, and skipped when not. Papers
    that the corpora do not hold stay, or with `sync` are removed. A curation file is kept in the store and holds for
    all later builds, until another is given. Raises CorpusError, CurationError, StoreError, ExtractionError;
    InterruptedRunError on Ctrl-C. What was published before stays in each case.
    """
    started = time.time()
    folder = StoreFolder.create(store, settings.base)
    with folder.writing(), _new_snapshot(folder) as building, open_papers(building / "papers.sqlite") as table:
        _put_curation(curation, building)
        tally = Tally()
        with open_cache(folder.path / "cache.sqlite") as cache:
            items = read_records(sources, settings) if records else read_corpus(sources, format, settings, columns)
            take_in(items, table, cache, settings, tally, progress, sync)
            if not records:
                cache.forget_other_pipelines(version_of(settings))
        pipeline = " and ".join(table.pipelines()) if records else None
        return _finish(folder, building, table, tally, started, settings, pipeline)


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


def curate_store(curation: Path, store: Path, settings: Settings) -> BuildSummary:
    """Resolve the papers of a store anew by a curation file, which also holds for later builds, and publish the result.

    Raises CurationError, and changes nothing, when the file has faults or contradicts itself.
    """
    started = time.time()
    folder = StoreFolder.open(store)
    folder.current()
    with folder.writing(), _new_snapshot(folder) as building, open_papers(building / "papers.sqlite") as table:
        _put_curation(curation, building)
        return _finish(folder, building, table, Tally(), started, settings)


def _put_curation(curation: Path | None, building: Path) -> None:
    """Keep a curation file in a snapshot to be, once it has been read without fault."""
    if curation:
        read_curation(curation)
        shutil.copyfile(curation, building / CURATION_FILE)


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


def _finish(
    folder: StoreFolder,
    building: Path,
    table: PaperTable,
    tally: Tally,
    started: float,
    settings: Settings,
    pipeline: str | None = None,
) -> BuildSummary:
    """Write the graph and publish it, unless nothing has changed: no paper, no graph that papers own, no curation.

    `pipeline` is what extracted, where that was not this run.
    """
    published = folder.published()
    curation = building / CURATION_FILE
    decisions = read_curation(curation) if curation.exists() else ()
    unwritten = table.unwritten(writer_version())
    if published and not (tally.changes or unwritten or _differ(curation, published.curation_file)):
        return _summary(published, tally, started)
    table.commit()
    pipeline = pipeline or version_of(settings)
    before = published.quads if published else 0
    facts = write_snapshot(folder.base, building, table, tally, started, pipeline, before, decisions)
    table.commit()
    return _summary(folder.publish(building, facts), tally, started)


def _differ(curation: Path, before: Path) -> bool:
    return curation.exists() and not (before.exists() and filecmp.cmp(curation, before, shallow=False))


def _summary(snapshot: Snapshot, tally: Tally, started: float) -> BuildSummary:
    return BuildSummary(
        added=len(tally.added),
        replaced=len(tally.replaced),
        removed=len(tally.removed),
        unchanged=tally.unchanged,
        skipped=tuple(tally.skipped),
        papers=snapshot.papers,
        entities=snapshot.entities,
        quads=snapshot.quads,
        snapshot=snapshot.name,
        seconds=time.time() - started,
    )
