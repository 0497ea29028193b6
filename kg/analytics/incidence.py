"""Papers and what they have, as a sparse matrix, and the pairs that share papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kg.errors import NetworkTooLargeError

#: What one pair and one node of a network take in memory, in bytes, with what measuring and writing them takes: from
#: the peak of centrality reports on networks of up to 1.6 million pairs (benchmarks/analytics.py).
BYTES_PER_PAIR = 1_200
BYTES_PER_NODE = 1_500

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Incidence:
    """Which paper has which thing: a papers × things matrix of 0 and 1, with the names of both, sorted."""

    papers: tuple[str, ...]
    things: tuple[str, ...]
    matrix: Any

    @property
    def counts(self) -> Indices:
        """How many papers have each thing."""
        return np.asarray(self.matrix.sum(axis=0), dtype=np.int64).reshape(-1)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of things (positions, first < second) with the number of papers that have both."""

    first: Indices
    second: Indices
    papers: Indices


def incidence(pairs: Iterable[tuple[str, str]], min_papers: int = 1) -> Incidence:
    """Return the matrix of (paper, thing) pairs, without the things of fewer than `min_papers` papers."""
    unique = sorted(set(pairs))
    papers = tuple(sorted({paper for paper, _ in unique}))
    things = tuple(sorted({thing for _, thing in unique}))
    row = {paper: i for i, paper in enumerate(papers)}
    column = {thing: i for i, thing in enumerate(things)}
    matrix = sparse.csr_array(
        (
            np.ones(len(unique), dtype=np.int64),
            ([row[paper] for paper, _ in unique], [column[thing] for _, thing in unique]),
        ),
        shape=(len(papers), len(things)),
    )
    return at_least(Incidence(papers, things, matrix), min_papers)


def at_least(incidence: Incidence, min_papers: int) -> Incidence:
    """Return the matrix without the things of fewer papers."""
    kept = np.flatnonzero(incidence.counts >= min_papers)
    if len(kept) == len(incidence.things):
        return incidence
    things = tuple(incidence.things[i] for i in kept)
    return Incidence(incidence.papers, things, incidence.matrix[:, kept])


def pairs_within(incidence: Incidence, memory_mb: int) -> Pairs:
    """Return the pairs of things that share a paper.

    Raises NetworkTooLargeError when their network would not fit in `memory_mb` megabytes, with the least number of
    papers per thing that would make it fit.
    """
    _check_memory(incidence, memory_mb)
    shared = sparse.triu(incidence.matrix.T @ incidence.matrix, k=1).tocoo()
    order = np.lexsort((shared.col, shared.row))
    return Pairs(
        shared.row[order].astype(np.int64), shared.col[order].astype(np.int64), shared.data[order].astype(np.int64)
    )


def network_megabytes(pairs: int, nodes: int) -> float:
    """Return what a network takes in memory, in megabytes."""
    return (pairs * BYTES_PER_PAIR + nodes * BYTES_PER_NODE) / 1e6


def _check_memory(incidence: Incidence, memory_mb: int) -> None:
    """Refuse what is too large, before it is made."""
    needed = _needed(incidence)
    if not memory_mb or needed <= memory_mb:
        return
    for least in _candidates(incidence.counts):
        smaller = at_least(incidence, least)
        if _needed(smaller) <= memory_mb:
            raise NetworkTooLargeError(
                f"this network of {len(incidence.things):,} nodes needs about {needed:,.0f} MB and may take "
                f"{memory_mb:,} MB (--network-memory-mb); with --min-papers {least} it has "
                f"{len(smaller.things):,} nodes and fits, or choose fewer papers with --since, --until or --category"
            )
    raise NetworkTooLargeError(
        f"this network needs about {needed:,.0f} MB and may take {memory_mb:,} MB (--network-memory-mb); choose fewer "
        "papers with --since, --until or --category, or allow it more memory"
    )


def _needed(incidence: Incidence) -> float:
    return network_megabytes(_count_pairs(incidence), len(incidence.things))


def _count_pairs(incidence: Incidence) -> int:
    """Return the number of distinct pairs, or an upper bound of it that is no larger than a hundred million."""
    per_paper = np.asarray(incidence.matrix.sum(axis=1), dtype=np.int64).reshape(-1)
    bound = int((per_paper * (per_paper - 1) // 2).sum())
    if bound > 100_000_000:
        return bound
    return int((incidence.matrix.T @ incidence.matrix).nnz - len(incidence.things)) // 2


def _candidates(counts: Indices) -> Collection[int]:
    """Return numbers of papers, growing, of which each drops some things."""
    largest = int(counts.max(initial=0))
    steps = [2, 3, 4, 5, 7, 10]
    while steps[-1] < largest:
        steps.append(int(steps[-1] * 1.5))
    return [step for step in steps if int(counts.min(initial=0)) < step <= largest]
