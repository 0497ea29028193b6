"""Extraction on a Dask cluster: parts go out to workers, and come back in order or are written where they are made."""

from __future__ import annotations

import gzip
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from kg.cluster.parts import Part, cut, extract_part, parts_in, write_part
from kg.corpus.paper import Paper
from kg.errors import ExtractionError, UsageError
from kg.settings import Settings

#: Parts on their way for each worker: one that it extracts and one that waits for it.
_AHEAD = 2
#: A worker has one pipeline, which is not made for several threads.
_PIPELINE = threading.Lock()

Progress = Callable[[int], None]


def extract_in_order(papers: Iterable[Paper], settings: Settings, out: BinaryIO, progress: Progress) -> None:
    """Write the Records of a corpus, one a line, as one machine would; raises ExtractionError and UsageError."""
    with _cluster(settings) as client:
        for part, packed in _extracted(client, cut(papers, settings), settings, None):
            out.write(gzip.decompress(packed))
            progress(len(part.papers))


def extract_to_folder(papers: Iterable[Paper], settings: Settings, folder: str, progress: Progress) -> int:
    """Let workers write the parts of a corpus into a folder that all of them reach; return how many parts there are.

    Parts that the folder has from an earlier run are not extracted again. Raises ExtractionError; UsageError when the
    folder holds parts of another corpus or pipeline.
    """
    there = parts_in(folder)
    names: set[str] = set()

    def wanted() -> Iterator[Part]:
        for part in cut(papers, settings):
            names.add(part.name)
            if part.name in there:
                progress(len(part.papers))
            else:
                yield part

    with _cluster(settings) as client:
        for part, _ in _extracted(client, wanted(), settings, folder):
            progress(len(part.papers))
    if foreign := sorted(there - names):
        raise UsageError(
            f"{folder} also holds {len(foreign)} parts of another corpus, another kg or another part_papers, such as "
            f"{foreign[0]}; remove them, or name an empty folder"
        )
    return len(names)


def _work(part: Part, settings: Settings, folder: str | None) -> bytes:
    """Extract a part, on a worker; with a folder the part is written there and nothing comes back."""
    with _PIPELINE:
        packed = extract_part(part, settings)
    if folder is None:
        return packed
    write_part(folder, part.name, packed)
    return b""


def _extracted(
    client: Any, parts: Iterator[Part], settings: Settings, folder: str | None
) -> Iterator[tuple[Part, bytes]]:
    """Yield the parts with what came back, in order, with a few for each worker on their way."""
    underway: deque[tuple[Part, Any]] = deque()
    for part in parts:
        while len(underway) >= _AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"])):
            yield _finished(*underway.popleft())
        key = f"kg-{part.name}"
        underway.append((part, client.submit(_work, part, settings, folder, key=key, pure=False)))
    while underway:
        yield _finished(*underway.popleft())


def _finished(part: Part, future: Any) -> tuple[Part, bytes]:
    from distributed import KilledWorker

    try:
        return part, future.result()
    except KilledWorker as error:
        raise ExtractionError(
            f"part {part.number} ({part.papers[0].source} and after) ended {error.allowed_failures + 1} workers, "
            "likely for want of memory; give them more, or lower part_papers, and run the command again"
        ) from None
    except (OSError, RuntimeError) as error:
        raise ExtractionError(f"part {part.number} was not extracted: {error}; run the command again") from error
    finally:
        future.release()


@contextmanager
def _cluster(settings: Settings) -> Iterator[Any]:
    """Yield a client of the scheduler, once a worker is there; what it has asked for is given up at the end."""
    if not settings.scheduler:
        raise UsageError("--engine dask needs the address of a scheduler: --scheduler tcp://HOST:8786")
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--engine dask needs Dask: pip install 'abstracts-kg[cluster]' adds it") from None
    try:
        client: Any = Client(settings.scheduler, timeout=settings.scheduler_seconds, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {settings.scheduler}: {error}") from None
    try:
        client.wait_for_workers(1, timeout=settings.scheduler_seconds)
        yield client
    except TimeoutError:
        raise ExtractionError(
            f"the scheduler at {settings.scheduler} has had no worker for {settings.scheduler_seconds:g} seconds; "
            f"start some: dask worker {settings.scheduler}"
        ) from None
    finally:
        client.close()
