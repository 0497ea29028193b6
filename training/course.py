"""The settings of one stage of training, and how fast each weight of a tagger learns in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """The settings of one stage of training."""

    epochs: float
    rate: float
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    pieces: int = 2000  # word pieces of a batch, padding included
    masked: float = 0.1  # share of words whose pieces are masked
    frozen: int = 0  # first layers that stay as they are, with all that lies before them
    averaged: int = 3  # checkpoints, of the last epochs, whose weights are averaged
    seed: int = 0

    def rate_of(self, name: str, layers: int) -> float:
        """Return the rate of a weight, by its name in a tagger of so many layers: it falls from head to input."""
        layer = _layer(name, layers)
        if self.frozen and layer < self.frozen:
            return 0.0
        return self.rate * self.layer_decay ** (layers - layer) if name.startswith("bert.") else self.head_rate


def _layer(name: str, layers: int) -> int:
    """Return the number of a weight's layer: -1 at the input and for what layers share, `layers` at the output."""
    if name.startswith("bert.encoder.layer."):
        return int(name.split(".")[3])
    return -1 if name.startswith(("bert.", "shapes.")) else layers
