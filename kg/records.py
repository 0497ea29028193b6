"""Records with the papers that they are of, one JSON object a line: what `kg extract` writes and `kg build` takes."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from kg.corpus.jsonl import BROKEN_JSON, LINE_TOO_LONG
from kg.corpus.paper import Paper, Skipped, paper_from_json, paper_to_json
from kg.corpus.read import check_paper
from kg.corpus.source import Line, find_sources, open_sources, source_name
from kg.errors import EmptyCorpusError
from kg.extract.record import Record, record_from_json, record_to_json
from kg.extract.run import extract_papers
from kg.settings import Settings

NOT_A_RECORD = "not a Record"
#: What a Record says of its paper itself.
_OWN = frozenset({"id", "title", "abstract"})


@dataclass(frozen=True, slots=True)
class Extracted:
    """A paper and what was found in it."""

    paper: Paper
    record: Record


def extract_with_papers(
    papers: Iterable[Paper], settings: Settings, progress: Callable[[int], None] | None = None
) -> Iterator[Extracted]:
    """Yield each paper with its Record, in order; raises ExtractionError."""
    underway: deque[Paper] = deque()

    def taken() -> Iterator[Paper]:
        for paper in papers:
            underway.append(paper)
            yield paper

    for record in extract_papers(taken(), settings, progress):
        yield Extracted(underway.popleft(), record)


def record_line(extracted: Extracted) -> bytes:
    """Return a Record as a line of JSON, what else is known of its paper under the key `paper`."""
    facts = {key: value for key, value in paper_to_json(extracted.paper).items() if key not in _OWN}
    return json.dumps({**record_to_json(extracted.record), "paper": facts}, ensure_ascii=False).encode() + b"\n"


def read_records(sources: Sequence[str], settings: Settings) -> Iterator[Extracted | Skipped]:
    """Yield the papers with their Records of files, folders or URLs that `kg extract` wrote, and what was skipped.

    Of papers with one id, or one title and abstract, the first counts, as when a corpus is read. Raises CorpusError
    when a source cannot be read and EmptyCorpusError when there is no Record in all of them.
    """
    first_by_key: dict[str, str] = {}
    count = 0
    for name in find_sources(sources):
        with open_sources(name, settings) as opened:
            for place, line in chain.from_iterable(
                ((source.name, line) for line in source.lines()) for source in opened
            ):
                if line.text is not None and not line.text.strip():
                    continue
                item = _read(line, f"{place}:{line.number}")
                if isinstance(item, Extracted):
                    checked = check_paper(item.paper, first_by_key, settings)
                    item = checked if isinstance(checked, Skipped) else item
                count += isinstance(item, Extracted)
                yield item
    if not count:
        raise EmptyCorpusError(
            f"no Record in {', '.join(map(source_name, sources))}; --records takes what kg extract wrote"
        )


def _read(line: Line, place: str) -> Extracted | Skipped:
    if line.text is None:
        return Skipped(LINE_TOO_LONG, place)
    try:
        data = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        return Skipped(BROKEN_JSON, place, str(error)[:120])
    try:
        return _extracted(data, place)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Skipped(NOT_A_RECORD, place, f"{type(error).__name__}: {error}"[:120])


def _extracted(data: Any, place: str) -> Extracted:
    record = record_from_json(data)
    for mention in record.mentions:
        if record.text(mention.field)[mention.start : mention.end] != mention.text or not mention.text:
            raise ValueError(f"{mention.text!r} is not what its offsets point to")
    own = {key: data[key] for key in sorted(_OWN)}
    facts = {"categories": (), "authors": (), "source": place, **data.get("paper", {})}
    return Extracted(paper_from_json({**facts, **own}), record)
