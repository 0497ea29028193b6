"""How a tagger learns: batches by length, a rate that falls from head to input, averaged weights."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from training.examples import Example
from training.tagger import Batch, Tagger


@dataclass(frozen=True, slots=True)
class Course:
    """The settings of one stage of training."""

    epochs: float
    rate: float
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    pieces: int = 2000  # word pieces of a batch, padding included
    masked: float = 0.1  # share of words whose pieces are masked
    averaged: int = 3  # checkpoints, of the last epochs, whose weights are averaged
    seed: int = 0


def learn(tagger: Tagger, examples: Sequence[Example], course: Course, mask_id: int) -> None:
    """Train in place, and leave the average of the last checkpoints in the tagger."""
    torch.manual_seed(course.seed)
    shuffled = random.Random(course.seed)
    optimizer = torch.optim.AdamW(_groups(tagger, course), weight_decay=0.01)
    steps = int(course.epochs * len(list(batches(examples, course.pieces, shuffled))))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: falling(step, steps))
    checkpoints = {steps - 1 - round(i * steps / course.epochs / 2) for i in range(course.averaged)}
    states: list[dict[str, torch.Tensor]] = []
    step, summed, started = 0, 0.0, time.monotonic()
    tagger.train()
    while step < steps:
        for batch in batches(examples, course.pieces, shuffled):
            if step == steps:
                break
            _mask(batch, course.masked, mask_id)
            loss = tagger.loss(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            summed += loss.item()
            if step in checkpoints:
                states.append({name: value.clone() for name, value in tagger.state_dict().items()})
            step += 1
            if step % 25 == 0:
                print(f"step {step}/{steps}  loss {summed / 25:.3f}  {time.monotonic() - started:.0f} s", flush=True)
                summed = 0.0
    tagger.load_state_dict(average(states))
    tagger.eval()


def average(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Return the mean of each weight (Wortsman et al., ICML 2022)."""
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if value.is_floating_point() else value
        for name, value in states[0].items()
    }


def batches(examples: Sequence[Example], pieces: int, shuffled: random.Random) -> Iterator[Batch]:
    """Yield batches of examples of similar length, in random order."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].window.ids) * shuffled.uniform(0.9, 1.1))
    groups: list[list[int]] = [[]]
    for i in order:
        longest = max(len(examples[j].window.ids) for j in [*groups[-1], i])
        if groups[-1] and longest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
        groups[-1].append(i)
    shuffled.shuffle(groups)
    for group in groups:
        yield Batch([examples[i] for i in group])


def falling(step: int, steps: int) -> float:
    """Return the share of the full learning rate: a tenth of warming up, then a straight fall."""
    warm = max(1, steps // 10)
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / (steps - warm))


def _mask(batch: Batch, share: float, mask_id: int) -> None:
    hidden = (torch.rand(batch.ids.shape) < share) & (batch.mask == 1)
    batch.ids = torch.where(hidden, mask_id, batch.ids)


def _groups(tagger: Tagger, course: Course) -> list[dict[str, object]]:
    layers = len(tagger.bert.encoder.layer)
    groups: list[dict[str, object]] = []
    for name, parameter in tagger.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("bert.embeddings"):
            depth = layers + 1
        elif name.startswith("bert.encoder.layer."):
            depth = layers - int(name.split(".")[3])
        else:
            groups.append({"params": [parameter], "lr": course.head_rate})
            continue
        groups.append({"params": [parameter], "lr": course.rate * course.layer_decay**depth})
    return groups
