"""What tells whether a number is a result, and which way it goes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kg.extract.claim_words import clause, polarity, told_way, trends_between, unhedged
from kg.extract.cues import cue, trend
from kg.extract.linear import buckets
from kg.extract.number_features import LEFT, around, counted, led, trends_around, trends_beside, trends_in
from kg.extract.quantities import Quantity
from kg.extract.reading import Entity, Measured, Occurrence, Sentence


def result_features(measured: Measured, sentence: Sentence, place: float) -> list[int]:
    """Return the buckets of what tells a result from other numbers; `place` (0 to 1) is the sentence's in the paper."""
    quantity, items, at = measured.quantity, sentence.items, measured.item
    kind = counted(quantity)
    spelled = sentence.text[quantity.start : quantity.number_end].lower()
    found = {*around(measured, sentence), *trends_around(measured, sentence)}
    found |= {
        f"unit {quantity.unit.symbol if quantity.unit else '-'}", f"range {len(quantity.numbers) > 1}",
        f"decimal {'.' in quantity.value} {kind}", f"size {_size(quantity)} {kind}", f"field {sentence.field}",
        f"place {int(4 * place)}", f"spelled {spelled if spelled.isalpha() else '-'}",
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
    found |= {*led(measured, sentence)}
    return buckets(found)


def direction_features(
    measured: Measured, sentence: Sentence, metric: Entity | None, occurrence: Occurrence | None
) -> list[int]:
    """Return the buckets of what tells whether a result is an increase, a decrease or a level.

    `occurrence` is where the sentence names the metric, if it does.
    """
    name = metric.name if metric else ""
    better = polarity(name)
    found = {*around(measured, sentence), *trends_around(measured, sentence), *led(measured, sentence)}
    found |= {f"{better} {each}" for each in _ways(measured, sentence)}
    found.add(f"better {better} {counted(measured.quantity)}")
    way, told = told_way(measured, sentence, better)
    found |= {f"told {way}", f"told {way} {told}", f"told {way} {counted(measured.quantity)}"}
    if metric is None:
        found.add("of -")
    else:
        found |= {f"of {name}", f"of ...{name.split()[-1] if name else ''}"}
    if occurrence:
        found |= {*_at_metric(measured, sentence, occurrence, better)}
    return buckets(found)


def _size(quantity: Quantity) -> str:
    number = quantity.numbers[0]
    if number == int(number) and 1990 <= number <= 2035 and quantity.unit is None:
        return "year"
    return "zero" if number == 0 else str(max(-2, min(5, math.floor(math.log10(abs(number))))))


def _ways(measured: Measured, sentence: Sentence) -> Iterator[str]:
    """Yield which way the nearest words go, to be read together with whether less of the metric is better."""
    items, at = sentence.items, measured.item
    start, _ = clause(sentence, at)
    left, right = trends_beside(measured, sentence)
    inside = trends_in(items[start:at][::-1])
    yield f"left {left[0][1] if left else '-'}"
    yield f"left {left[0][2] if left else '-'}"
    yield f"right {right[0][1] if right else '-'}"
    yield f"right {right[0][2] if right else '-'}"
    yield f"inside {inside[0][2] if inside else '-'}"
    if left or right:
        nearer = min(left[:1] + right[:1], key=lambda found: found[0])
        yield f"nearer {nearer[2]}"
    before = unhedged(items[max(0, at - LEFT) : at])[-1:]
    yield f"{before} {left[0][2] if left else '-'}"


def _at_metric(measured: Measured, sentence: Sentence, occurrence: Occurrence, better: str) -> Iterator[str]:
    """Yield what is said right at the metric: "lower latency", "latency reduction", "reduces latency"."""
    items, there, at = sentence.items, occurrence.item, measured.item
    side = "r" if there > at else "l"
    before = unhedged(items[max(0, occurrence.first - 4) : occurrence.first])[-2:]
    after = unhedged(items[there + 1 : there + 4])[:2]
    for item in before:
        yield f"{side}m- {item}"
        if found := trend(item):
            yield f"{side}m-way {found[0]}"
            yield f"m-way {better} {found[1]}"
    for item in after:
        yield f"{side}m+ {item}"
        if found := trend(item):
            yield f"{side}m+way {found[0]}"
            yield f"m+way {better} {found[1]}"
    between = items[min(at, there) + 1 : max(at, there)]
    ways = trends_between(between)
    yield f"{side}between {' '.join(ways[:3])}"
    yield f"{side}between {better} {' '.join(ways[:3])}"
    if len(between) <= 6:
        yield f"{side}all {' '.join(unhedged(between))}"
