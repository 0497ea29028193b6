"""The singular of an English word, as far as comparing names needs it."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Plurals that no rule below gets right, and words in -s that are no plurals.
IRREGULAR: Mapping[str, str] = {
    "aliases": "alias",
    "analyses": "analysis",
    "axes": "axis",
    "biases": "bias",
    "caches": "cache",
    "cookies": "cookie",
    "corpora": "corpus",
    "corpuses": "corpus",
    "criteria": "criterion",
    "hypotheses": "hypothesis",
    "indices": "index",
    "lens": "lens",
    "matrices": "matrix",
    "mathematics": "mathematics",
    "movies": "movie",
    "physics": "physics",
    "robotics": "robotics",
    "series": "series",
    "species": "species",
    "statistics": "statistics",
    "ups": "up",
    "vertices": "vertex",
}

#: Plurals of words that end in another vowel than e, in which words are seldom plurals.
_VOWEL_PLURALS = frozenset(
    {
        "agendas", "algebras", "antennas", "areas", "cameras", "deltas", "dementias", "dilemmas", "embryos", "emojis",
        "eras", "formulas", "gliomas", "ideas", "lemmas", "llamas", "meningiomas", "memos", "menus", "panoramas",
        "personas", "photos", "portfolios", "quotas", "radios", "ratios", "replicas", "scenarios", "schemas", "silos",
        "studios", "videos",
    }
)  # fmt: skip

_PROCESSORS = re.compile(r"[acdfgilntvx]pus")
_AFTER_DIGIT = re.compile(r"[^\W_]*\d")


def singular(word: str) -> str:
    """Return the singular of a word in lower case; a word that is no plural comes back as it is.

    Words of three letters or fewer stay (`gps`, `aws`), and so do those in -ss, -us, -is, -as and -os (`loss`,
    `corpus`, `analysis`, `bias`, `qos`), which are seldom plurals, but for some (`cameras`, `videos`).
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    if not word.endswith("s"):
        return word
    if word in _VOWEL_PLURALS or _PROCESSORS.fullmatch(word) or _AFTER_DIGIT.fullmatch(word[:-1]):
        return word[:-1]
    if len(word) <= 3 or word.endswith(("ss", "us", "is", "as", "os")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]
