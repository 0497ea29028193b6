"""The normal form of a name: two surfaces of one name share it, two versions of a thing do not."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.corpus.cleaning import plain_text
from kg.resolve.singular import singular

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ACRONYM_PLURAL = re.compile(r"(?<![^\W_])([A-Z][A-Z0-9]+|[A-Z0-9]*[0-9])s(?![^\W_])")
_APOSTROPHE = re.compile(r"['’‘ʼ`´]s(?![^\W_])|['’‘ʼ`´]")
_AT = re.compile(r"@")
_SHARP = re.compile(r"(?<=[^\W_])[#♯]")
_STAR = re.compile(r"(?<=[^\W_])[*⋆∗]")
_PLUS = re.compile(r"(?<=[^\W_])\s*\+\s*(?=[^\W_])")
_DOT_IN_WORD = re.compile(r"(?<!\d)\.|\.(?!\d)")
_SEPARATOR = re.compile(r"[^\w.+]+|_+")
_PREFIXES = frozenset({"pre", "multi", "non", "semi"})
_GREEK = str.maketrans(
    {
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
        "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma",
        "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    }
)  # fmt: skip
_SPELLINGS = (
    (re.compile(r"isation"), "ization"),
    (re.compile(r"(optim|token|summar|quant|normal|vector)is(?=e|ing)"), r"\1iz"),
    (re.compile(r"(neighb|behavi|col)our"), r"\1or"),
    (re.compile(r"(model|label)l(?=ed|ing)"), r"\1"),
    (re.compile(r"\bfine (?=tun)"), "fine"),
    (re.compile(r"\bdata set\b"), "dataset"),
)


@lru_cache(maxsize=200_000)
def normal_form(surface: str) -> str:
    """Return the form that all spellings of a name share: `LLaMA-2`, `Llama 2` and `LLaMA 2` give `llama2`.

    Letter case, accents, hyphens, slashes and spaces, plurals, content in brackets, LaTeX and British spelling make no
    difference; numbers do: `GPT-3` gives `gpt3`, `GPT-3.5` gives `gpt3.5`. A number is joined to the word before it.
    Idempotent, and empty only for a surface of white space.
    """
    folded = _fold(_ACRONYM_PLURAL.sub(r"\1", unicodedata.normalize("NFKC", plain_text(surface))))
    while (further := _fold(folded)) != folded:
        folded = further
    return folded


def _fold(text: str) -> str:
    """Return the text folded once; folding again may find a plural or a number that folding has laid bare."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_GREEK)
    plain = _without_brackets(plain)
    plain = _AT.sub(" at ", _SHARP.sub("sharp", _STAR.sub(" star", _APOSTROPHE.sub("", plain))))
    plain = _DOT_IN_WORD.sub("", _PLUS.sub("+", plain))
    words = [singular(word) for word in _SEPARATOR.sub(" ", plain).split()]
    return _british_to_american(" ".join(_joined(words))) or " ".join(text.casefold().split())


def _without_brackets(text: str) -> str:
    """Return the text without what stands in brackets, unless nothing else is left."""
    rest = _BRACKETED.sub(" ", text)
    return rest if any(c.isalnum() for c in rest) else text


def _joined(words: list[str]) -> list[str]:
    """Join a number to the word of letters before it and a prefix to the word after it."""
    joined: list[str] = []
    for word in words:
        previous = joined[-1] if joined else ""
        if (previous.isalpha() and word[0].isdigit()) or (previous in _PREFIXES and word.isalpha()):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _british_to_american(text: str) -> str:
    for british, american in _SPELLINGS:
        text = british.sub(american, text)
    return text
