"""A command that runs while somebody watches: what it takes by the clock, of the processor, and of memory."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import psutil

#: Seconds between two looks.
INTERVAL = 0.25


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command took.

    `wall` is seconds by the clock, `processor` those of all cores that it and its helpers (the processes that it
    starts) were at work, `helpers` the part of the helpers. `memory_mb` is the most that the resident memory of all
    of them came to at one look, in megabytes; what two of them share counts twice. `helped_until` are the seconds by
    the clock after which its last helper had ended, `own_until` those of the processor that it took itself until then.
    `others` is the share of all cores, from 0 to 1, that the rest of the machine was busy meanwhile.
    """

    wall: float
    processor: float
    helpers: float
    memory_mb: float
    helped_until: float
    own_until: float
    others: float


@dataclass(frozen=True, slots=True)
class Look:
    """One look: seconds since the start, those of the processor (own, of helpers that ended), megabytes."""

    wall: float
    own: float
    ended: float
    memory_mb: float


def watch(command: Sequence[str]) -> Watched:
    """Run a command to its end, its standard output unheard, and return what it took.

    Raises SystemExit when it fails.
    """
    began, busy_before = time.perf_counter(), _busy()
    with psutil.Popen(list(command), stdout=subprocess.DEVNULL) as process:
        looks = [Look(0, 0, 0, 0), *_looks(process, began)]
        if process.wait():
            raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}")
    wall, busy = time.perf_counter() - began, _busy() - busy_before
    last = looks[-1]
    processor = last.own + last.ended
    left = _left_alone(looks)
    return Watched(
        wall=wall,
        processor=processor,
        helpers=last.ended,
        memory_mb=max(look.memory_mb for look in looks),
        helped_until=left.wall,
        own_until=left.own,
        others=max(0.0, busy - processor) / wall / psutil.cpu_count(),
    )


def _looks(process: psutil.Popen, began: float) -> Iterator[Look]:
    """Look at a process until it has ended, which is not before its last look: it waits to be asked for its end."""
    while True:
        try:
            ended = process.status() == psutil.STATUS_ZOMBIE
            times = process.cpu_times()
            memory = sum(map(_resident, [process, *process.children(recursive=True)])) / 1e6
        except psutil.NoSuchProcess:
            return
        own, helpers = times.user + times.system, times.children_user + times.children_system
        yield Look(time.perf_counter() - began, own, helpers, memory)
        if ended:
            return
        time.sleep(INTERVAL)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _left_alone(looks: Sequence[Look]) -> Look:
    """Return the first look after which no helper of account was waited for; the first of all where none was."""
    gone = (after for before, after in pairwise(looks) if after.ended - before.ended > 0.1 * looks[-1].ended)
    return max(gone, key=lambda look: look.wall, default=looks[0])


def _busy() -> float:
    """Return the seconds that all cores have been at work since the machine started."""
    times = psutil.cpu_times()
    return float(sum(getattr(times, name, 0.0) for name in ("user", "nice", "system", "irq", "softirq", "steal")))
