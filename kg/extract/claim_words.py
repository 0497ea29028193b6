"""How a sentence leads to a number: without words that only hedge it, within its clause, and as a member of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from kg.extract.cues import Trend, trend
from kg.extract.reading import QUANTITY, TAGS, Measured, Occurrence, Sentence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words between a verb and its number that tell nothing of either: "by up to an average of 30%".
_HEDGES = _words(
    "up upto over than about around approximately approx nearly almost roughly at least most only just as much high "
    "low well an a the average averaged absolute relative another additional further even mean maximum max "
    "respectively significant significantly sim geq leq times ~ ≈ > < ≥ ≤ $ \\ { }"
)
#: What ends a clause.
_BREAKS = frozenset({",", ";", ":", "(", ")", "while", "whereas", "but", "and", "which", "with"})
#: What no verb reaches across.
_ENDS = frozenset({";", ":", "while", "whereas", "but", "which", "."})
_LIST = frozenset({",", "and", "or", "/", "&", "to", "up", "vs", "."})
_LONGEST_JOINER = 3
#: Names of metrics of which less is better, wherever they say so or by their last word.
_LOW = re.compile(
    r"\b(?:latency|latencie|delay|time|runtime|cost|error|loss|memory|footprint|overhead|perplexity|consumption|usage|"
    r"size|energy|flop|storage|hallucination|toxicity|communication|computation|expense|traffic|ttft|tpot)(?:e?s)?\b|"
    r"(?:wer|cer|fid|rmse|mae|mse|lpips|asr|eer|distance|power|parameter|disk space|space|bias|step|token|failure|"
    r"compute|area|emission|collision rate|variance|degradation|drop|gap|attack success rate|requirement|complexity|"
    r"conflict|conflict rate|call|iteration|resource|false positive|false positive rate|false alarm)(?:e?s)?$"
)
_SAVED = re.compile(r"(?:saving|reduction|decrease)s?$")
_GAINED = re.compile(
    r"(?:improvement|efficiency|gain|speedup|speed|acceleration|utilization|advantage|accuracy|score|f1|precision|recall|"
    r"throughput|rate of success)s?$"
)

Polarity = Literal["high", "low", "saved", "none"]


def unhedged(items: Sequence[str]) -> list[str]:
    """Return the words of a row that do more than hedge."""
    return [
        item
        for i, item in enumerate(items)
        if item not in _HEDGES and not (item == "to" and i and items[i - 1] == "up")
    ]


@lru_cache(maxsize=20_000)
def polarity(name: str) -> Polarity:
    """Say whether less of a metric is better (`low`), judged by its name; `saved` where it counts what is less.

    `none` stands for no name.
    """
    if not name:
        return "none"
    if _SAVED.search(name):
        return "saved"
    return "low" if _LOW.search(name) and not _GAINED.search(name) else "high"


def clause(sentence: Sentence, at: int) -> tuple[int, int]:
    """Return from where to where, in the row, the clause of an item reaches."""
    items = sentence.items
    start = next((i + 1 for i in range(at - 1, -1, -1) if items[i] in _BREAKS), 0)
    end = next((i for i in range(at + 1, len(items)) if items[i] in _BREAKS), len(items))
    return start, end


def number_list(measured: Measured, sentence: Sentence) -> tuple[int, ...]:
    """Return the places of the numbers that are listed with one, itself among them (`12%, 9% and 5%`)."""
    places = [m.item for m in sentence.measured]
    first = last = places.index(measured.item)
    while first > 0 and _joined(sentence.items[places[first - 1] + 1 : places[first]]):
        first -= 1
    while last + 1 < len(places) and _joined(sentence.items[places[last] + 1 : places[last + 1]]):
        last += 1
    return tuple(places[first : last + 1])


def metric_list(occurrence: Occurrence, sentence: Sentence) -> tuple[int, ...]:
    """Return the places of the mentions that are listed with one, itself among them."""
    return tuple(o.item for o in sentence.occurrences if o.first == occurrence.first)


def own_of_list(measured: Measured, occurrence: Occurrence, sentence: Sentence) -> int | None:
    """Return the place of the metric that has a number's own place in a list as long as the numbers', else None.

    In "precision and recall by 3% and 5%" the second number is that of recall, with "respectively" or without.
    """
    numbers, metrics = number_list(measured, sentence), metric_list(occurrence, sentence)
    if len(numbers) > 1 and len(numbers) == len(metrics):
        return metrics[numbers.index(measured.item)]
    return None


def trends_between(items: Sequence[str]) -> list[str]:
    """Return which way the words of a row go, in order."""
    return [found[0] for item in items if (found := trend(item))]


def _joined(between: Sequence[str]) -> bool:
    return len(between) <= _LONGEST_JOINER and all(item in _LIST for item in between)


def told_way(measured: Measured, sentence: Sentence, better: Polarity) -> tuple[str, str]:
    """Return which way a number is said to go (`increase`, `decrease`, `absolute`, `-`), and by which side's words.

    What follows the number comes first ("30% lower"), then what leads to it ("improves latency by 30%"), be it carried
    over from an earlier number ("reduces latency by 30% and memory by 10%").
    """
    items, places = sentence.items, number_list(measured, sentence)
    if measured.quantity.sign == "+" or items[max(0, measured.item - 2) : measured.item].count("uparrow"):
        return "increase", "sign"
    after = [item for item in unhedged(items[places[-1] + 1 : places[-1] + 7]) if item != TAGS["Metric"]][:2]
    for item in after:
        if item == QUANTITY or item in _ENDS:
            break
        if (found := trend(item)) and found[0] != "level":
            return _way(found[0], better), "after"
    before = unhedged(items[: places[0]])
    if not before:
        return "-", "-"
    crossed = 0
    for distance, item in enumerate(reversed(before)):
        if item in (QUANTITY, "and", ","):
            crossed = 1
        elif item in _ENDS:
            break
        elif (found := trend(item)) and (found[0] != "level" or distance < 3):
            by = before[-1] if before[-1] in ("by", "of", "to", "at", "in", "from", "with", "is") else "-"
            way = "absolute" if found[0] == "level" or by in ("to", "at", "from", "is") else _way(found[0], better)
            return way, f"before {by} {crossed}"
    return "-", "-"


def _way(found: Trend, better: Polarity) -> str:
    if found in ("better", "worse"):
        return "increase" if (found == "better") == (better != "low") else "decrease"
    return "increase" if found == "up" else "decrease"
