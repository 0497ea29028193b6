"""Every error that `kg` raises on purpose, each with one exit code and one HTTP status.

    KgError                     1   500
    ├─ UsageError               2   400   the request itself is wrong
    │  └─ NetworkTooLargeError  2   413   a network would not fit in the memory that it may take
    ├─ CorpusError              3   400   a corpus file cannot be used
    │  ├─ UnknownFormatError    3   415   its format is not known, or not the one forced
    │  └─ EmptyCorpusError      3   422   it holds no usable paper
    ├─ CurationError           11   400   the curation file has faults or contradicts itself
    ├─ ExtractionError          9   500   the pipeline failed on a paper
    ├─ StoreError               4   500   the store on disk cannot be used
    │  ├─ StoreMissingError     4   503   there is none at that path
    │  ├─ StoreVersionError     4   503   another version of kg wrote it
    │  ├─ StoreLockedError      5   409   another process is writing to it
    │  ├─ StoreFullError        6   507   the disk is full
    │  ├─ StoreServerError      4   502   the SPARQL server that is the store fails, or cannot be reached
    │  └─ InvalidGraphError    10   500   the graph breaks the shapes of the ontology
    ├─ QueryError               7   400   the query is wrong
    │  ├─ QuerySyntaxError      7   400   … it does not parse
    │  ├─ ParameterError        7   400   … a parameter is missing, unknown or of the wrong type
    │  │  └─ AmbiguousNameError 7   400   … it names more than one thing; carries the candidates
    │  ├─ ForbiddenQueryError   7   403   … it asks for what is switched off
    │  ├─ QueryTimeoutError     8   504   it ran past `query_seconds`
    │  ├─ AnswerTooLongError    8   507   … its answer has more bytes than `max_answer_mb`
    │  └─ QueryWorkerError      8   500   the worker that ran it died
    │     └─ ServiceBusyError   8   503   … or none is free
    ├─ UnauthorizedError        2   401   a write without the token, or with another one
    ├─ NotFoundError            1   404   no such entity, paper, saved query or report
    ├─ NotAcceptableError       2   406   no representation that the client accepts
    └─ InterruptedRunError    130   503   stopped by Ctrl-C or a termination signal

A message says what is wrong and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class KgError(Exception):
    """Anything that `kg` refuses or cannot do."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500


class UsageError(KgError):
    """A wrong argument, option or setting."""

    exit_code = 2
    http_status = 400


class NetworkTooLargeError(UsageError):
    """A network that would not fit in `network_memory_mb`; the message names a filter that makes it fit."""

    http_status = 413


class CorpusError(KgError):
    """A corpus file that cannot be read."""

    exit_code = 3
    http_status = 400


class UnknownFormatError(CorpusError):
    """A corpus file whose format is not recognised."""

    http_status = 415


class EmptyCorpusError(CorpusError):
    """A corpus without a single usable paper."""

    http_status = 422


class CurationError(KgError):
    """A curation file with faults, or with decisions that contradict each other."""

    exit_code = 11
    http_status = 400


class ExtractionError(KgError):
    """The extraction pipeline failed."""

    exit_code = 9


class StoreError(KgError):
    """A store that cannot be read or written."""

    exit_code = 4


class StoreMissingError(StoreError):
    """No store at the given path."""

    http_status = 503


class StoreVersionError(StoreError):
    """A store written by another version of `kg`."""

    http_status = 503


class StoreLockedError(StoreError):
    """A store that another process is writing to."""

    exit_code = 5
    http_status = 409


class StoreFullError(StoreError):
    """No space left on the disk that holds the store."""

    exit_code = 6
    http_status = 507


class StoreServerError(StoreError):
    """A SPARQL server that fails at what it is asked to do, or that cannot be reached."""

    http_status = 502


class InvalidGraphError(StoreError):
    """A graph that breaks the shapes of the ontology."""

    exit_code = 10


class QueryError(KgError):
    """A query that cannot be answered as asked."""

    exit_code = 7
    http_status = 400


class QuerySyntaxError(QueryError):
    """A query, update or RDF text that does not parse; `line` and `column` count from 1, where they are known."""

    line: int | None = None
    column: int | None = None


class ParameterError(QueryError):
    """A saved query's parameter that is missing, unknown or of the wrong type."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the things that an ambiguous name may stand for."""

    iri: str
    label: str
    type: str
    papers: int


class AmbiguousNameError(ParameterError):
    """A name, the `value` of a `parameter`, that several things have: the `candidates`, the most often named first."""

    def __init__(self, message: str, parameter: str, value: str, candidates: Sequence[Candidate]) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.value = value
        self.candidates = tuple(candidates)


class ForbiddenQueryError(QueryError):
    """A query that asks for something the operator has not allowed."""

    http_status = 403


class QueryTimeoutError(QueryError):
    """A query that ran longer than `query_seconds`."""

    exit_code = 8
    http_status = 504


class AnswerTooLongError(QueryError):
    """An answer of more bytes than `max_answer_mb` allows."""

    exit_code = 8
    http_status = 507


class QueryWorkerError(QueryError):
    """A query worker that died."""

    exit_code = 8
    http_status = 500


class ServiceBusyError(QueryWorkerError):
    """A query that no worker is free for."""

    http_status = 503


class UnauthorizedError(KgError):
    """A write without the token, or with another one."""

    exit_code = 2
    http_status = 401


class NotFoundError(KgError):
    """A named thing that the store does not hold."""

    http_status = 404


class NotAcceptableError(KgError):
    """No representation of the resource that the client accepts."""

    exit_code = 2
    http_status = 406


class InterruptedRunError(KgError):
    """A run stopped by the user or the system."""

    exit_code = 130
    http_status = 503
