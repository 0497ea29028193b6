"""Progress of long work, on standard error and only when that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(what: str, unit: str) -> Iterator[Callable[[int], None]]:
    """Show a bar that the yielded function moves on by so many units; silent when standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    from tqdm import tqdm

    with tqdm(desc=what, unit=f" {unit}", leave=False, file=sys.stderr) as bar:

        def step(steps: int) -> None:
            bar.update(steps)

        yield step
