"""Units of measured claims: how they are written and what they measure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

UnitKind = Literal[
    "percent", "points", "factor", "time", "data", "rate", "compute", "energy", "length", "score", "count"
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its usual symbol, and the kind of thing that it measures."""

    symbol: str
    kind: UnitKind


_SCORES = (
    r"(?:sacre|sp|Sacre)?BLEU(?:-\d)?\b|chrF(?:\+\+)?|ROUGE(?:-[12L])?\b|METEOR\b|COMET\b|F1\b|[mwc]?AP(?:50|75)?\b"
    r"|m?IoU\b|PSNR\b|SSIM\b|nDCG\b|NDCG\b|MRR\b|WER\b|CER\b|FID\b|AUC\b|AUROC\b|Elo\b|ppl\b|PPL\b"
)
#: Pattern, symbol ("" keeps what is written) and kind; the first that fits counts, so longer ones stand first.
_WRITTEN: tuple[tuple[str, str, UnitKind], ...] = (
    (rf"(?:(?:{_SCORES})\s)?percentage[\s-]points?\b|percent[\s-]points?\b|%[\s-]points?\b|p\.?p\.?(?![\w])|%p\b",
     "percentage points", "points"),
    (rf"(?:(?:absolute|average|{_SCORES})\s)?points?\b|pts?\b", "points", "points"),
    (r"\\?%|\bper\s?cent\b|percent(?:age)?\b", "%", "percent"),
    (r"\$?\\times\b\$?|[x×X](?!\w|\.\d)|times\b|folds?\b", "x", "factor"),
    (r"orders?[\s-]of[\s-]magnitude\b", "orders of magnitude", "factor"),
    (r"(?:tokens?|images?|samples?|frames?|queries|requests?|steps?|tuples?|records?|rows?|operations?|instructions?"
     r"|cycles?|sentences?|words?|documents?)\s?(?:/\s?|per\s|a\s)(?:s(?:ec(?:ond)?)?|minute|min|hour|day)\b",
     "", "rate"),
    (r"FPS\b|fps\b|frames\sper\ssecond\b|QPS\b|qps\b|TPS\b|IOPS\b|[KMGT]?bps\b|[kMGT]?bit/s\b|k?Hz\b|[MG]Hz\b",
     "", "rate"),
    (r"[KMGTP]i?B(?:/s|ps)\b|[KMGTP]i?B\sper\ssecond\b", "", "rate"),
    (r"[kMGTPE]?FLOPS?(?:/s)?(?:/W)?\b|[kMGTPE]?FLOPs(?:/s)?\b|(?:tera|giga|peta|exa|mega)(?:flops?|FLOPS?|FLOPs)(?:/s)?\b"
     r"|[kMGTP]?OPS(?:/W)?\b|MACs\b|[GM]MACs\b", "", "compute"),
    (r"[KMGTPk]i?Bs?\b|(?:kilo|mega|giga|tera|peta)?bytes?\b|bits?\sper\s\w+\b", "", "data"),
    (r"(?:nano|micro|milli)?seconds?\b|secs?\b|minutes?\b|mins?\b|hours?\b|hrs?\b|days?\b|weeks?\b|months?\b|years?\b"
     r"|(?:GPU|CPU|TPU)[\s-](?:hours?|days?)\b|[mnµμu]s\b|s\b|h\b", "", "time"),
    (r"[mkM]?W\b|[mkM]?J\b|(?:milli|kilo|mega)?(?:watts?|joules?)\b|[kM]Wh\b|dBm?\b", "", "energy"),
    (r"[mcknµ]?m\b|(?:centi|milli|kilo|nano)?met(?:er|re)s?\b|mm\^?2\b|degrees?\b|°", "", "length"),
    (_SCORES, "", "score"),
    (r"parameters?\b|params?\b|tokens?\b|examples?\b|samples?\b|layers?\b|steps?\b|queries\b|users?\b|labels?\b"
     r"|annotations?\b|documents?\b|images?\b", "", "count"),
)  # fmt: skip

#: All units; a word boundary before it is the caller's to see to.
UNIT_PATTERN = "(?:" + "|".join(f"(?:{pattern})" for pattern, _, _ in _WRITTEN) + ")"
_COMPILED = tuple((re.compile(pattern), symbol, kind) for pattern, symbol, kind in _WRITTEN)


def unit_of(written: str) -> Unit:
    """Return the unit that `UNIT_PATTERN` has matched.

    Raises ValueError for anything else.
    """
    for pattern, symbol, kind in _COMPILED:
        if pattern.fullmatch(written):
            return Unit(symbol or written, kind)
    raise ValueError(f"no unit: {written!r}")
