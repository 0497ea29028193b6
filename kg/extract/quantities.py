"""Numbers with their units, by a grammar: `2.3x`, `12-30%`, `1,200 GB/s`, `$0.32$m`, `two orders of magnitude`.

    quantity  = [sign] value ["±" number] [unit]
    value     = number | number ("-" | "to" | "–" | "--") number | "between" number "and" number
    number    = digits ["," 3 digits]* ["." digits] [scale] | word [scale]
    scale     = "K" | "M" | "B" | "T" | "thousand" | "million" | "billion" | "trillion"
    unit      = one of `UNITS`, after a space, a hyphen or what LaTeX puts there

A range may carry its unit twice (`2x-5x`), and so may one that is spoken of as one ("ranges from 2% to 5%"); of two
numbers that are joined (`2.3 and 2.5 times`) both have the unit of the second. A number that is part of a word
(`GPT-3.5`, `8-bit`, `3D`, `10^5`) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.extract.units import UNIT_PATTERN, Unit, unit_of

Sign = Literal["+", "-", ""]

_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "billion": 1e9, "t": 1e12, "trillion": 1e12}
_WORDS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
    "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "twenty": 20.0, "thirty": 30.0, "fifty": 50.0,
    "hundred": 100.0, "an": 1.0, "half": 0.5, "twice": 2.0, "double": 2.0, "triple": 3.0,
}  # fmt: skip
#: Words that are a number and its unit in one.
_WHOLE = {"half", "twice"}

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_SCALE = r"(?:[KkMBT](?![A-Za-z/])|\s?(?:thousand|million|billion|trillion)\b)"
_NUMBER = rf"{_DIGITS}(?:{_SCALE})?"
_WORD = rf"(?:{'|'.join(word for word in _WORDS if word not in _WHOLE)})(?:[\s-](?:thousand|million|billion|trillion))?"
#: What LaTeX, or a typist, puts between a number and its unit.
_GAP = r"(?:[\s~${}]|\\[,;! ])*-?"
_OPEN = r"(?:\$?\{?\\(?:sim|approx)\}?\s?|[~≈]\s?|\$)?"
_TO = r"(?:\s?\$?\s?(?:-{1,2}|–|—|\\?sim|~)\s?\$?\s?|\s?\$?\sto\s)"
_DEVIATION = rf"(?:[\s~${{}}]*(?:±|\+/?-|\\pm)[\s~${{}}]*{_DIGITS})"
_LOW = rf"(?:(?<![\w.,^_@#/\\-]){_NUMBER}|(?<![\w.)\]}}][+−-])(?<=[+−-]){_NUMBER}|(?<=\\textasciitilde){_NUMBER})"
_QUANTITY = re.compile(
    rf"""
    (?P<lead>\b(?:between|(?P<ranging>rang(?:e|es|ed|ing)\s)?from)\s)?
    (?P<sign>(?<![\w.)\]}}])[+−-])?
    {_OPEN}
    (?: (?P<low>{_LOW}) (?:{_GAP}(?P<low_unit>{UNIT_PATTERN}))? (?P<join>{_TO}|\sand\s) {_OPEN}(?P<high>{_NUMBER})
    |   (?P<only>{_LOW}) {_DEVIATION}? )
    (?:{_GAP}(?P<unit>{UNIT_PATTERN}))?
    """,
    re.VERBOSE,
)
_SPELLED = re.compile(
    rf"\b(?:(?P<whole>(?i:{'|'.join(sorted(_WHOLE))}))\b|(?P<word>(?i:{_WORD}))(?:[\s-](?P<unit>{UNIT_PATTERN})))"
)
#: Kinds of units that "and" shares.
_SHARED = ("percent", "points", "factor", "time")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BROKEN_OFF = re.compile(r"[A-Za-z_^/@]|-(?![-\s])|\.\d|,\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range in a text, from `start` to `end`; what follows `number_end` is its unit.

    `value` is as written, with a hyphen in a range (`12-30`), but what is spelled is given in digits (`2` for "twice");
    `numbers` are one or two floats, with their scale; `sign` is what stands before the number.
    """

    start: int
    end: int
    number_end: int
    value: str
    numbers: tuple[float, ...]
    unit: Unit | None
    sign: Sign


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text in order; none overlap."""
    end = 0
    for quantity in sorted([*_spelled(text), *_written(text)], key=lambda q: (q.start, -q.end)):
        if quantity.start >= end:
            end = quantity.end
            yield quantity


def _written(text: str) -> Iterator[Quantity]:
    position = 0
    while match := _QUANTITY.search(text, position):
        if match["only"]:
            position = match.end()
            found = [_quantity(match, ("only",), match["unit"], match.end())]
        elif _is_range(match):
            position = match.end()
            found = [_quantity(match, ("low", "high"), match["unit"] or match["low_unit"], match.end())]
        else:
            position = max(match.end("low"), match.end("low_unit"))
            found = [_quantity(match, ("low",), match["low_unit"] or _shared_unit(match), position)]
        yield from (quantity for quantity in found if quantity)


def _is_range(match: re.Match[str]) -> bool:
    """Tell a range from two levels: "from 3.1 to 4.2 points" are two, "from 2x to 5x" is one, so is "between"."""
    join, lead = match["join"].strip(" $"), (match["lead"] or "").strip()
    if match["ranging"]:
        return join != "and"
    if join == "and":
        return lead == "between"
    if match["low_unit"] and unit_of(match["low_unit"]).kind == "score":  # the 4 of "0.98 BLEU-4"
        return False
    unit = match["unit"] or match["low_unit"]
    return join != "to" or lead != "from" or (unit is not None and unit_of(unit).kind == "factor")


def _shared_unit(match: re.Match[str]) -> str | None:
    """In "from 60 to 70%" and in "2.3 and 2.5 times" the unit is that of both numbers; in "2019 and 70%" it is not."""
    joined = match["join"].strip() == "to" or (match["unit"] and unit_of(match["unit"]).kind in _SHARED)
    return match["unit"] if joined and not _YEAR.fullmatch(match["low"]) else None


def _quantity(match: re.Match[str], parts: tuple[str, ...], unit: str | None, end: int) -> Quantity | None:
    text = match.string
    if _BROKEN_OFF.match(text, end) and not (unit and text[end] in "/-"):
        return None
    start, numbers = match.start(parts[0]), tuple(_number(match[part]) for part in parts)
    written = "-".join(match[part] for part in parts)
    sign: Sign = "+" if text[start - 1 : start] == "+" else "-" if text[start - 1 : start] in ("-", "−") else ""
    return Quantity(start, end, match.end(parts[-1]), written, numbers, unit_of(unit) if unit else None, sign)


def _spelled(text: str) -> Iterator[Quantity]:
    for match in _SPELLED.finditer(text):
        word = match["whole"] or match["word"]
        parts = re.split(r"[\s-]", word.lower())
        number = _WORDS[parts[0]] * (_SCALES[parts[1]] if len(parts) > 1 else 1)
        unit = unit_of(match["unit"]) if match["unit"] else unit_of("x") if match["whole"] else None
        if parts[0] == "an" and (unit is None or unit.kind != "factor"):  # "an F1 of 0.83"
            continue
        number_end = match.end("whole" if match["whole"] else "word")
        yield Quantity(match.start(), match.end(), number_end, f"{number:.12g}", (number,), unit, "")


def _number(written: str) -> float:
    digits = re.match(_DIGITS, written)
    assert digits is not None
    return float(digits[0].replace(",", "")) * _SCALES.get(written[digits.end() :].strip().lower(), 1)
