"""Plain text out of LaTeX, JATS, HTML entities and typesetting, with a map back to the text as the user holds it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

#: What a match is replaced by: texts, and the numbers of groups that stay.
Parts = Iterable[str | int]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plain:
    """A cleaned text: its character `i` comes from `inner[i]` of the original, with the markup around it `outer[i]`."""

    text: str
    source: str
    inner: tuple[Span, ...]
    outer: tuple[Span, ...]

    def original(self, start: int, end: int) -> Span:
        """Return the offsets in the original of a non-empty span of the cleaned text.

        Markup around the span stays out, unless only a part of the span is marked up: `Efficient` leads to
        `\\textbf{E}fficient`.
        """
        begin, stop = self.inner[start][0], self.inner[end - 1][1]
        return (begin, stop) if _balanced(self.source[begin:stop]) else (self.outer[start][0], self.outer[end - 1][1])


def plain(text: str) -> Plain | None:
    """Return the cleaned text, or None when there is nothing to clean, which is the common case."""
    if not _SUSPECT.search(text):
        return None
    spans = tuple((i, i + 1) for i in range(len(text)))
    cleaned = Plain(text, text, spans, spans)
    for pattern, parts in _STEPS:
        while (further := _replaced(cleaned, pattern, parts)).text != cleaned.text:
            cleaned = further
            if pattern not in _NESTING:
                break
    return cleaned if cleaned.text != text else None


def plain_text(text: str) -> str:
    """Return the cleaned text alone."""
    cleaned = plain(text)
    return cleaned.text if cleaned else text


def _balanced(text: str) -> bool:
    """Say whether every brace and dollar sign of a text has its partner in it."""
    return text.count("{") == text.count("}") and text.count("$") % 2 == 0


def _replaced(old: Plain, pattern: re.Pattern[str], parts: Callable[[re.Match[str]], Parts]) -> Plain:
    """Return the text with each match replaced; what a group keeps at a match's edge has the match around it."""
    pieces: list[str] = []
    inner: list[Span] = []
    outer: list[Span] = []
    position = 0

    def keep(begin: int, end: int) -> None:
        pieces.append(old.text[begin:end])
        inner.extend(old.inner[begin:end])
        outer.extend(old.outer[begin:end])

    for match in pattern.finditer(old.text):
        keep(position, match.start())
        position, first = match.end(), len(outer)
        whole = old.outer[match.start()][0], old.outer[match.end() - 1][1]
        for part in parts(match):
            if isinstance(part, int):
                keep(*match.span(part))
            else:
                pieces.append(part)
                inner.extend([whole] * len(part))
                outer.extend([whole] * len(part))
        if len(outer) > first:
            outer[first] = (whole[0], outer[first][1])
            outer[-1] = (outer[-1][0], whole[1])
    keep(position, len(old.text))
    return Plain("".join(pieces), old.source, tuple(inner), tuple(outer))


@lru_cache(maxsize=10_000)
def _symbol(macro: str) -> str:
    """Return what a LaTeX macro without content prints; one that is not known prints its name."""
    name = macro.lstrip("\\").rstrip("{} \\")
    printed = getattr(_macros().get_macro_spec(name), "simplify_repl", None)
    return printed if isinstance(printed, str) and printed.strip() and "%" not in printed else name


@lru_cache(maxsize=1)
def _macros() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db  # here: most texts hold no LaTeX

    return get_default_latex_context_db()


@lru_cache(maxsize=1000)
def _letter(accented: str) -> str:
    """Return the letter that an accent macro with its argument prints."""
    from pylatexenc.latex2text import LatexNodes2Text

    return unicodedata.normalize("NFC", str(LatexNodes2Text().latex_to_text(accented)))


def _composed(match: re.Match[str]) -> Parts:
    return [unicodedata.normalize("NFC", match[0])]


def _entity(match: re.Match[str]) -> Parts:
    return [html.unescape(match[0])]


def _macro(match: re.Match[str]) -> Parts:
    return [_symbol(match[0].rstrip())]


def _accent(match: re.Match[str]) -> Parts:
    return [_letter(match[0])]


def _inside(match: re.Match[str]) -> Parts:
    return [1]


def _nothing(match: re.Match[str]) -> Parts:
    return []


def _space(match: re.Match[str]) -> Parts:
    return [" "]


_WRAPPER = re.compile(r"\\[A-Za-z]+\*?\s?\{([^{}]+)\}")
_BRACES = re.compile(r"\{([^{}]*)\}")
_LATEX_SIGN = re.compile(r"\\([&%_#${}])")
#: As pandoc tells maths from money: no space inside the dollar signs, no digit after the closing one; a macro is maths.
_MATHS = re.compile(r"\$\$?(?=\S)([^$]{1,200}?)(?<=\S)\$\$?(?!\d)")
_MATHS_OF_A_MACRO = re.compile(r"\$(\\[A-Za-z][^$]{0,80}?)\$")
_FONT_SWITCH = re.compile(r"\\(?:em|bf|it|tt|sc|rm|sf|sl|bfseries|itshape|ttfamily)\b\s*")
_INLINE_TAGS = "i|b|em|strong|sub|sup|sc|italic|bold|u|span|tt|a|inline-formula|xref|ext-link|named-content"
_BLOCK_TAGS = "p|sec|title|abstract|br|div|list|list-item|disp-formula|label|h[1-6]|ul|ol|li"

#: In this order: what comes later may rely on what went before.
_STEPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Parts]], ...] = (
    (re.compile(rf"</?(?:jats:)?(?:{_INLINE_TAGS})(?:\s[^<>]*)?/?>"), _nothing),
    (re.compile(rf"</?(?:jats:)?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>"), _space),
    (re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});"), _entity),
    (re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]"), _nothing),
    (re.compile(r"(?<=[A-Za-z])-\n(?!(?:and|or|to)\b)(?=[a-z])"), _nothing),
    (re.compile("[\ufb00-\ufb06]"), lambda match: [unicodedata.normalize("NFKC", match[0])]),
    (re.compile("[^\\W\\d_][\u0300-\u036f]+"), _composed),
    (re.compile(r"\\(?:cite[a-z]*|ref|label|footnote)\*?(?:\[[^\]]*\])?\{[^{}]*\}"), _nothing),
    (re.compile(r"\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}"), _inside),
    (re.compile(r"\\(?:['`^\"~=.]\s?(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])|[vcHkrud](?:\{\\?[A-Za-z]\}))"), _accent),
    (_MATHS_OF_A_MACRO, _inside),
    (_MATHS, _inside),
    (re.compile(r"\\[()\[\]]|\\-"), _nothing),
    (_FONT_SWITCH, _nothing),
    (_WRAPPER, _inside),
    (re.compile(r"\\[A-Za-z]+(?:\{\}|\\ )?"), _macro),
    (_LATEX_SIGN, _inside),
    (re.compile(r"\\[,;:!> ]|\\\\"), _space),
    (re.compile(r"(?<![\d)])[\^_]\{([^{}]*)\}"), _inside),
    (re.compile(r"(?<=[A-Za-z])\^(?=[\dA-Za-z*+])|(?<!\S)[\^_](?=\w)"), _nothing),
    (_BRACES, _inside),
    (re.compile(r"(?<=\w)~(?=\w)"), _space),
)
_NESTING = frozenset({_WRAPPER, _BRACES})
_SUSPECT = re.compile("[\\\\$~{}&<>\u00ad\u200b-\u200d\u2060\ufeff\ufb00-\ufb06\u0300-\u036f]|-\n")
