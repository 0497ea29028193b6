"""Spellings of one name that have different normal forms: by spaces, articles, or a verb in the place of its noun."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
_SPACE = re.compile(r"(?<!\d) | (?!\d)")
_ARTICLE = re.compile(r" (as|for|in|of|on|with) (?:an?|the) ")
#: Letters and digits below which two names that differ by spaces alone may be different: `k s` and `KS`.
_SHORTEST = 4

#: What is done to a model or to data, and the name of doing it.
_NOUNS: Mapping[str, str] = {
    "distill": "distillation",
    "denoise": "denoising",
    "finetune": "finetuning",
    "hallucinate": "hallucination",
    "pretrain": "pretraining",
    "prune": "pruning",
    "quantize": "quantization",
    "rerank": "reranking",
    "retrain": "retraining",
    "train": "training",
    "tune": "tuning",
}
_NOUN_OF: Mapping[str, str] = {
    form: noun for verb, noun in _NOUNS.items() for form in (verb, f"{verb.removesuffix('e')}ed")
}


def unspaced(form: str) -> str | None:
    """Return a normal form without its spaces and articles, or None where too little would be left.

    Spaces between digits stay: `llama2 7b` is not `llama 27b`.
    """
    if " a " in form or " an " in form or " the " in form:  # as in few of many
        form = _ARTICLE.sub(r" \1 ", form)
    joined = _SPACE.sub("", form) if _BETWEEN_DIGITS.search(form) else form.replace(" ", "")
    return joined if len(joined) >= _SHORTEST else None


def noun_of(form: str) -> str | None:
    """Return the normal form that ends in the noun of the verb that a normal form ends in, or None."""
    start, space, last = form.rpartition(" ")
    noun = _NOUN_OF.get(last)
    return f"{start}{space}{noun}" if noun else None
