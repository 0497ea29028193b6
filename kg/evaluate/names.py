"""When two surfaces, or two values, count as one in scoring.

This is the key that gold files are scored by. It is coarser than `kg.resolve.normal_form`, and kept apart from it on
purpose: a better way to resolve names must not change what a figure means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_JOINERS = re.compile(r"[\s\-‐-―_/]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Canonical = Callable[[str | None], str]


def name_key(surface: str | None) -> str:
    """Return what letter case, hyphenation and plural variants of one surface share."""
    words = _JOINERS.sub(" ", (surface or "").lower()).strip(" .,'\"“”").split()
    return " ".join(word[:-1] if _is_plural(word) else word for word in words)


def _is_plural(word: str) -> bool:
    if len(word) <= 3 or not word.endswith("s"):
        return False
    processor = word.endswith("pus") and len(word) == 4
    return processor or not word.endswith(("ss", "us", "is"))


def canonical_names(relations: Iterable[Mapping[str, Any]]) -> Canonical:
    """Return a function from a surface to the key of its long form, by the `aliasOf` relations of one paper."""
    long_forms = {name_key(r["head"]): name_key(r["tail"]) for r in relations if r["relation"] == "aliasOf"}

    def canonical(surface: str | None) -> str:
        key, seen = name_key(surface), set()
        while key in long_forms and key not in seen:
            seen.add(key)
            key = long_forms[key]
        return key

    return canonical


def value_key(value: object) -> str:
    """Return the numbers of a value, joined: `1,024` gives `1024.0`, `25–30` gives `25.0-30.0`."""
    text = str(value or "").lower().replace(",", "").replace("–", "-").replace("−", "-")
    return "-".join(str(float(number)) for number in _NUMBER.findall(text)) or text.strip()
