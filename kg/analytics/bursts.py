"""Bursts: spans of time in which an entity is in far more papers than usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

#: How much likelier a paper with the entity is in a burst, and how unwilling the model is to enter one.
SCALE = 2.0
GAMMA = 1.0


@dataclass(frozen=True, slots=True)
class Burst:
    """A burst from one period to another, both included (positions); `weight` is how much better it fits the counts.

    The weight is the fall in cost, a logarithm of probabilities: above 3 or so it is hardly chance.
    """

    begin: int
    end: int
    weight: float


def find_bursts(counts: Sequence[int], totals: Sequence[int]) -> list[Burst]:
    """Return the bursts of an entity in `counts` of `totals` papers per period.

    Two-state automaton on batched arrivals (Kleinberg 2002, section 4): papers have the entity with its overall share,
    or in a burst with SCALE times that share; entering a burst costs GAMMA × ln(number of periods); the cheapest
    sequence of states is found by dynamic programming.
    """
    relevant, papers = np.asarray(counts, dtype=float), np.asarray(totals, dtype=float)
    if not relevant.sum() or relevant.sum() == papers.sum():
        return []
    share = relevant.sum() / papers.sum()
    usual, burst = _cost(relevant, papers, share), _cost(relevant, papers, min(SCALE * share, 1 - 1e-9))
    states = _cheapest(usual, burst, GAMMA * np.log(len(counts)))
    found = []
    for state, run in groupby(range(len(counts)), key=states.__getitem__):
        span = list(run)
        if state:
            found.append(Burst(span[0], span[-1], float((usual - burst)[span].sum())))
    return found


def _cost(relevant: npt.NDArray[np.float64], papers: npt.NDArray[np.float64], share: float) -> npt.NDArray[np.float64]:
    """Return the negative log-likelihood of each period, without the binomial coefficient that all states share."""
    return np.asarray(-(relevant * np.log(share) + (papers - relevant) * np.log(1 - share)))


def _cheapest(usual: npt.NDArray[np.float64], burst: npt.NDArray[np.float64], entering: float) -> list[bool]:
    """Return for each period whether it is in a burst (Viterbi)."""
    costs = [0.0, entering]
    came_from: list[tuple[int, int]] = []
    for cost_usual, cost_burst in zip(usual.tolist(), burst.tolist(), strict=True):
        low = 0 if costs[0] <= costs[1] else 1
        if came_from:
            high = 0 if costs[0] + entering < costs[1] else 1
            previous = (costs[low], costs[0] + entering if high == 0 else costs[1])
        else:  # the automaton starts in the usual state
            low, high, previous = 0, 0, (0.0, entering)
        came_from.append((low, high))
        costs = [previous[0] + cost_usual, previous[1] + cost_burst]
    state = 0 if costs[0] <= costs[1] else 1
    states = []
    for back in reversed(came_from):
        states.append(state == 1)
        state = back[state]
    return states[::-1]
