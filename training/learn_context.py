"""Learn roles and relations from context: both at once, from marked and from found mentions, averaged at the end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from kg.extract.contextual import STATED
from kg.extract.relations import CLASSIFIERS
from training.context import ContextModel, Entities, Pairs
from training.context_examples import Example
from training.learning import by_length, descend
from training.one_row import entities_of, pairs_of, pieces_of

_ALLOWED = torch.tensor([[relation in relations for relation in STATED] for relations in CLASSIFIERS.values()])


@dataclass(frozen=True, slots=True)
class Course:
    """The settings of training."""

    epochs: int = 7
    rate: float = 1e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    pieces: int = 2000  # pieces of a batch, padding included
    found: float = 0.7  # share of papers that are read with found mentions
    averaged: int = 3  # checkpoints, half an epoch apart, whose weights are averaged
    seed: int = 0


class Batch:
    """Examples of similar length: their pieces, padded, then all in one row that everything else counts in."""

    def __init__(self, examples: Sequence[Example]) -> None:
        pieces = pieces_of(examples)
        longest = pieces.there.shape[1]
        self.read, self.kinds = torch.tensor(pieces.read), torch.tensor(pieces.kinds)
        self.mask = None if pieces.there.all() else torch.tensor(pieces.there)[:, None, None, :]
        self.entities = Entities(*map(torch.tensor, entities_of(examples, longest)))
        self.pairs = Pairs(*map(torch.tensor, pairs_of(examples, longest)))
        self.roles = torch.tensor(np.concatenate([e.roles for e in examples]))
        self.holds = torch.tensor(np.concatenate([e.holds for e in examples]))


def loss_of(model: ContextModel, batch: Batch) -> Tensor:
    """Return the surprise at roles and relations, for each entity of the batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        pieces = model.pieces(batch.read, batch.kinds, batch.mask)
    row = pieces.float().flatten(0, 1)
    roles = cross_entropy(model.roles(row, batch.entities), batch.roles, reduction="sum")
    possible = _ALLOWED[batch.pairs.classes]
    scores = model.relations(row, batch.entities, batch.pairs)[possible]
    relations = binary_cross_entropy_with_logits(scores, batch.holds[possible], reduction="sum")
    return (roles + relations) / len(batch.roles)


def learn(model: ContextModel, papers: Sequence[Sequence[Example]], course: Course) -> None:
    """Train in place, and leave the average of the last checkpoints in the model."""
    torch.manual_seed(course.seed)
    drawn = random.Random(course.seed)
    epoch = len(list(batches(papers, course, drawn)))
    steps = epoch * course.epochs
    checkpoints = {steps - 1 - round(i * epoch / 2) for i in range(course.averaged)}
    descend(
        model,
        _groups(model, course),
        lambda: batches(papers, course, drawn),
        lambda batch: loss_of(model, batch),
        steps,
        checkpoints,
    )


def batches(papers: Sequence[Sequence[Example]], course: Course, drawn: random.Random) -> Iterator[Batch]:
    """Yield batches of one reading of each paper, by length, in random order."""
    readings = [drawn.choice(found) if found and drawn.random() < course.found else own for own, *found in papers]
    yield from map(Batch, by_length(readings, lambda e: len(e.read), course.pieces, drawn))


def _groups(model: ContextModel, course: Course) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for name, parameter in model.named_parameters():
        rate = course.head_rate
        if name.startswith("layers."):
            rate = course.rate * course.layer_decay ** (len(model.layers) - 1 - int(name.split(".")[1]))
        groups.append({"params": [parameter], "lr": rate})
    return groups
