"""Learn what the proposals of rules and gazetteers are worth beside a tagger, and how sure its scores may sound.

    python -m training.combination accurate --measured build/gold/more.jsonl --heldout build/gold/dev.jsonl …

A proposal starts out worth a share of the log odds that proposals of its kind are right, as counted on annotated
papers; what the tagger knows already is then taken off, on papers that it was not trained on. All weights are fitted
together, by gradient descent on the likelihood of held-out annotations under the same linear-chain model that
decoding uses; a penalty keeps those of rare proposals where they started.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from spacy.language import Language
from torch import Tensor

from kg.extract import known_names
from kg.extract.decoding import Likely, decode
from kg.extract.evidence import KINDS, VOICES, Proposal, Weights, add_evidence, occurrences, proposals, voice_masks
from kg.extract.labels import LABELS, can_begin, can_end, can_follow, labels_of, spans_of
from kg.extract.models import FOLDER, Model, load_model
from kg.extract.pipeline import create_pipeline
from kg.extract.sentences import sentence_starts
from kg.extract.tagger import Tagger as Component
from kg.extract.tagger import scores_of
from training.examples import annotated_doc
from training.export import write_description
from training.gold import read_lines

_NEVER = -1e4
_STEPS = 60
#: How much of a proposal's log odds counts at the start: all of it would count what the tagger knows twice.
_SHARE = 0.7
_RAISES = (0.5, 1.0, 1.5)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A text that the tagger was not trained on: its scores, what the rules propose, and its right labels."""

    scores: NDArray[np.float32]
    starts: list[int]
    proposed: list[Proposal]
    labels: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Combination:
    """Weights (kinds of proposals x voices), and the scale of the tagger's own scores and of the result."""

    evidence: NDArray[np.float32]
    scale: float

    def to_json(self) -> dict[str, dict[str, list[float]]]:
        """Return the weights by extractor and type."""
        table: dict[str, dict[str, list[float]]] = {}
        for (extractor, type), voices in zip(KINDS, self.evidence, strict=True):
            if np.abs(voices).max() > 0.005:
                table.setdefault(extractor, {})[type] = [round(float(v), 3) for v in voices]
        return table


def fit(
    texts: Sequence[HeldOut], transitions: NDArray[np.float32], prior: NDArray[np.float32], penalty: float = 1.0
) -> Combination:
    """Return the combination that makes the right labels of held-out texts likeliest."""
    groups = _groups(texts, transitions)
    sentences = sum(len(group.lengths) for group in groups)
    start = torch.tensor(prior)
    weights = start.clone().requires_grad_()
    log_scale = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([weights, log_scale], lr=0.08)
    for _ in range(_STEPS):
        surprise = torch.stack([group.loss(weights, log_scale.exp()) for group in groups]).sum()
        loss = (surprise + penalty * (weights - start).square().sum()) / sentences
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return Combination(weights.detach().numpy(), float(log_scale.detach().exp()))


def raised(combination: Combination, texts: Sequence[HeldOut], transitions: NDArray[np.float32]) -> Combination:
    """Return the combination with each type's known names raised where that finds more on held-out texts.

    A name on a list is rare beside all words, so likelihood alone leaves it to the tagger, which has not seen it.
    """
    best, f1 = combination, _f1(combination, texts, transitions)
    for kind, (extractor, _) in enumerate(KINDS):
        for step in _RAISES if extractor == known_names.EXTRACTOR else ():
            evidence = combination.evidence.copy()
            evidence[:kind] = best.evidence[:kind]
            evidence[kind, VOICES.index("exact")] += step
            tried = Combination(evidence, combination.scale)
            if (found := _f1(tried, texts, transitions)) > f1:
                best, f1 = tried, found
    return best


def calibrated(
    combination: Combination, texts: Sequence[HeldOut], transitions: NDArray[np.float32]
) -> tuple[float, float]:
    """Return slope and offset of the log odds with which found mentions of held-out texts are right (Platt, 1999)."""
    outcomes = [
        (found.probability, (found.start, found.end, found.type) in spans_of(text.labels))
        for text in texts
        for found in _found(combination, text, transitions)
    ]
    odds = torch.tensor([p for p, _ in outcomes]).clamp(1e-4, 1 - 1e-4).logit()
    right = torch.tensor([float(r) for _, r in outcomes])
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=50)

    def loss() -> Tensor:
        optimizer.zero_grad()
        surprise = torch.nn.functional.binary_cross_entropy_with_logits(line[0] * odds + line[1], right)
        surprise.backward()
        return surprise

    optimizer.step(loss)
    return float(line.detach()[0]), float(line.detach()[1])


def _found(combination: Combination, text: HeldOut, transitions: NDArray[np.float32]) -> list[Likely]:
    weights: Weights = {kind: tuple(voices) for kind, voices in zip(KINDS, combination.evidence.tolist(), strict=True)}
    scores = add_evidence(text.scores, text.proposed, weights) * np.float32(combination.scale)
    return decode(scores, transitions * np.float32(combination.scale), text.starts)


def _f1(combination: Combination, texts: Sequence[HeldOut], transitions: NDArray[np.float32]) -> float:
    right = all = 0
    for text in texts:
        gold = set(spans_of(text.labels))
        found = {(m.start, m.end, m.type) for m in _found(combination, text, transitions)}
        right, all = right + len(gold & found), all + len(gold) + len(found)
    return 2 * right / all


