"""Tokens of abstracts: spaCy's English rules, with LaTeX, version numbers and hyphens as papers write them."""

from __future__ import annotations

from spacy.lang.char_classes import ALPHA
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # a compiled module without stubs
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

#: Written with a full stop that ends no sentence.
ABBREVIATIONS = (
    "e.g.", "i.e.", "et al.", "cf.", "vs.", "w.r.t.", "a.k.a.", "resp.", "approx.", "Fig.", "Figs.", "Eq.", "Eqs.",
    "Sec.", "Tab.", "Ref.", "Refs.", "No.", "Dr.", "St.", "viz.", "wrt.", "incl.", "al.", "E.g.", "I.e.",
)  # fmt: skip

_INFIXES = (
    r"[{}\\$~]",
    rf"(?<=[{ALPHA}0-9)\]}}])[-‐‑–—/](?=[{ALPHA}][a-z]{{2,}})",  # BERT-based, GPT-3-like, k-means
    rf"(?<=[{ALPHA}]{{2}})/(?=[{ALPHA}0-9])",
    r"(?<=\d%)-(?=\w)",
    rf"(?<=[{ALPHA})])\((?=[{ALPHA}0-9])",
    rf"(?<=[{ALPHA}0-9)])[,;:](?=[{ALPHA}])",
    rf"(?<=[{ALPHA}0-9)])[=<>≤≥≈](?=[+\-−~]?\.?\d)",  # F1=61.6, p<0.001
)
#: Pieces of text whose tokens are remembered. The known names alone fill the ten thousand that spaCy keeps otherwise.
_REMEMBERED = 100_000
_AFFIXES = (r"\\", r"\{", r"\}", r"\$", "~")


def install_tokenizer(nlp: Language) -> None:
    """Give a blank English pipeline the tokenizer for abstracts."""
    defaults = nlp.Defaults
    tokenizer = Tokenizer(
        nlp.vocab,
        rules={
            rule: case for rule, case in (defaults.tokenizer_exceptions or {}).items() if "'" in rule or "’" in rule
        },
        prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), *_AFFIXES]).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), *_AFFIXES]).search,
        infix_finditer=compile_infix_regex([*(defaults.infixes or ()), *_INFIXES]).finditer,
        max_cache_size=_REMEMBERED,
    )
    for abbreviation in ABBREVIATIONS:
        for word in abbreviation.split():
            tokenizer.add_special_case(word, [{"ORTH": word}])
    nlp.tokenizer = tokenizer
