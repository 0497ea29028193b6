"""The tagger: BERT or MPNet with word shapes at its input and a linear-chain CRF over valid labels at its output."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

from kg.extract.labels import LABELS, can_begin, can_end, can_follow
from kg.extract.wordpieces import SHAPES
from training.examples import Example

_NEVER = -1e4
#: BERT's ids of [PAD], [CLS], [SEP] and [MASK], and MPNet's of <pad>, <s>, </s> and <mask>.
_MARKS = {0: 1, 101: 0, 102: 2, 103: 30526}


class Tagger(nn.Module):
    """Scores of each label for each word piece, and of each label after another.

    Word pieces have the ids that BERT has for them, whichever the pre-trained model is.
    """

    def __init__(self, weights: Path, layers: int | None = None) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(weights, add_pooling_layer=False)
        if layers:
            self.bert.encoder.layer = self.bert.encoder.layer[:layers]
            self.bert.config.num_hidden_layers = layers
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        size = self.bert.config.hidden_size
        self.shapes = nn.Embedding(len(SHAPES), size)
        nn.init.zeros_(self.shapes.weight)
        self.dropout = nn.Dropout(0.2)
        self.head = nn.Linear(size, len(LABELS))
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.register_buffer("valid", torch.where(torch.tensor(can_follow()), 0.0, _NEVER))
        self.register_buffer("begin", torch.where(torch.tensor(can_begin()), 0.0, _NEVER))
        self.register_buffer("end", torch.where(torch.tensor(can_end()), 0.0, _NEVER))
        is_mpnet = self.bert.config.model_type == "mpnet"
        self.register_buffer("own_ids", mpnet_ids() if is_mpnet else None, persistent=False)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return the scores (texts x pieces x labels) of labels."""
        own = ids if self.own_ids is None else self.own_ids[ids]
        embedded = self.bert.embeddings.word_embeddings(own) + self.shapes(shapes)
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        scores: Tensor = self.head(self.dropout(hidden))
        return scores

    def log_sum(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """Return the log of the summed weight of all valid label sequences (Lafferty, McCallum and Pereira, 2001)."""
        steps = self.transitions + self.valid
        alpha = scores[:, 0] + self.begin
        for t in range(1, scores.shape[1]):
            following = torch.logsumexp(alpha[:, :, None] + steps, dim=1) + scores[:, t]
            alpha = torch.where((t < lengths)[:, None], following, alpha)
        return torch.logsumexp(alpha + self.end, dim=1)

    def loss(self, batch: Batch) -> Tensor:
        """Return the negative log likelihood of what is allowed, or the cross entropy to a teacher, per word."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pieces = self(batch.ids, batch.shapes, batch.mask)
        scores = pieces.float().flatten(0, 1)[batch.words]
        if batch.allowed.is_floating_point():  # a teacher's probabilities of labels
            within = torch.arange(scores.shape[1])[None] < batch.lengths[:, None]
            surprise = -(batch.allowed * scores.log_softmax(-1)).sum(-1)
            return (surprise * within).sum() / batch.lengths.sum()
        allowed = scores + torch.where(batch.allowed, 0.0, _NEVER)
        sums = self.log_sum(torch.cat([scores, allowed]), torch.cat([batch.lengths, batch.lengths]))
        among_all, among_allowed = sums.chunk(2)
        return (among_all - among_allowed).sum() / batch.lengths.sum()


def mpnet_ids() -> Tensor:
    """Return MPNet's id of each word piece of BERT, whose vocabulary it has between four marks and one of its own."""
    ids = torch.arange(4, 30526)
    ids[list(_MARKS)] = torch.tensor(list(_MARKS.values()))
    return ids


class Batch:
    """Texts of similar length: their pieces, padded, and their sentences (sentences x words), padded too.

    `words` says where, among all pieces of the batch in a row, the first piece of each word is.
    """

    def __init__(self, examples: Sequence[Example]) -> None:
        pieces = max(len(e.window.ids) for e in examples)
        self.ids = torch.tensor(np.stack([_padded(e.window.ids, pieces) for e in examples]))
        self.shapes = torch.tensor(np.stack([_padded(e.window.shapes, pieces) for e in examples]))
        self.mask = torch.tensor(np.stack([_padded(np.ones_like(e.window.ids), pieces) for e in examples]))
        words, allowed = [], []
        for i, example in enumerate(examples):
            for start, end in pairwise([*example.starts, len(example.allowed)]):
                words.append(example.window.firsts[start:end] + i * pieces)
                allowed.append(example.allowed[start:end])
        self.lengths = torch.tensor([len(sentence) for sentence in words])
        longest = int(self.lengths.max())
        self.words = torch.tensor(np.stack([_padded(sentence, longest) for sentence in words]))
        self.allowed = torch.tensor(np.stack([_padded(sentence, longest) for sentence in allowed]))


def _padded(values: np.ndarray, length: int) -> np.ndarray:
    return np.pad(values, [(0, length - len(values)), *[(0, 0)] * (values.ndim - 1)])
