"""Export the model of roles and relations to ONNX with int8 weights: one network of entities, one of pairs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from kg.extract.models import FOLDER
from training.context import READ_AFTER, SIZE, ContextModel, Entities, Pairs
from training.export import export_network

_READ = "read"
_LAYER = "/tagger/bert/encoder/layer.{}/output/LayerNorm/LayerNormalization_output_0"


def expose_reading(path: Path) -> None:
    """Let an exported tagger tell how it reads each piece, after READ_AFTER layers, as the output `read`."""
    network = onnx.load(path)
    if any(output.name == _READ for output in network.graph.output):
        return
    network.graph.node.append(onnx.helper.make_node("Identity", [_LAYER.format(READ_AFTER - 1)], [_READ]))
    shape = [1, "pieces", SIZE]
    network.graph.output.append(onnx.helper.make_tensor_value_info(_READ, onnx.TensorProto.FLOAT, shape))
    onnx.save(network, path)


class _OfEntities(nn.Module):
    """Roles of the entities of one text, as the first reader tells them, and its pieces as they are read then."""

    def __init__(self, model: ContextModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, read: Tensor, kinds: Tensor, spans: Tensor, occurrences: Tensor, types: Tensor
    ) -> tuple[Tensor, ...]:
        pieces = self.model.pieces(read, kinds, None)[0]
        first = torch.zeros_like(types)
        return self.model.roles(pieces, Entities(spans, occurrences, types, first, first)), pieces


class _OfPairs(nn.Module):
    """Relations of pairs of entities of one text, as the first reader tells them."""

    def __init__(self, model: ContextModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, spans: Tensor, occurrences: Tensor, pairs: Tensor, classes: Tensor) -> Tensor:
        first = torch.zeros_like(classes)
        entities = Entities(spans, occurrences, first, first, first)
        return self.model.relations(pieces, entities, Pairs(pairs, classes, first, first))


def settle_reader(model: ContextModel, readers: Sequence[int]) -> None:
    """Make the first reader, whom an exported model is, the mean of some."""
    with torch.no_grad():
        for embedding in (model.role.readers, model.pair.readers, model.densities):
            embedding.weight[0] = embedding.weight[list(readers)].mean(0)


def export_context(model: ContextModel, name: str) -> list[str]:
    """Write both networks beside the tagger's and return the names of their files."""
    model.config._attn_implementation = "eager"
    model.eval()
    read, kinds = torch.randn(1, 40, SIZE), torch.zeros(1, 40, dtype=torch.long)
    spans, occurrences = torch.tensor([[1, 3], [4, 5], [7, 9]]), torch.tensor([[0, 2], [1, -1]])
    types = torch.tensor([0, 1])
    pairs, classes = torch.tensor([[0, 1, 0, 1, 3, 4, 2], [1, 0, 1, 2, 5, 7, 3]]), torch.tensor([0, 1])
    export_network(
        _OfEntities(model),
        {"read": read, "kinds": kinds, "spans": spans, "occurrences": occurrences, "types": types},
        {
            "read": {1: "pieces"},
            "kinds": {1: "pieces"},
            "spans": {0: "mentions"},
            "occurrences": {0: "entities", 1: "most"},
            "types": {0: "entities"},
        },
        ["roles", "pieces"],
        FOLDER / f"{name}.entities.onnx",
    )
    export_network(
        _OfPairs(model),
        {"pieces": read[0], "spans": spans, "occurrences": occurrences, "pairs": pairs, "classes": classes},
        {
            "pieces": {0: "pieces"},
            "spans": {0: "mentions"},
            "occurrences": {0: "entities", 1: "most"},
            "pairs": {0: "pairs"},
            "classes": {0: "pairs"},
        },
        ["relations"],
        FOLDER / f"{name}.pairs.onnx",
    )
    return [f"{name}.entities.onnx", f"{name}.pairs.onnx"]


def describe(name: str, networks: Sequence[str], words: Mapping[str, float], threshold: float) -> None:
    """Say in the description of a tagger that facts go on from it, and what `words` count for beside it."""
    path = FOLDER / f"{name}.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["facts"] = {"networks": list(networks), "words": dict(words), "threshold": threshold}
    path.write_text(json.dumps(described) + "\n", encoding="utf-8")
