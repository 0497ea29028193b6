"""What tells whether a number is a result, which way it goes, and which metric it is of."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kg.extract.cues import cue, trend
from kg.extract.linear import buckets
from kg.extract.quantities import Quantity
from kg.extract.reading import QUANTITY, Entity, Measured, Occurrence, Sentence

#: How far, in words, a telling word may stand from the number.
_LEFT, _RIGHT = 14, 10


def result_features(measured: Measured, sentence: Sentence, place: float) -> list[int]:
    """Return the buckets of what tells a result from other numbers; `place` (0 to 1) is the sentence's in the paper."""
    quantity, items, at = measured.quantity, sentence.items, measured.item
    kind = _kind(quantity)
    found = {*_around(measured, sentence), *_trends(measured, sentence)}
    found |= {
        f"unit {quantity.unit.symbol if quantity.unit else '-'}", f"range {len(quantity.numbers) > 1}",
        f"decimal {'.' in quantity.value} {kind}", f"size {_size(quantity)} {kind}", f"field {sentence.field}",
        f"place {int(4 * place)}", f"spelled {quantity.value.lower() if quantity.value.isalpha() else '-'}",
        f"numbers {min(len(sentence.measured), 4)}", f"own {not {'we', 'our'}.isdisjoint(items)}",
    }  # fmt: skip
    metrics = [o.item - at for o in sentence.occurrences if o.mention.type == "Metric"]
    nearest = min(metrics, key=abs, default=None)
    if nearest is None:
        found.add(f"no metric {kind}")
    else:
        found |= {f"metric {min(abs(nearest) // 2, 5)} {nearest > 0}", f"metric {kind}"}
    for item in {*items}:
        if stem := cue(item):
            found.add(f"says {stem}")
    return buckets(found)


def direction_features(measured: Measured, sentence: Sentence, metric: Entity | None) -> list[int]:
    """Return the buckets of what tells whether a result is an increase, a decrease or a level."""
    found = {*_around(measured, sentence), *_trends(measured, sentence)}
    if metric is None:
        found.add("of -")
    else:
        found |= {f"of {metric.name}", f"of ...{metric.name.split()[-1] if metric.name else ''}"}
    return buckets(found)


def metric_features(measured: Measured, sentence: Sentence, occurrence: Occurrence, name: str) -> list[int]:
    """Return the buckets of what tells whether a metric named in a sentence is the one that a number in it is of."""
    return buckets({*_of_distance(measured, sentence, occurrence), *_of_words(measured, sentence, occurrence, name)})


def _kind(quantity: Quantity) -> str:
    return quantity.unit.kind if quantity.unit else "bare"


def _size(quantity: Quantity) -> str:
    number = quantity.numbers[0]
    if number == int(number) and 1990 <= number <= 2035 and quantity.unit is None:
        return "year"
    return "zero" if number == 0 else str(max(-2, min(5, math.floor(math.log10(abs(number))))))


def _around(measured: Measured, sentence: Sentence) -> Iterator[str]:
    items, at, kind = sentence.items, measured.item, _kind(measured.quantity)
    left = ["<s>", "<s>", "<s>", *items[:at]]
    right = [*items[at + 1 :], "</s>", "</s>", "</s>"]
    yield f"kind {kind}"
    yield f"sign {measured.quantity.sign}"
    for n in (1, 2, 3):
        yield f"-{n} {' '.join(left[-n:])}"
        yield f"+{n} {' '.join(right[:n])}"
    yield f"-+ {left[-1]} {right[0]}"
    yield f"{kind} -1 {left[-1]}"
    yield f"{kind} +1 {right[0]}"
    yield from (f"L {item}" for item in items[max(0, at - 6) : at])
    yield from (f"R {item}" for item in right[:6])


def _trends(measured: Measured, sentence: Sentence) -> Iterator[str]:
    items, at, kind = sentence.items, measured.item, _kind(measured.quantity)
    left = _found_trends(items[max(0, at - _LEFT) : at][::-1])
    right = _found_trends(items[at + 1 : at + 1 + _RIGHT])
    for side, trends in (("l", left), ("r", right)):
        if trends:
            distance, way, stem = trends[0]
            yield f"{side} nearest {stem}"
            yield f"{side} {way} {min(distance // 2, 4)}"
            yield f"{side} {way} {kind}"
        yield from (f"{side} {stem}" for _, _, stem in trends)
    ways = [trends[0][1] if trends else "-" for trends in (left, right)]
    near = [str(min(trends[0][0] // 2, 3)) if trends else "-" for trends in (left, right)]
    yield f"ways {' '.join(ways)} {kind}"
    yield f"ways {' '.join(ways)} {' '.join(near)}"
    if left and right:
        yield f"nearer {ways[0] if left[0][0] <= right[0][0] else ways[1]} {kind}"


def _found_trends(items: tuple[str, ...]) -> list[tuple[int, str, str]]:
    return [(i, *found) for i, item in enumerate(items) if (found := trend(item))]


def _of_distance(measured: Measured, sentence: Sentence, occurrence: Occurrence) -> Iterator[str]:
    """Yield how far the metric is from the number, and what other numbers and metrics are nearer."""
    at, there, kind = measured.item, occurrence.item, _kind(measured.quantity)
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
    side, kind = "r" if there > at else "l", _kind(measured.quantity)
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
