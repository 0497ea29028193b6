"""The model of roles and relations: layers on top of what a tagger has read, told where mentions are, and two heads.

Its layers begin as those of the tagger that follow the one whose output is read, so that both together are one
transformer whose lower half is shared and whose upper half knows the mentions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn.functional import gelu
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertLayer

from kg.extract.contextual import STATED
from kg.extract.models import FOLDER
from kg.extract.places import DISTANCES, KINDS
from kg.extract.record import ENTITY_TYPES, ROLES
from kg.extract.relations import CLASSIFIERS

#: Pieces as the tagger reads them, and inside the heads.
SIZE, INSIDE = 384, 256
#: After which of the tagger's layers its reading is taken.
READ_AFTER = 2
#: The tagger whose layers those that go on from there begin as.
_LIKE = "accurate"
_UNLIKELY = -2.5
_PARTS = (
    "attention/self/query",
    "attention/self/key",
    "attention/self/value",
    "attention/output/dense",
    "intermediate/dense",
    "output/dense",
)


@dataclass(frozen=True, slots=True)
class Entities:
    """Where entities are among pieces in one row, as `kg.extract.places` says; the first piece of each one's text."""

    spans: Tensor
    occurrences: Tensor
    types: Tensor
    texts: Tensor
    readers: Tensor


@dataclass(frozen=True, slots=True)
class Pairs:
    """Where pairs are, which classifier each is of, the first piece of its text, and who read it."""

    places: Tensor
    classes: Tensor
    texts: Tensor
    readers: Tensor


class ContextModel(nn.Module):
    """Scores of roles and of relations.

    People differ in how much they take for stated, so each reader of the gold has an embedding beside the text's.
    """

    def __init__(self, readers: int, layers: int) -> None:
        super().__init__()
        self.config = BertConfig(
            hidden_size=SIZE,
            num_attention_heads=12,
            intermediate_size=4 * SIZE,
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.1,
        )
        self.config._attn_implementation = "sdpa"
        self.layers = nn.ModuleList([BertLayer(self.config) for _ in range(layers)])
        network = onnx.load(FOLDER / f"{_LIKE}.onnx")
        for i, layer in enumerate(self.layers):
            layer.load_state_dict(tagger_layer(network, READ_AFTER + i))
        self.kinds = _small(KINDS, SIZE)
        nn.init.zeros_(self.kinds.weight[0])
        self.dropout = nn.Dropout(0.3)
        self.role = _Head(nn.Linear(2 * SIZE, INSIDE), readers, len(ROLES), len(ENTITY_TYPES))
        self.pair = _Head(nn.Linear(2 * SIZE, INSIDE), readers, len(STATED), len(CLASSIFIERS))
        nn.init.constant_(self.pair.out.bias, _UNLIKELY)
        self.tail = nn.Linear(2 * SIZE, INSIDE)
        self.head_mention, self.tail_mention, self.between = (nn.Linear(SIZE, INSIDE, bias=False) for _ in range(3))
        self.both, self.both_mentions, self.deeper = (nn.Linear(INSIDE, INSIDE) for _ in range(3))
        self.distances = _small(DISTANCES, INSIDE)
        self.densities = _small(readers, len(STATED))

    def pieces(self, read: Tensor, kinds: Tensor, mask: Tensor | None) -> Tensor:
        """Return pieces (texts x pieces x size) as they are read when mentions are known."""
        hidden = read + self.kinds(kinds)
        for layer in self.layers:
            hidden = layer(hidden, attention_mask=mask)
        return hidden

    def roles(self, pieces: Tensor, entities: Entities) -> Tensor:
        """Return the scores of roles (entities x roles); `pieces` stand in one row."""
        seen = self._entities(_spans(pieces, entities.spans), entities.occurrences)
        found = self.role.seen(seen) + self.role.around(pieces[entities.texts], entities.types, entities.readers)
        scores: Tensor = self.role.out(self.dropout(gelu(found)))
        return scores

    def relations(self, pieces: Tensor, entities: Entities, pairs: Pairs) -> Tensor:
        """Return the scores of relations (pairs x STATED)."""
        mentions = self.dropout(_spans(pieces, entities.spans))
        seen = self._entities(_spans(pieces, entities.spans), entities.occurrences)
        head, tail, a, b = (pairs.places[:, i] for i in range(4))
        heads, tails = self.pair.seen(seen)[head], self.tail(seen)[tail]
        first, second = self.head_mention(mentions)[a], self.tail_mention(mentions)[b]
        between = self.between(self.dropout(_spans(pieces, pairs.places[:, 4:6])))
        found = heads + tails + first + second + between + self.distances(pairs.places[:, 6])
        found = found + self.both(heads * tails) + self.both_mentions(first * second)
        found = gelu(found + self.pair.around(pieces[pairs.texts], pairs.classes, pairs.readers))
        found = self.dropout(found)
        found = gelu(self.deeper(found)) + found
        scores: Tensor = self.pair.out(self.dropout(found)) + self.densities(pairs.readers)
        return scores

    def _entities(self, mentions: Tensor, occurrences: Tensor) -> Tensor:
        """Return mean and maximum over the mentions of each entity."""
        there = (occurrences >= 0)[:, :, None]
        own = mentions[occurrences.clamp(min=0)]
        mean = (own * there).sum(1) / there.sum(1)
        seen: Tensor = self.dropout(torch.cat([mean, torch.where(there, own, -1e4).amax(1)], -1))
        return seen


class _Head(nn.Module):
    """What the heads of roles and of relations share: entity, text, type and reader are added up before scoring."""

    def __init__(self, seen: nn.Linear, readers: int, outputs: int, types: int) -> None:
        super().__init__()
        self.seen = seen
        self.text = nn.Linear(SIZE, INSIDE, bias=False)
        self.types, self.readers = _small(types, INSIDE), _small(readers, INSIDE)
        self.out = nn.Linear(INSIDE, outputs)

    def around(self, texts: Tensor, types: Tensor, readers: Tensor) -> Tensor:
        found: Tensor = self.text(texts) + self.types(types) + self.readers(readers)
        return found


def _small(count: int, size: int) -> nn.Embedding:
    embedding = nn.Embedding(count, size)
    nn.init.normal_(embedding.weight, std=0.02)
    return embedding


def _spans(pieces: Tensor, spans: Tensor) -> Tensor:
    """Return the mean of the pieces of each span, zero for an empty one."""
    sums = torch.cat([torch.zeros_like(pieces[:1]), pieces.cumsum(0)])
    first, end = spans[:, 0], spans[:, 1]
    means: Tensor = (sums[end] - sums[first]) / (end - first).clamp(min=1)[:, None]
    return means


def tagger_layer(network: onnx.ModelProto, number: int) -> dict[str, Tensor]:
    """Return the weights of a layer of an exported tagger, from eight bits back to floats."""
    stored = {each.name: numpy_helper.to_array(each) for each in network.graph.initializer}
    nodes = {node.name: node for node in network.graph.node}
    weights: dict[str, np.ndarray] = {}
    for part in _PARTS:
        name = nodes[f"/tagger/bert/encoder/layer.{number}/{part}/MatMul_quant"].input[1].removesuffix("_quantized")
        levels = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
        weights[f"{part.replace('/', '.')}.weight"] = (levels * stored[f"{name}_scale"]).T
    prefix = f"tagger.bert.encoder.layer.{number}."
    kept = {name.removeprefix(prefix): value for name, value in stored.items() if name.startswith(prefix)}
    return {name: torch.tensor(value.copy()) for name, value in {**weights, **kept}.items()}
