"""The shipped models: weights in ONNX, and what goes with them."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.extract.evidence import KINDS, Weights
from kg.extract.wordpieces import Window
from kg.resources import PACKAGE

#: The trained models, by name.
MODELS = ("accurate", "fast")
FOLDER = PACKAGE / "models"
_WORDPIECES = "wordpieces.json"


@dataclass(frozen=True, slots=True)
class FactsModel:
    """Networks that score the roles of entities and what holds in pairs of them; from which probability on it does.

    `words_in_roles` and `words_in_relations` (0 to 1) are what the words of the text count for beside these scores.
    """

    entities: onnxruntime.InferenceSession
    pairs: onnxruntime.InferenceSession
    threshold: float
    words_in_roles: float
    words_in_relations: float


@dataclass(frozen=True, slots=True)
class Model:
    """A model that scores labels, ready to run: one network, or several whose scores are averaged.

    `transitions` (labels x labels) is what it costs that one label follows another; `evidence` what the proposals of
    rules and gazetteers add; `scale` what all scores are multiplied by; `calibration` the slope and offset of
    the log odds of mentions with which probabilities come out as frequencies; `facts` goes on from how it reads a text.
    """

    name: str
    networks: tuple[onnxruntime.InferenceSession, ...]
    tokenizer: Tokenizer
    transitions: NDArray[np.float32]
    evidence: Weights
    scale: float
    calibration: tuple[float, float] = (1.0, 0.0)
    facts: FactsModel | None = None

    def confidence(self, probability: float) -> float:
        """Return how often a mention of this probability is right, as measured on held-out papers (0 to 1)."""
        slope, offset = self.calibration
        kept = min(max(probability, 1e-6), 1 - 1e-6)
        return 1 / (1 + math.exp(-slope * math.log(kept / (1 - kept)) - offset))

    def scores(self, window: Window) -> NDArray[np.float32]:
        """Return the scores of labels (words x labels) for the words of a window."""
        return self.read(window)[0]

    def read(self, window: Window) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Return the scores of labels (words x labels) for the words of a window, and how its pieces were read.

        How the first network reads them, halfway to their scores (pieces x size), is None where it does not tell.
        """
        inputs = {"ids": window.ids[None], "shapes": window.shapes[None]}
        found = [self.networks[0].run(None, inputs), *(n.run(["scores"], inputs) for n in self.networks[1:])]
        scores: NDArray[np.float32] = np.mean([each[0][0] for each in found], axis=0)[window.firsts]
        return scores, found[0][1][0] if len(found[0]) > 1 else None


@cache
def load_model(name: str) -> Model:
    """Load a shipped model; one thread each, for `kg` runs a process on every core."""
    described = _described(name)
    return Model(
        name=name,
        networks=tuple(_network(FOLDER / file) for file in described["networks"]),
        tokenizer=Tokenizer.from_file(str(FOLDER / _WORDPIECES)),
        transitions=np.array(described["transitions"], dtype=np.float32),
        evidence=read_weights(described["evidence"]),
        scale=float(described["scale"]),
        calibration=(described["calibration"][0], described["calibration"][1]),
        facts=_facts(described["facts"]) if "facts" in described else None,
    )


def _facts(described: Mapping[str, Any]) -> FactsModel:
    entities, pairs = (_network(FOLDER / file) for file in described["networks"])
    return FactsModel(
        entities, pairs, described["threshold"], described["words"]["roles"], described["words"]["relations"]
    )


def _network(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


def _described(name: str) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return described


def read_weights(table: Mapping[str, Mapping[str, list[float]]]) -> Weights:
    """Read weights as they are written in JSON: by extractor, then by type."""
    found = {(e, t): tuple(voices) for e, types in table.items() for t, voices in types.items()}
    return {kind: found[kind] for kind in KINDS if kind in found}  # type: ignore[misc]


def model_files(name: str) -> list[Path]:
    """Return the files that decide what a model finds; without one there are none."""
    if name not in MODELS:
        return []
    described = _described(name)
    beyond = described.get("facts", {}).get("networks", ())
    return [FOLDER / file for file in (f"{name}.json", _WORDPIECES, *described["networks"], *beyond)]


@cache
def weights_digest(name: str) -> str:
    """Return a hash of a model's files."""
    hashed = hashlib.sha256()
    for path in model_files(name):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()
