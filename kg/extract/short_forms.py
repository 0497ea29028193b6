"""Short forms: whether one name abbreviates another, and which part of the other it stands for.

Schwartz and Hearst (PSB 2003) ask that the letters of the short form stand in the long form in their order, the first
of them at the beginning of a word. Beside that: a plural's s, a digit that counts or stands for a word (`S3T` for
spiking state-space topology, `E2E` for end-to-end), an X for `ex` or `cross`, a cut-off (`mAP@5`), and words in front
that belong to the long name alone (in `open large language models (LLMs)` three words are spelled).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+|\d+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CUT_OFF = re.compile(r"@[\w.]+$|[$\\]+")
_COUNTED = re.compile(r"([a-z])([2-5])|([2-5])([a-z])")
_FOR_WORDS = (("2", "to"), ("4", "for"))
_FOR_X = ("ex", "cross", "trans")
_UNSPELLED = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"}
)


@lru_cache(maxsize=50_000)
def spelled_part(short: str, long: str) -> str | None:
    """Return the part of a long form, up to its end, that a short form spells; None when it spells none of it.

    >>> spelled_part("LLMs", "open large language models")
    'large language models'
    >>> spelled_part("REST", "sparse retrieval") is None
    True
    """
    readings = list(_readings(short))
    starts = [match.start() for match in _WORD.finditer(long)]
    humps = sorted({*starts, *(match.start() for match in _HUMP.finditer(long))})
    words = [long[start:end].strip().lower() for start, end in pairwise([*humps, len(long)])]
    whole = range(1)
    for tried, spells in ((whole, _by_initials), (range(1, len(words)), _by_initials), (whole, _by_letters)):
        for i in tried:
            if any(spells(reading, words[i:]) for reading in readings):
                return long[humps[i] :] if i else long
    within = (i for i in range(1, len(words) - 1) if any(_by_letters(reading, words[i:]) for reading in readings))
    return next((long[humps[i] :] for i in within), None)


def _readings(short: str) -> Iterator[str]:
    """Yield the letters and digits of a short form, and what its digits may stand for."""
    bare = _CUT_OFF.sub("", short)
    if len(bare) > 2 and bare.endswith("s") and not bare.isupper():
        bare = bare[:-1]
    letters = "".join(c for c in bare.lower() if c.isalnum())
    if len(letters) < 2 or not any(c.isalpha() for c in letters):
        return
    yield letters
    yield _COUNTED.sub(lambda m: m[1] * int(m[2]) if m[1] else m[4] * int(m[3]), letters)
    for digit, word in _FOR_WORDS:
        yield letters.replace(digit, word)
        yield letters.replace(digit, word[0])


def _by_initials(letters: str, words: list[str]) -> bool:
    """Say whether the letters are the first ones of all words, or of all but small ones."""
    initials = "".join(_initial(word) for word in words)
    spoken = "".join(_initial(word) for word in words if word not in _UNSPELLED)
    return letters in (initials, spoken)


def _by_letters(letters: str, words: list[str]) -> bool:
    """Say whether the letters stand in the words in their order, the first at the beginning."""
    if len(words) > min(len(letters) + 5, 2 * len(letters)):
        return False
    text = "".join(words)
    if letters[0] == "x" and text.startswith(_FOR_X):
        text = "x" + text
    rest = iter(text)
    return text[:1] == letters[0] and len(text) > len(letters) and all(letter in rest for letter in letters)


def _initial(word: str) -> str:
    return "x" if word.startswith("ex") and word not in ("expert", "experts") else word[:1]
