"""Names and their short forms."""

from __future__ import annotations

import re

import pytest

from kg.extract.aliases import find_aliases, long_forms
from kg.extract.record import EntityType, Mention, Relation


def marked(text: str, *names: str, type: EntityType = "Method") -> list[Mention]:
    """A mention of each name wherever it stands as a word; a full stop ends a sentence."""
    ends = [m.end() for m in re.finditer(r"\.(?: |$)", text)] or [len(text)]
    found = []
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            end = next(e for e in ends if e >= match.end())
            start = max([0, *(e for e in ends if e <= match.start())])
            found.append(Mention("abstract", *match.span(), type, name, start, end, "reader", 0.9))
    return sorted(found, key=lambda m: m.start)


def pairs(text: str, *names: str) -> list[tuple[str, str]]:
    return [(r.head, r.tail) for r in find_aliases("", text, marked(text, *names))]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Reed trees (RTs) win.", ("Reed trees", "RTs"), [("RTs", "Reed trees")]),
        ("RT (reed tree) wins.", ("RT", "reed tree"), [("RT", "reed tree")]),
        ("Reed trees (RTs, old) win.", ("Reed trees", "RTs"), [("RTs", "Reed trees")]),
        ("Reed trees, that is RTs.", ("Reed trees", "RTs"), [("RTs", "Reed trees")]),
        ("Quality of results. The QoR grows.", ("Quality of results", "QoR"), []),
        ("Fern-moss sorting is old. FMS wins.", ("Fern-moss sorting", "FMS"), [("FMS", "Fern-moss sorting")]),
        ("FMS wins. Fern moss sorting is old.", ("FMS", "Fern moss sorting"), [("FMS", "Fern moss sorting")]),
        ("Sparse reeds (REST) win.", ("Sparse reeds", "REST"), []),
        ("Old reed trees (RTs) win.", ("Old reed trees", "RTs"), [("RTs", "Old reed trees")]),
        ("Fern-to-moss (F2M) wins.", ("Fern-to-moss", "F2M"), [("F2M", "Fern-to-moss")]),
        ("Reed trees and MOSS win.", ("Reed trees", "MOSS"), []),
        ("Reed trees (old) win. RT", ("Reed trees",), []),
    ],
)
def test_a_short_form_is_in_brackets_or_made_of_initials(
    text: str, names: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert pairs(text, *names) == expected


def test_names_of_two_types_are_no_aliases() -> None:
    text = "Reed trees (RTs) win."
    mentions = [*marked(text, "Reed trees"), *marked(text, "RTs", type="Dataset")]
    assert find_aliases("", text, mentions) == ()


def test_what_a_bracket_explains_keeps_that_meaning() -> None:
    assert pairs("Round tables (RT) and reed trees.", "Round tables", "RT", "reed trees") == [("RT", "Round tables")]


def test_a_pair_is_given_once_with_the_sentence_that_gives_it_first() -> None:
    text = "Moss grows. Reed trees (RTs) win. Reed trees (RTs) lose."
    (alias,) = find_aliases("", text, marked(text, "Reed trees", "RTs"))
    assert text[alias.sentence_start : alias.sentence_end].strip() == "Reed trees (RTs) win."
    assert (alias.relation, alias.field) == ("aliasOf", "abstract")
    assert 0 < alias.confidence < 0.9


def test_chains_of_aliases_are_followed_to_their_end() -> None:
    def alias(short: str, long: str) -> Relation:
        return Relation(short, "Method", "aliasOf", long, "Method", "abstract", 0, 0, 1.0)

    assert long_forms([alias("a1", "b"), alias("b", "fern")]) == {"a1": "fern", "b": "fern"}
    assert set(long_forms([alias("fern", "moss"), alias("moss", "fern")])) == {"fern", "moss"}
