"""Parts: so many papers of a corpus, what is found in them as one packed file, and the folder of these files."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from kg.corpus.paper import Paper
from kg.errors import ExtractionError
from kg.extract.pipeline import version_of
from kg.files import file_system, written
from kg.records import extract_with_papers, record_line
from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Part:
    """Papers that one worker takes at a time; `pipeline` is the version that has to extract them."""

    number: int
    papers: tuple[Paper, ...]
    pipeline: str

    @property
    def name(self) -> str:
        """The name of its file, `part-000001-0123456789ab.jsonl.gz`: other papers or another pipeline have another."""
        digest = hashlib.sha256(self.pipeline.encode())
        for paper in self.papers:
            digest.update(f"\n{paper.content_hash} {paper.source}".encode("utf-8", "surrogatepass"))
        return f"part-{self.number:06}-{digest.hexdigest()[:12]}.jsonl.gz"


def cut(papers: Iterable[Paper], settings: Settings) -> Iterator[Part]:
    """Yield the parts of a corpus, of `part_papers` papers each, in order."""
    pipeline = version_of(settings)
    remaining = iter(papers)
    number = 0
    while chunk := tuple(islice(remaining, max(1, settings.part_papers))):
        number += 1
        yield Part(number, chunk, pipeline)


def extract_part(part: Part, settings: Settings) -> bytes:
    """Return the packed lines of a part's Records, the same bytes on every machine.

    Raises ExtractionError, also when this machine has another version of the pipeline.
    """
    here = version_of(settings)
    if here != part.pipeline:
        raise ExtractionError(
            f"a worker has the pipeline {here}, but {part.pipeline} is wanted: install the same kg on all machines"
        )
    alone = replace(settings, processes=1)
    lines = b"".join(map(record_line, extract_with_papers(part.papers, alone)))
    return gzip.compress(lines, 6, mtime=0)


def parts_in(folder: str) -> set[str]:
    """Return the names of the parts that a folder, by path or URL, holds; raises UsageError."""
    system, path = file_system(folder)
    system.makedirs(path, exist_ok=True)
    names = (str(file).rpartition("/")[2] for file in system.ls(path, detail=False))
    return {name for name in names if name.startswith("part-")}


def write_part(folder: str, name: str, packed: bytes) -> None:
    """Write a part into a folder, by path or URL, whole or not at all."""
    with written(f"{folder.rstrip('/')}/{name}") as out:
        out.write(packed)
