"""What stands around a number: the words before and after it, and which way they say that something goes."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.claim_words import clause, number_list, unhedged
from kg.extract.cues import trend
from kg.extract.quantities import Quantity
from kg.extract.reading import Measured, Sentence

#: How far, in words, a telling word may stand from the number.
LEFT, _RIGHT = 14, 10
#: A word that says which way something goes: its place in a row, that way, and its stem.
_Found = tuple[int, str, str]


def counted(quantity: Quantity) -> str:
    """Return what a number counts by its unit's kind; `bare` without a unit."""
    return quantity.unit.kind if quantity.unit else "bare"


def around(measured: Measured, sentence: Sentence) -> Iterator[str]:
    """Yield the unit and sign of a number, and the words beside it."""
    items, at, kind = sentence.items, measured.item, counted(measured.quantity)
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


def trends_around(measured: Measured, sentence: Sentence) -> Iterator[str]:
    """Yield which way the words on both sides of a number go."""
    kind = counted(measured.quantity)
    left, right = trends_beside(measured, sentence)
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


def led(measured: Measured, sentence: Sentence) -> Iterator[str]:
    """Yield how the sentence leads to a number, hedges left out, and what its clause says."""
    at, kind = measured.item, counted(measured.quantity)
    numbers = number_list(measured, sentence)
    start, end = clause(sentence, at)
    left = ["<s>", "<s>", "<s>", *unhedged(sentence.items[: numbers[0]])]
    right = [*unhedged(sentence.items[at + 1 :]), "</s>", "</s>", "</s>"]
    after = [*unhedged(sentence.items[numbers[-1] + 1 :]), "</s>", "</s>", "</s>"]
    for n in (1, 2, 3):
        yield f"led {' '.join(left[-n:])}"
        yield f"then {' '.join(right[:n])}"
        yield f"after {' '.join(after[:n])}"
    yield f"led {left[-1]} {kind} {right[0]}"
    yield f"listed {min(len(numbers), 4)} {kind}"
    for side, items in (("l", sentence.items[start:at][::-1]), ("r", sentence.items[at + 1 : end])):
        trends = trends_in(items)
        yield f"clause {side} {trends[0][1] if trends else '-'} {kind}"
        if trends:
            yield f"clause {side} {trends[0][2]}"


def trends_beside(measured: Measured, sentence: Sentence) -> tuple[list[_Found], list[_Found]]:
    """Return the words that say which way something goes before a number and after it, the nearest first."""
    items, at = sentence.items, measured.item
    return trends_in(items[max(0, at - LEFT) : at][::-1]), trends_in(items[at + 1 : at + 1 + _RIGHT])


def trends_in(items: tuple[str, ...]) -> list[_Found]:
    """Return, for each word of a row that says which way something goes, its place, that way and its stem."""
    return [(i, *found) for i, item in enumerate(items) if (found := trend(item))]
