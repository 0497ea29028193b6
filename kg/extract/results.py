"""Results: measured claims with a number (`reduces latency by 41%`, `2.3x higher throughput`, `88.4% accuracy`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.record import Direction, EntityType, Mention, Result
from kg.extract.statements import Statement, own_entity, statements

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = (
    r"\\?%|percent(?:age points?)?|pp\b|points?\b|[x×](?![\w])|\\?\$?\\times\$?|times\b|-?fold\b|ms\b|milliseconds?\b|"
    r"seconds?\b|[GMTP]FLOPs?(?:/s)?\b|[GMT]B(?:/s)?\b|FPS\b|fps\b|QPS\b|tokens?(?:/s| per second)\b|dB\b|BLEU\b|"
    r"hours?\b|minutes?\b"
)
_VALUE = re.compile(
    rf"(?<![\w.$-])(?P<value>{_NUMBER}(?:\s?(?:-|–|--|to)\s?{_NUMBER})?)(?:\s?(?P<unit>{_UNIT}))?(?![\w-]|\.\d)"
)
_UP = re.compile(
    r"\b(?:improv\w*|increas\w*|gains?|higher|better|faster|speed-?ups?|boost\w*|outperform\w*|more|accelerat\w*|rais\w*|"
    r"enhanc\w*|up by|exceed\w*|surpass\w*|greater)\b",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:reduc\w*|decreas\w*|lower\w*|less|fewer|smaller|sav\w*|cut\w*|drop\w*|shorter|cheaper|"
    r"shrink\w*|down by|minimi\w*)\b",
    re.I,
)
_LEVEL = re.compile(r"\b(?:achiev\w*|reach\w*|attain\w*|obtain\w*|yield\w*|scor\w*|with|of|at)\b", re.I)
_WORDS: tuple[tuple[re.Pattern[str], Direction], ...] = ((_UP, "increase"), (_DOWN, "decrease"))
_CONFIDENCE = 0.6
#: How far, in characters, a metric may stand from its number.
_REACH = 60


def find_results(title: str, abstract: str, mentions: Sequence[Mention]) -> tuple[Result, ...]:
    """Return the numbers that a sentence gives for a metric, or with a unit that says what they are."""
    own = own_entity(mentions, "Method")
    return tuple(
        result
        for statement in statements(title, abstract, mentions)
        if statement.field == "abstract"
        for result in _in_statement(statement, own)
    )


def _in_statement(statement: Statement, own: Mention | None) -> Iterator[Result]:
    taken = [(m.start - statement.start, m.end - statement.start) for m in statement.mentions]
    for match in _VALUE.finditer(statement.text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        unit = match["unit"]
        metric = _nearest(statement, match, "Metric", _REACH)
        direction = _direction(statement.text, match, unit)
        if direction is None or (metric is None and unit is None) or (unit is None and not _is_score(match, statement)):
            continue
        yield _result(statement, match, metric, direction, own)


def _result(
    statement: Statement, match: re.Match[str], metric: Mention | None, direction: Direction, own: Mention | None
) -> Result:
    def name(type: EntityType) -> str | None:
        mention = _nearest(statement, match, type, 200)
        return mention.text if mention else None

    baseline = _baseline(statement, match)
    return Result(
        metric=metric.text if metric else None,
        value=match["value"],
        unit=match["unit"].strip("\\$") if match["unit"] else None,
        direction=direction,
        method=own.text if own else None,
        dataset=name("Dataset"),
        hardware=name("Hardware"),
        baseline=baseline.text if baseline else None,
        field=statement.field,
        start=statement.start + match.start(),
        end=statement.start + match.end(),
        sentence_start=statement.start,
        sentence_end=statement.end,
        confidence=_CONFIDENCE,
    )


def _is_score(match: re.Match[str], statement: Statement) -> bool:
    """A bare number counts when it has a decimal point, or follows "by" or "of" and is no year."""
    return "." in match["value"] or bool(re.search(r"\b(?:by|of|to|from)\s*$", statement.text[: match.start()]))


def _direction(sentence: str, match: re.Match[str], unit: str | None) -> Direction | None:
    """Return what the words nearest to the number say, or None when they claim nothing."""
    around = sentence[max(0, match.start() - 70) : match.end() + 40]
    here = match.start() - max(0, match.start() - 70)
    found: list[tuple[int, Direction]] = [
        (min(abs(word.start() - here), abs(word.end() - here)), direction)
        for pattern, direction in _WORDS
        for word in pattern.finditer(around)
    ]
    if found:
        return min(found)[1]
    if unit and unit.strip("\\$") in ("x", "×", "times"):
        return "increase"
    return "absolute" if _LEVEL.search(around) else None


def _nearest(statement: Statement, match: re.Match[str], type: EntityType, reach: int) -> Mention | None:
    """Return the mention of a type nearest to the number; of two as near, the later."""
    begin, end = statement.start + match.start(), statement.start + match.end()
    candidates = [
        (mention.start - end if mention.start >= end else begin - mention.end, -mention.start, mention)
        for mention in statement.mentions
        if mention.type == type
    ]
    near = [candidate for candidate in candidates if candidate[0] <= reach]
    return min(near, key=lambda c: c[:2])[2] if near else None


def _baseline(statement: Statement, match: re.Match[str]) -> Mention | None:
    """Return the method that "over", "than" or "compared to" sets the number against."""
    for mention in statement.mentions:
        if mention.type == "Method" and re.search(
            r"\b(?:over|than|compared (?:to|with)|relative to|against)\b(?: \w+){0,2} $", statement.before(mention, 50)
        ):
            return mention
    return None
