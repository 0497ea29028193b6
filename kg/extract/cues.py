"""Words that tell what a sentence does with the things that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

Trend = Literal["better", "worse", "up", "down", "level"]

#: What a stem at the start of a word says that is done, or thought, by kind of doing; `$` ends a word.
_STEMS: Mapping[str, str] = {
    "introduce": "propos introduc present develop design releas call name dub term",
    "compare": "outperform compar surpass exceed beat than$ over$ versus against baseline competitive unlike instead",
    "prior": "existing prior previous traditional conventional state-of-the-art recent current standard typical "
    "popular widely",
    "train": "train finetun fine-tun pretrain pre-train learn",
    "evaluate": "evaluat experiment benchmark test result demonstrat show dataset",
    "use": "use$ uses$ used$ using utiliz utilis employ leverag adopt apply applie based built build extend combin "
    "integrat incorporat inspired without",
    "gain": "improv achiev reduc increas acceler speed optimi scal",
    "lack": "suffer need limit challeng lack however while although requir rely relies motivat",
    "aim": "address solv tackl focus investigat explor study analy examin enabl support theor predict",
    "list": "such$ like$ includ consist compris contain namely",
    "run": "implement deploy run perform",
    "make": "generat creat construct collect",
}
_DOING: Mapping[str, str] = {stem: doing for doing, stems in _STEMS.items() for stem in stems.split()}
_CUE = re.compile("|".join(f"(?:{stem})" for stem in sorted(_DOING, key=len, reverse=True)))
_PREPOSITIONS = frozenset(
    ("on", "with", "over", "than", "by", "via", "for", "using", "to", "as", "from", "in", "of", "against", "through",
     "across", "into", "between")
)  # fmt: skip
#: How many words before a mention a preposition that governs it may stand.
_GOVERNED = 4
_BETTER = re.compile(
    r"improv|gain|better|faster|speed|boost|outperform|accelerat|enhanc|surpass|quick|superior|benefit|advanc|outpac|"
    r"beat|strengthen|optimi|ahead"
)
_WORSE = re.compile(r"wors|degrad|slow|deteriorat|underperform|behind|lag|inferior|sacrific|penalt")
_UP = re.compile(
    r"increas|higher|more$|rais|exceed|greater|larger|longer|up$|above$|doubl|tripl|lift|elevat|rise|rising|grow|"
    r"uparrow|amplif|extend|additional|expand|twice"
)
_DOWN = re.compile(
    r"reduc|decreas|lower|less|fewer|smaller|sav|cut|drop|short|cheap|shrink|down|minim|loss|declin|"
    r"fall|mitigat|suppress|omit|remov|eliminat|trim|slash|halv|discard|prun|compress|below$|underestimat|clos|narrow|"
    r"alleviat|overhead|away$"
)
_LEVEL = re.compile(
    r"achiev|reach|attain|obtain|yield|scor|with$|of$|at$|only$|retain|maintain|recover|accuracy|rate|using$|"
    r"require|need|while$"
)
_OF_THE_PAPER = re.compile(
    r"\b(?:we|our|this (?:paper|work|article|study|thesis|survey|report|tutorial)|in this|here,)\b", re.IGNORECASE
)
_CONTRIBUTING = re.compile(
    r"\b(?:propos|introduc|present|develop|design|releas|build|creat|construct|describ|investigat|explor|study|examin|"
    r"analy|show|evaluat|compar|demonstrat|argu|address|apply|use|train)\w*",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\b(?:outperform|improv|achiev|experiment|result|evaluat|reduc|increas|faster|compar|state-of-the-art|accura|"
    r"benchmark|show|demonstrat|surpass|speed)\w*",
    re.IGNORECASE,
)


@lru_cache(maxsize=50_000)
def cue(item: str) -> str | None:
    """Return the stem of a telling word, or None."""
    match = None if item.startswith("<") else _CUE.match(item)
    return match[0] if match else None


@lru_cache(maxsize=50_000)
def doing(item: str) -> str | None:
    """Return the kind of doing that a word tells of (`train`, `compare`, `use`), or None."""
    stem = cue(item)
    return None if stem is None else _DOING.get(stem) or _DOING[f"{stem}$"]


def approach(items: Sequence[str], start: int, stop: int) -> tuple[str, str, str, int]:
    """Return how a sentence comes to what stands at `stop`, looking back no farther than `start`.

    The nearest kind of doing, another one before it, the preposition (each `-` if there is none), and how many
    mentions stand after the nearest doing.
    """
    before = items[start:stop]
    governing = next((item for item in reversed(before[-_GOVERNED:]) if item in _PREPOSITIONS), "-")
    nearest = farther = "-"
    named = 0
    for item in reversed(before):
        kind = doing(item)
        if kind and nearest == "-":
            nearest = kind
        elif kind and kind != nearest:
            farther = kind
            break
        elif nearest == "-" and item[0] == "<":
            named += 1
    return nearest, farther, governing, min(named, 2)


@lru_cache(maxsize=50_000)
def trend(item: str) -> tuple[Trend, str] | None:
    """Return which way a word says that something goes, with the word's stem, or None."""
    if not item.startswith("<"):
        ways: tuple[tuple[re.Pattern[str], Trend], ...] = (
            (_BETTER, "better"),
            (_WORSE, "worse"),
            (_UP, "up"),
            (_DOWN, "down"),
            (_LEVEL, "level"),
        )
        for pattern, way in ways:
            if match := pattern.match(item):
                return way, match[0]
    return None


def speaks_of_the_paper(text: str) -> bool:
    """Say whether a sentence speaks of its own paper ("we", "this work"), not of the field."""
    return bool(_OF_THE_PAPER.search(text))


def rhetoric(text: str, title: bool) -> str:
    """Return what kind of sentence it is: of the title (`T`), or which of own (`W`), doing (`P`), reporting (`R`)."""
    if title:
        return "T"
    own = "W" if speaks_of_the_paper(text) else "-"
    return own + ("P" if _CONTRIBUTING.search(text) else "-") + ("R" if _REPORTING.search(text) else "-")
