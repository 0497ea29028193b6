"""Cleaning takes markup out of a text and keeps the way back to every character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus.cleaning import plain, plain_text


@pytest.mark.parametrize(
    ("original", "cleaned"),
    [
        (r"gains 11\% at 4.64$\times$ speed", "gains 11% at 4.64× speed"),
        (r"\textbf{E}fficient \textit{nets \emph{inside}}", "Efficient nets inside"),
        (r"M$^2$D-LIF and R$^{2}$ in $\mathcal{O}(n^2)$", "M2D-LIF and R2 in O(n2)"),
        (r"$10^5$ samples", "10^5 samples"),
        (r"Fr\'echet, Schr\"{o}dinger, Do\~nana, \v{c}, \O{}", "Fréchet, Schrödinger, Doñana, č, Ø"),
        (r"$\tau$-bench at $\sim$100 frames and 2$\times$2 grids", "τ-bench at ∼100 frames and 2×2 grids"),
        (r"{\em known} as \ourmethod{} or \sysname", "known as ourmethod or sysname"),
        (r"see \cite{someone2020} and \href{https://e.org}{the page}", "see  and the page"),
        (r"an \(m\)-class task, task\-specific, 5\,ms, 0.35~m/s", "an m-class task, taskspecific, 5 ms, 0.35 m/s"),
        ("<jats:p>We use <jats:italic>BERT</jats:italic> &amp; GPT &lt; 4</jats:p>", " We use BERT & GPT < 4 "),
        ("e\u0301tude, e\ufb03cient, co\u00adoperate", "étude, efficient, cooperate"),
        ("is ap-\nplicable, high-\nand low-level", "is applicable, high-\nand low-level"),
    ],
)
def test_markup_becomes_what_it_prints(original: str, cleaned: str) -> None:
    assert plain_text(original) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6 more",
        "by ~20%",
        "answers in <answer> tags",
        "a plain text",
        "x < 3 and y > 4",
        "R&D",
        "state-of-the-art",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) is None


def test_a_span_leads_back_to_all_that_it_was_made_of() -> None:
    original = r"On \textbf{E}fficient Fr\'echet \emph{nets}"
    cleaned = plain(original)
    assert cleaned is not None

    def source(words: str) -> str:
        begin = cleaned.text.index(words)
        start, end = cleaned.original(begin, begin + len(words))
        return original[start:end]

    assert [source(w) for w in ("Efficient", "Fréchet", "nets")] == [r"\textbf{E}fficient", r"Fr\'echet", "nets"]


@given(st.text(alphabet=st.sampled_from(r"ab \{}$^_~&;<>/'-%1" + "\n\u0301\ufb01"), max_size=60))
def test_any_text_is_cleaned_with_a_map_that_stays_in_order_and_in_bounds(original: str) -> None:
    cleaned = plain(original)
    if cleaned is None:
        return
    assert len(cleaned.text) == len(cleaned.inner) == len(cleaned.outer)
    assert list(cleaned.inner) == sorted(cleaned.inner)
    for (start, end), (begin, stop) in zip(cleaned.inner, cleaned.outer, strict=True):
        assert 0 <= begin <= start < end <= stop <= len(original)


@given(st.text(alphabet=st.characters(categories=["L", "Nd", "Zs"], max_codepoint=0x2FF), max_size=40))
def test_a_text_without_markup_stays_as_it_is(text: str) -> None:
    assert plain(text) is None