def measured(nlp: Language, paths: Sequence[Path]) -> NDArray[np.float32]:
    """Return weights (kinds x voices) from how often proposals of a kind are exact mentions of annotated papers."""
    right, all = np.ones(len(KINDS)), np.full(len(KINDS), 2.0)
    for path in paths:
        for record in read_lines(path):
            doc, spans = annotated_doc(nlp, record)
            for proposal in proposals(doc):
                kind = KINDS.index((proposal.extractor, proposal.type))
                right[kind] += (proposal.start, proposal.end, proposal.type) in spans
                all[kind] += 1
    weights = np.zeros((len(KINDS), len(VOICES)), np.float32)
    weights[:, VOICES.index("exact")] = _SHARE * np.log(right / (all - right))
    return weights


def held_out(nlp: Language, model: Model, paths: Sequence[Path]) -> Iterator[HeldOut]:
    """Yield annotated texts as the exported model scores them."""
    score = Component(model)
    for path in paths:
        for record in read_lines(path):
            doc, spans = annotated_doc(nlp, record)
            labels = labels_of(len(score(doc)), spans)
            yield HeldOut(scores_of(doc), sentence_starts(doc), proposals(doc), labels)


#: A sentence of a text: the text's number, its first word, the word after its last.
Sentence = tuple[int, int, int]


def _groups(texts: Sequence[HeldOut], transitions: NDArray[np.float32], count: int = 10) -> list[_Padded]:
    """Return the sentences of all texts in groups of similar length."""
    sentences = [
        (i, start, end) for i, text in enumerate(texts) for start, end in pairwise([*text.starts, len(text.labels)])
    ]
    sentences.sort(key=lambda sentence: sentence[2] - sentence[1])
    size = -(-len(sentences) // count)
    return [_Padded(texts, sentences[i : i + size], transitions) for i in range(0, len(sentences), size)]


class _Padded:
    """Sentences in one table, with the evidence of each word gathered beforehand."""

    def __init__(
        self, texts: Sequence[HeldOut], sentences: Sequence[Sentence], transitions: NDArray[np.float32]
    ) -> None:
        longest = max(end - start for _, start, end in sentences)
        self.lengths = torch.tensor([end - start for _, start, end in sentences])
        self.scores = torch.zeros(len(sentences), longest, len(LABELS))
        self.labels = torch.zeros(len(sentences), longest, dtype=torch.long)
        place: dict[tuple[int, int], tuple[int, int]] = {}
        for row, (i, start, end) in enumerate(sentences):
            self.scores[row, : end - start] = torch.tensor(texts[i].scores[start:end])
            self.labels[row, : end - start] = torch.tensor(texts[i].labels[start:end])
            place.update({(i, word): (row, word - start) for word in range(start, end)})
        proposed = [
            (*place[i, word], kind, label)
            for i in sorted({i for i, _, _ in sentences})
            for word, kind, label in occurrences(texts[i].proposed)
            if (i, word) in place
        ]
        rows, columns, kinds, labels = torch.tensor(proposed, dtype=torch.long).reshape(-1, 4).T
        self.at, self.kinds, self.masks = (rows, columns), kinds, torch.tensor(voice_masks())[labels]
        self.transitions = torch.tensor(transitions)
        self.valid = torch.where(torch.tensor(can_follow()), 0.0, _NEVER)
        self.begin = torch.where(torch.tensor(can_begin()), 0.0, _NEVER)
        self.end = torch.where(torch.tensor(can_end()), 0.0, _NEVER)
        self.within = torch.arange(longest)[None] < self.lengths[:, None]

    def loss(self, weights: Tensor, scale: Tensor) -> Tensor:
        """Return the negative log likelihood of the right labels of all sentences."""
        added = torch.einsum("nv,nvl->nl", weights[self.kinds], self.masks)
        scores = self.scores.index_put(self.at, added, accumulate=True) * scale
        steps = self.transitions * scale + self.valid
        alpha = scores[:, 0] + self.begin
        for t in range(1, scores.shape[1]):
            following = torch.logsumexp(alpha[:, :, None] + steps, dim=1) + scores[:, t]
            alpha = torch.where((t < self.lengths)[:, None], following, alpha)
        total = torch.logsumexp(alpha + self.end, dim=1)
        right = (scores.gather(2, self.labels[:, :, None])[:, :, 0] * self.within).sum(1)
        followed = steps[self.labels[:, :-1], self.labels[:, 1:]] * self.within[:, 1:]
        return (total - right - followed.sum(1)).sum()


def main() -> None:
    """Fit, and write the weights beside those of the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="which of the shipped models")
    parser.add_argument("--measured", type=Path, nargs="+", required=True, help="gold that proposals are counted on")
    parser.add_argument("--heldout", type=Path, nargs="+", required=True, help="gold that the model has not seen")
    args = parser.parse_args()
    torch.set_num_threads(1)
    nlp, model = create_pipeline("rules"), load_model(args.name)
    texts = list(held_out(nlp, model, args.heldout))
    fitted = fit(texts, model.transitions, measured(nlp, args.measured))
    combination = raised(fitted, texts, model.transitions)
    slope, offset = calibrated(combination, texts, model.transitions)
    described = json.loads((FOLDER / f"{args.name}.json").read_text(encoding="utf-8"))
    write_description(
        args.name,
        described
        | {
            "evidence": combination.to_json(),
            "scale": round(combination.scale, 4),
            "calibration": [round(slope, 4), round(offset, 4)],
        },
    )


if __name__ == "__main__":
    main()
