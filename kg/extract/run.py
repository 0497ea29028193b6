"""Run the pipeline: from papers to Records, on one core or several, with the same result."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import cache
from itertools import chain, islice

from spacy.language import Language
from spacy.tokens import Doc

from kg.corpus.paper import Paper
from kg.errors import ExtractionError
from kg.extract.chosen import chosen_mentions
from kg.extract.context import context_of
from kg.extract.devices import device_of
from kg.extract.document import field_of, field_offset, make_doc, sentence_spans
from kg.extract.extractor import Extractor, read_extractor
from kg.extract.facts import find_facts
from kg.extract.models import MODELS
from kg.extract.original import cleaned, in_original
from kg.extract.pipeline import create_pipeline, made_with, pipeline_version
from kg.extract.record import ENTITY_TYPES, EntityType, Mention, Record
from kg.extract.support import supported
from kg.settings import Settings

#: Papers that one message to a worker process carries.
_BATCH = 32
#: So many batches this process does alone: that takes less time than to start others and load the pipeline in each.
_ALONE = 4
#: How often in a row workers may die without a batch done between: then it is not the machine but a paper.
_DEATHS = 3
Job = tuple[list[Paper], str, Extractor | None, float]
_TYPES: dict[str, EntityType] = {type: type for type in ENTITY_TYPES}


def extract_paper(nlp: Language, paper: Paper, min_confidence: float = 0.0) -> Record:
    """Return all that a pipeline finds in one paper.

    Raises ExtractionError, naming the paper, when a component fails.
    """
    try:
        source = cleaned(paper)
        return in_original(_record(nlp, source.paper, min_confidence), source, paper)
    except Exception as error:
        raise ExtractionError(f"extraction failed on paper {paper.id} ({paper.source}): {error!r}") from error


def _record(nlp: Language, paper: Paper, min_confidence: float) -> Record:
    doc = nlp(make_doc(nlp, paper))
    mentions = tuple(m for m in mentions_of(doc, paper) if m.confidence >= min_confidence)
    facts = find_facts(paper.title, paper.abstract, sentence_spans(doc), mentions, context_of(doc))
    roles = facts.roles
    if made_with(nlp)[0] in MODELS:  # what rules say of themselves is one figure for a kind, not for a mention
        mentions, roles = supported(mentions, facts)
    return Record(
        id=paper.id,
        title=paper.title,
        abstract=paper.abstract,
        mentions=mentions,
        roles=roles,
        relations=facts.relations,
        results=facts.results,
        pipeline=pipeline_version(min_confidence, *made_with(nlp)),
    )


def mentions_of(doc: Doc, paper: Paper) -> Iterator[Mention]:
    """Yield the chosen spans as mentions, with offsets into the paper's own texts."""
    for chosen in chosen_mentions(doc):
        span = doc[chosen.start : chosen.end]
        field = field_of(doc, span.start_char)
        offset = field_offset(doc, field)
        text = paper.title if field == "title" else paper.abstract
        start, end = span.start_char - offset, span.end_char - offset
        mention = Mention(
            field=field,
            start=start,
            end=end,
            type=_TYPES[chosen.type],
            text=text[start:end],
            sentence_start=span.sent.start_char - offset,
            sentence_end=min(span.sent.end_char - offset, len(text)),
            extractor=chosen.extractor,
            confidence=chosen.confidence,
        )
        yield replace(mention, device=device_of(mention, text)) if mention.type == "Hardware" else mention


def extract_papers(
    papers: Iterable[Paper], settings: Settings, progress: Callable[[int], None] | None = None
) -> Iterator[Record]:
    """Yield the Record of each paper, in order; the number of processes makes no difference to them."""
    processes = settings.processes or os.cpu_count() or 1
    for records in _extracted_batches(_batches(papers), processes, settings):
        yield from records
        if progress:
            progress(len(records))


def _extracted_batches(batches: Iterator[list[Paper]], processes: int, settings: Settings) -> Iterator[list[Record]]:
    """Yield the records of each batch in order; workers that die are replaced, and their batches given to others."""
    first = list(islice(batches, _ALONE + 1))
    extractor = read_extractor(settings)
    jobs = ((batch, settings.model, extractor, settings.min_confidence) for batch in chain(first, batches))
    if processes == 1 or len(first) <= _ALONE:
        yield from map(_extract_batch, jobs)
        return
    underway: deque[Job] = deque()
    deaths = 0
    while True:
        try:
            for records in _by_workers(jobs, underway, processes):
                deaths = 0
                yield records
            return
        except BrokenProcessPool:
            deaths += 1
            if deaths == _DEATHS:
                raise ExtractionError(
                    f"worker processes died {deaths} times in a row from paper {underway[0][0][0].id} on, likely for "
                    "lack of memory; try --processes 1"
                ) from None


def _by_workers(jobs: Iterator[Job], underway: deque[Job], processes: int) -> Iterator[list[Record]]:
    """Yield the records of jobs in order, first of those underway, with at most three per process on their way.

    Raises BrokenProcessPool when a worker dies; `underway` then holds the jobs that were begun and not done.
    """
    # A forked worker would inherit the locks of threads that it does not have; a fresh interpreter inherits nothing.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _ignore_interrupt) as pool:
        try:
            underway.extend(islice(jobs, 3 * processes - len(underway)))
            futures = deque(pool.submit(_extract_batch, job) for job in underway)
            while futures:
                yield futures.popleft().result()
                underway.popleft()
                for job in islice(jobs, 1):
                    underway.append(job)
                    futures.append(pool.submit(_extract_batch, job))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the parent, which ends the workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _batches(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    remaining = iter(papers)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


@cache
def _pipeline(model: str, extractor: Extractor | None) -> Language:
    return create_pipeline(model, extractor)


def _extract_batch(job: Job) -> list[Record]:
    batch, model, extractor, min_confidence = job
    return [extract_paper(_pipeline(model, extractor), paper, min_confidence) for paper in batch]
