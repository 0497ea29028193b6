"""An evaluation: all figures of one prediction against one gold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import CorpusError
from kg.evaluate.annotations import Annotations
from kg.evaluate.calibration import Calibration, mention_calibration
from kg.evaluate.facts import paired_facts
from kg.evaluate.figures import (
    Figures,
    figures_by_kind,
    figures_by_relation,
    figures_by_role,
    figures_to_json,
)
from kg.evaluate.mistakes import Confusion, Mistake, find_mistakes, frequent_confusions

#: Confusions that are listed.
_CONFUSIONS = 15


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by kind of fact (and by type of mention), by role, by relation; calibration; what goes wrong, how often.

    `missing` are the gold papers that were not predicted at all; they count as empty.
    """

    papers: int
    missing: int
    kinds: Mapping[str, Figures]
    roles: Mapping[str, Figures]
    relations: Mapping[str, Figures]
    calibration: Calibration | None
    confusions: tuple[Confusion, ...]
    mistakes: tuple[Mistake, ...]

    def to_json(self, errors: int = 0) -> dict[str, Any]:
        """Return the evaluation as a JSON object, with so many mistakes of each kind of fact."""
        return {
            "papers": self.papers,
            "missing": self.missing,
            "figures": figures_to_json(self.kinds),
            "roles": figures_to_json(self.roles),
            "relations": figures_to_json(self.relations),
            "calibration": self.calibration.to_json() if self.calibration else None,
            "confusions": [confusion.to_json() for confusion in self.confusions],
            "errors": [mistake.to_json() for mistake in self.first_mistakes(errors)],
        }

    def first_mistakes(self, most: int) -> list[Mistake]:
        """Return so many mistakes of each kind of fact, in the order of the gold."""
        left = dict.fromkeys({mistake.kind for mistake in self.mistakes}, most)
        first = []
        for mistake in self.mistakes:
            if left[mistake.kind]:
                left[mistake.kind] -= 1
                first.append(mistake)
        return first


def evaluate(gold: Mapping[str, Annotations], predicted: Mapping[str, Annotations]) -> Evaluation:
    """Score a prediction against the gold, joined on the papers' ids.

    Raises CorpusError when the two have no paper in common, which no figure would tell from a bad prediction.
    """
    if not gold.keys() & predicted.keys():
        raise CorpusError("gold and prediction have no paper in common; papers are joined by their id")
    facts = paired_facts(gold, predicted)
    pairs = list(facts.values())
    mistakes = tuple(find_mistakes({id: _with_text(paper, predicted.get(id)) for id, paper in gold.items()}, facts))
    return Evaluation(
        papers=len(gold),
        missing=len(gold.keys() - predicted.keys()),
        kinds=figures_by_kind(pairs),
        roles=figures_by_role(pairs),
        relations=figures_by_relation(pairs),
        calibration=mention_calibration(gold, predicted),
        confusions=tuple(frequent_confusions(mistakes, _CONFUSIONS)),
        mistakes=mistakes,
    )


def _with_text(paper: Annotations, predicted: Annotations | None) -> Annotations:
    """Return a gold paper with its text, which a gold that is kept without it borrows from the prediction."""
    if paper.abstract or predicted is None:
        return paper
    return replace(paper, title=predicted.title, abstract=predicted.abstract)
