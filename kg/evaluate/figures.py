"""Precision, recall and F1 of each kind of fact, micro-averaged over all gold papers."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from kg.evaluate.annotations import Span
from kg.evaluate.facts import KINDS, Facts
from kg.extract.record import ENTITY_TYPES, RELATIONS, ROLES

Pairs = Collection[tuple[Facts, Facts]]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many facts the gold has and the prediction has, and how many of each the other one has too."""

    gold: int
    predicted: int
    gold_found: int
    predicted_right: int

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right; 0 where nothing was."""
        return self.predicted_right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 0 where there is none."""
        return self.gold_found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_json(self) -> dict[str, float]:
        """Return the figures as a JSON object, rounded to four digits."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "gold": self.gold,
            "predicted": self.predicted,
        }


def figures_by_kind(pairs: Pairs) -> dict[str, Figures]:
    """Return the figures of each kind of fact, of mentions by type, and of mentions that overlap."""
    figures = {"mentions": _kind(pairs, "mentions"), "overlap": _overlap(pairs)}
    for type in ENTITY_TYPES:
        figures[type] = _exact((_of_type(gold, type), _of_type(guess, type)) for gold, guess in pairs)
    return figures | {kind: _kind(pairs, kind) for kind in KINDS[1:]}


def figures_by_role(pairs: Pairs) -> dict[str, Figures]:
    """Return the figures of each role."""
    return {
        name: _exact(
            ({r for r in gold.roles if r[2] == name}, {r for r in guess.roles if r[2] == name}) for gold, guess in pairs
        )
        for name in ROLES
    }


def figures_by_relation(pairs: Pairs) -> dict[str, Figures]:
    """Return the figures of each relation; `aliasOf` stands as `aliases` among the kinds."""
    return {
        name: _exact(
            ({r for r in gold.relations if r[1] == name}, {r for r in guess.relations if r[1] == name})
            for gold, guess in pairs
        )
        for name in RELATIONS
        if name != "aliasOf"
    }


def figures_to_json(figures: Mapping[str, Figures]) -> dict[str, dict[str, float]]:
    """Return named figures as a JSON object."""
    return {name: found.to_json() for name, found in figures.items()}


def overlapping(span: Span, others: Iterable[Span]) -> bool:
    """Say whether any other span of the same field and type shares a character with this one."""
    field, start, end, type = span
    return any(field == f and type == t and start < e and s < end for f, s, e, t in others)


def _kind(pairs: Pairs, kind: str) -> Figures:
    return _exact((gold.of(kind), guess.of(kind)) for gold, guess in pairs)


def _of_type(facts: Facts, type: str) -> set[Span]:
    return {span for span in facts.mentions if span[3] == type}


def _exact(sets: Iterable[tuple[Collection[Hashable], Collection[Hashable]]]) -> Figures:
    gold = predicted = right = 0
    for wanted, found in sets:
        gold, predicted, right = gold + len(wanted), predicted + len(found), right + len({*wanted} & {*found})
    return Figures(gold, predicted, right, right)


def _overlap(pairs: Pairs) -> Figures:
    return Figures(
        gold=sum(len(gold.mentions) for gold, _ in pairs),
        predicted=sum(len(guess.mentions) for _, guess in pairs),
        gold_found=sum(overlapping(span, guess.mentions) for gold, guess in pairs for span in gold.mentions),
        predicted_right=sum(overlapping(span, gold.mentions) for gold, guess in pairs for span in guess.mentions),
    )
