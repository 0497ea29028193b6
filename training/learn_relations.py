"""Learn which entities of a paper are related, and from which probability on to say so."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from kg.extract.linear import LinearClassifier
from kg.extract.pair_features import Cast, PairFeatures
from kg.extract.record import RELATIONS
from kg.extract.relations import CLASSIFIERS, candidate_pairs
from training.gold_readings import GoldReading
from training.learn_linear import cross_validated_each, fit_each

#: How much likelier than with gold mentions a relation must be: a third of found mentions is not quite right, and a
#: claim of two of them is wrong sooner. Compared on dev with found mentions: 1 gives 0.29, 1.3 gives 0.32, 1.6 no more.
_RAISED = 1.3

#: What is predicted of one relation: probability and truth of every candidate.
_Outcomes = list[tuple[float, bool]]


def learn_relations(papers: Sequence[GoldReading], casts: Sequence[Cast]) -> dict[str, LinearClassifier]:
    """Return the classifiers of relations by name."""
    features: dict[str, list[list[int]]] = defaultdict(list)
    holds: dict[str, list[set[str]]] = defaultdict(list)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, (paper, cast) in enumerate(zip(papers, casts, strict=True)):
        stated, makes = paper.relations(), PairFeatures(paper.reading, paper.setting, cast)
        for name, pairs in candidate_pairs(paper.reading, cast).items():
            for pair in pairs:
                features[name].append(makes.of(*pair))
                holds[name].append(stated.get(pair, set()))
                groups[name].append(number)
    outcomes: dict[str, _Outcomes] = defaultdict(list)
    truths: dict[str, dict[str, list[bool]]] = {}
    for name, relations in CLASSIFIERS.items():
        truths[name] = {relation: [relation in held for held in holds[name]] for relation in relations}
        held_out = cross_validated_each(features[name], truths[name], groups[name])
        for column, relation in enumerate(relations):
            outcomes[relation] += zip(held_out[:, column].tolist(), truths[name][relation], strict=True)
    thresholds = best_thresholds(outcomes, _stated(papers))
    raised = {relation: min(1.0, round(threshold * _RAISED, 4)) for relation, threshold in thresholds.items()}
    return {
        name: fit_each(features[name], truths[name], {relation: raised[relation] for relation in relations})
        for name, relations in CLASSIFIERS.items()
    }


def best_thresholds(outcomes: Mapping[str, _Outcomes], stated: Mapping[str, int]) -> dict[str, float]:
    """Return the threshold of each relation that together give the best micro-averaged F1.

    At the optimum every relation is cut where one more prediction is right with a probability of half the F1 (Lipton,
    Elkan and Narayanaswamy, 2014); the cut is looked for over all such probabilities.
    """
    best: tuple[float, dict[str, float]] = (0.0, {})
    for cut in np.arange(0.1, 0.6, 0.02):
        right = predicted = 0
        thresholds = {}
        for relation, found in outcomes.items():
            ranked = sorted(found, reverse=True)
            hits = np.cumsum([truth for _, truth in ranked])
            gains = hits - cut * np.arange(1, len(ranked) + 1)
            last = int(gains.argmax())
            if gains[last] <= 0:
                thresholds[relation] = 1.0
                continue
            thresholds[relation] = round(ranked[last][0], 4)
            right, predicted = right + int(hits[last]), predicted + last + 1
        f1 = 2 * right / (predicted + sum(stated.values()))
        best = max(best, (f1, thresholds), key=lambda pair: pair[0])
    _tell(best, outcomes, stated)
    return best[1]


def _stated(papers: Sequence[GoldReading]) -> dict[str, int]:
    counts = dict.fromkeys((relation for relation in RELATIONS if relation != "aliasOf"), 0)
    for paper in papers:
        for relation in {(r["head"], r["relation"], r["tail"]) for r in paper.paper.relations}:
            if relation[1] in counts:
                counts[relation[1]] += 1
    return counts


def _tell(best: tuple[float, dict[str, float]], outcomes: Mapping[str, _Outcomes], stated: Mapping[str, int]) -> None:
    print(f"relations: F1 {best[0]:.3f} in cross-validation", file=sys.stderr)
    for relation, found in outcomes.items():
        taken = [truth for probability, truth in found if probability >= best[1][relation]]
        right = sum(taken)
        print(
            f"  {relation:<14} from {best[1][relation]:.2f}: precision {right / max(len(taken), 1):.2f}, "
            f"recall {right / stated[relation]:.2f} of {stated[relation]}, candidates hold {sum(t for _, t in found)}",
            file=sys.stderr,
        )
