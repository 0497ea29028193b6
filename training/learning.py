"""How a tagger learns: batches by length, a rate that falls from head to input, averaged weights."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, count, islice
from typing import TypeVar

import torch
from torch import nn

from training.course import Course
from training.examples import Example
from training.tagger import Batch, Tagger

B = TypeVar("B")
E = TypeVar("E")

#: Steps between two lines of progress.
_TOLD = 25


def learn(tagger: Tagger, examples: Sequence[Example], course: Course, mask_id: int) -> None:
    """Train in place, and leave the average of the last checkpoints in the tagger."""
    torch.manual_seed(course.seed)
    shuffled = random.Random(course.seed)
    steps = int(course.epochs * len(list(batches(examples, course.pieces, shuffled))))
    checkpoints = {steps - 1 - round(i * steps / course.epochs / 2) for i in range(course.averaged)}

    def loss(batch: Batch) -> torch.Tensor:
        _mask(batch, course.masked, mask_id)
        return tagger.loss(batch)

    descend(
        tagger,
        _groups(tagger, course),
        lambda: batches(examples, course.pieces, shuffled),
        loss,
        steps,
        checkpoints,
    )


def descend(
    module: nn.Module,
    groups: list[dict[str, object]],
    epoch: Callable[[], Iterable[B]],
    loss_of: Callable[[B], torch.Tensor],
    steps: int,
    checkpoints: Collection[int],
) -> None:
    """Take steps down the loss, a batch each, and leave the average of the weights at the checkpoints in the module.

    `groups` are parameters with their rates, which rise and fall together; `epoch` gives its batches anew at each call.
    """
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _falling(step, steps))
    states: list[dict[str, torch.Tensor]] = []
    summed, started = 0.0, time.monotonic()
    module.train()
    for step, batch in enumerate(islice(chain.from_iterable(epoch() for _ in count()), steps)):
        loss = loss_of(batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        summed += loss.item()
        if step in checkpoints:
            states.append({name: value.clone() for name, value in module.state_dict().items()})
        if step % _TOLD == _TOLD - 1:
            seconds = time.monotonic() - started
            print(f"step {step + 1}/{steps}  loss {summed / _TOLD:.3f}  {seconds:.0f} s", flush=True)
            summed = 0.0
    module.load_state_dict(_average(states))
    module.eval()


def by_length(examples: Iterable[E], length: Callable[[E], int], pieces: int, shuffled: random.Random) -> list[list[E]]:
    """Return examples in groups of similar length, in random order; a group has no more pieces, padding included."""
    groups: list[list[E]] = [[]]
    for example in sorted(examples, key=lambda e: length(e) * shuffled.uniform(0.9, 1.1)):
        longest = max(map(length, [*groups[-1], example]))
        if groups[-1] and longest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(example)
    shuffled.shuffle(groups)
    return groups


def _average(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Return the mean of each weight (Wortsman et al., ICML 2022)."""
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if value.is_floating_point() else value
        for name, value in states[0].items()
    }


def batches(examples: Sequence[Example], pieces: int, shuffled: random.Random) -> Iterator[Batch]:
    """Yield batches of examples of similar length, in random order."""
    yield from map(Batch, by_length(examples, lambda e: len(e.window.ids), pieces, shuffled))


def _falling(step: int, steps: int) -> float:
    """Return the share of the full learning rate: a tenth of warming up, then a straight fall."""
    warm = max(1, steps // 10)
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / (steps - warm))


def _mask(batch: Batch, share: float, mask_id: int) -> None:
    hidden = (torch.rand(batch.ids.shape) < share) & (batch.mask == 1)
    batch.ids = torch.where(hidden, mask_id, batch.ids)


def _groups(tagger: Tagger, course: Course) -> list[dict[str, object]]:
    """Return what learns, with its rate; the rest is told not to."""
    layers = len(tagger.bert.encoder.layer)
    groups: list[dict[str, object]] = []
    for name, parameter in tagger.named_parameters():
        rate = course.rate_of(name, layers)
        parameter.requires_grad_(parameter.requires_grad and rate > 0)
        if parameter.requires_grad:
            groups.append({"params": [parameter], "lr": rate})
    return groups
