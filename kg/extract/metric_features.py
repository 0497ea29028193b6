"""What tells which of the metrics that a sentence names a number is of, or that it is of none of them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.claim_words import metric_list, number_list, trends_between, unhedged
from kg.extract.cues import trend
from kg.extract.linear import buckets
from kg.extract.number_features import around, counted, led
from kg.extract.reading import QUANTITY, Measured, Occurrence, Sentence

#: Words that part a number from a metric.
_STOPS = frozenset({"while", "whereas", "but", "than", "over", "compared", "and", "with", "without", "to", "of", "by"})


def metric_features(measured: Measured, sentence: Sentence, occurrence: Occurrence, name: str) -> list[int]:
    """Return the buckets of what tells whether a metric named in a sentence is the one that a number in it is of."""
    found = {*_of_distance(measured, sentence, occurrence), *_of_words(measured, sentence, occurrence, name)}
    return buckets(found | {*_of_structure(measured, sentence, occurrence)})


def unnamed_features(measured: Measured, sentence: Sentence) -> list[int]:
    """Return the buckets of what tells that none of the metrics of a sentence is that of a number in it."""
    found = {*around(measured, sentence), *led(measured, sentence)}
    return buckets({"none", f"none {counted(measured.quantity)}", *(f"none {feature}" for feature in found)})


def _of_distance(measured: Measured, sentence: Sentence, occurrence: Occurrence) -> Iterator[str]:
    """Yield how far the metric is from the number, and what other numbers and metrics are nearer."""
    at, there, kind = measured.item, occurrence.item, counted(measured.quantity)
    side = "r" if there > at else "l"
    metrics = [o.item for o in sentence.occurrences if o.mention.type == "Metric"]
    numbers = [m.item for m in sentence.measured]
    low, high = min(at, there), max(at, there)
    rank = min(sorted(metrics, key=lambda m: abs(m - at)).index(there), 3)
    from_there = min(sorted(numbers, key=lambda n: abs(n - there)).index(at), 3)
    between = sum(low < n < high for n in numbers), min(sum(low < m < high for m in metrics), 3)
    yield f"{side}distance {min(high - low, 12)}"
    yield f"{side}distance {min(high - low, 12)} {kind}"
    yield f"{side}between {between[0]} {between[1]}"
    yield f"{side}metrics {between[1]}"
    yield f"{side}rank {rank}"
    yield f"rank {rank} of {min(len(metrics), 4)}"
    yield f"{side}ranks {rank} {from_there}"
    yield f"{side}number before {max((n for n in numbers if n < there), default=-1) == at}"
    yield f"{side}number after {min((n for n in numbers if n > there), default=-1) == at}"
    yield f"{side}in step {metrics.index(there) == numbers.index(at)} {len(metrics) == len(numbers)}"
    yield f"{side}{kind}"


def _of_words(measured: Measured, sentence: Sentence, occurrence: Occurrence, name: str) -> Iterator[str]:
    items, at, there = sentence.items, measured.item, occurrence.item
    side, kind = "r" if there > at else "l", counted(measured.quantity)
    between = items[min(at, there) + 1 : max(at, there)]
    last = name.split()[-1] if name else ""
    if len(between) <= 4:
        yield f"{side}all {' '.join(between)}"
    if between:
        yield f"{side}first {between[0]}"
        yield f"{side}last {between[-1]}"
    yield from (f"{side}b {item}" for item in between[:12])
    yield f"is {last}"
    yield f"is {last} {kind}"
    yield f"-1 {items[there - 1] if there else '<s>'}"
    yield f"+1 {items[there + 1] if there + 1 < len(items) else '</s>'}"
    yield f"listed {occurrence.first != occurrence.last}"
    yield f"{side}number next {QUANTITY in items[max(0, there - 1) : there + 2]}"


def _of_structure(measured: Measured, sentence: Sentence, occurrence: Occurrence) -> Iterator[str]:
    """Yield how number and metric hang together: through lists, across clauses, past what a number is of itself."""
    items, at, there, kind = sentence.items, measured.item, occurrence.item, counted(measured.quantity)
    side = "r" if there > at else "l"
    numbers, metrics = number_list(measured, sentence), metric_list(occurrence, sentence)
    near = (numbers[-1], metrics[0]) if there > at else (metrics[-1], numbers[0])
    path = items[near[0] + 1 : near[1]]
    words = unhedged(path)
    if len(words) <= 5:
        yield f"{side}path {' '.join(words)}"
        yield f"{side}path {kind} {' '.join(words)}"
    yield f"{side}path first {words[0] if words else '-'}"
    yield f"{side}path last {words[-1] if words else '-'}"
    yield f"{side}path length {min(len(words), 10)}"
    others = [m.item for m in sentence.measured if near[0] < m.item < near[1]]
    rivals = [o.item for o in sentence.occurrences if o.mention.type == "Metric" and near[0] < o.item < near[1]]
    yield f"{side}path {min(len(others), 2)} numbers {min(len(rivals), 2)} metrics"
    yield f"{side}breaks {min(sum(i in ',;:()' for i in path), 3)}"
    yield f"{side}stops {' '.join(sorted({i for i in path if i in _STOPS}))}"
    yield f"{side}ways {' '.join(trends_between(path)[:3])}"
    if len(numbers) > 1 and len(metrics) > 1:
        same = len(numbers) == len(metrics)
        beside = numbers.index(at) == metrics.index(there) if same else "-"
        yield f"lists {same} {beside} {'respectively' in items}"
    else:
        yield f"lists {min(len(numbers), 3)} {min(len(metrics), 3)}"
    after = [*unhedged(items[at + 1 : at + 6]), "</s>"]
    before = ["<s>", *unhedged(items[max(0, at - 6) : at])]
    yield f"{side}number then {after[0]}"
    yield f"{side}number then {' '.join(after[:2])}"
    yield f"{side}number led {before[-1]}"
    yield f"{side}number led {' '.join(before[-2:])}"
    if found := trend(after[0]):
        yield f"{side}number then way {found[0]} {len(words) <= 2}"
    for item in after[:4]:
        yield f"{side}number has {item}"
    taken = any(min(at, there) < m.item < max(at, there) for m in sentence.measured)
    following = next((m.item - there for m in sentence.measured if m.item > there), 99)
    preceding = next((there - m.item for m in reversed(sentence.measured) if m.item < there), 99)
    yield f"{side}taken {taken} {min(following, 6)} {min(preceding, 6)}"
