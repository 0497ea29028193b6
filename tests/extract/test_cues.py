"""Words that tell what a sentence does."""

from __future__ import annotations

import pytest

from kg.extract.cues import approach, cue, doing, rhetoric, trend


@pytest.mark.parametrize(
    ("word", "stem", "kind"),
    [
        ("outperforms", "outperform", "compare"),
        ("than", "than", "compare"),
        ("thank", None, None),
        ("pre-trained", "pre-train", "train"),
        ("evaluated", "evaluat", "evaluate"),
        ("used", "used", "use"),
        ("useful", None, None),
        ("<Method>", None, None),
        ("heath", None, None),
    ],
)
def test_a_telling_word_is_known_by_its_stem(word: str, stem: str | None, kind: str | None) -> None:
    assert (cue(word), doing(word)) == (stem, kind)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("faster", ("better", "faster")),
        ("slower", ("worse", "slow")),
        ("higher", ("up", "higher")),
        ("reduces", ("down", "reduc")),
        ("achieving", ("level", "achiev")),
        ("of", ("level", "of")),
        ("offer", None),
        ("<Metric>", None),
    ],
)
def test_a_word_says_which_way_something_goes(word: str, found: tuple[str, str] | None) -> None:
    assert trend(word) == found


def test_how_a_sentence_comes_to_a_mention() -> None:
    items = ["we", "train", "<Method>", "with", "<Method>", "and", "evaluate", "it", "on", "the", "<Dataset>"]
    assert approach(items, 0, len(items) - 1) == ("evaluate", "train", "on", 0)
    assert approach(items, 0, 4) == ("train", "-", "with", 1)
    assert approach(items, 2, 4) == ("-", "-", "with", 1)
    assert approach(items, 0, 0) == ("-", "-", "-", 0)


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        ("Sorting letters", True, "T"),
        ("Letters are old.", False, "---"),
        ("We present moss.", False, "WP-"),
        ("Our experiments follow.", False, "W-R"),
        ("Ferns outperform moss.", False, "--R"),
    ],
)
def test_a_sentence_is_of_a_kind(text: str, title: bool, kind: str) -> None:
    assert rhetoric(text, title) == kind
