"""The summary of a build, as text and as JSON."""

from __future__ import annotations

from dataclasses import replace

from kg.corpus.paper import Skipped
from kg.summary import BuildSummary

SUMMARY = BuildSummary(
    added=3, replaced=1, removed=0, unchanged=0,
    skipped=(Skipped("no title", "a.jsonl:2"), Skipped("duplicate id", "a.jsonl:5", "as in a.jsonl:1"),
             Skipped("no title", "a.jsonl:7"), Skipped("no abstract", "a.jsonl:9")),
    papers=1234, entities=5678, quads=1234567, snapshot="000002", seconds=1.25678,
)  # fmt: skip


def test_reasons_are_counted_the_most_frequent_first_then_by_name() -> None:
    assert list(SUMMARY.skipped_by_reason().items()) == [("no title", 2), ("duplicate id", 1), ("no abstract", 1)]


def test_the_text_says_what_was_done_and_what_the_graph_holds() -> None:
    assert SUMMARY.describe().splitlines() == [
        "Papers: 3 added, 1 replaced.",
        "Skipped or repaired: no title: 2; duplicate id: 1; no abstract: 1.",
        "The graph holds 1,234 papers, 5,678 entities and 1,234,567 statements (snapshot 000002, 1.3 s).",
    ]


def test_everything_skipped_is_listed_when_asked_for() -> None:
    assert SUMMARY.describe(list_skipped=True).splitlines()[2:6] == [
        "  a.jsonl:2: no title",
        "  a.jsonl:5: duplicate id (as in a.jsonl:1)",
        "  a.jsonl:7: no title",
        "  a.jsonl:9: no abstract",
    ]


def test_when_nothing_was_skipped_nothing_is_said_of_it() -> None:
    lines = replace(SUMMARY, skipped=(), removed=2).describe(list_skipped=True).splitlines()
    assert lines[0] == "Papers: 3 added, 1 replaced, 2 removed."
    assert len(lines) == 2


def test_a_run_without_papers_had_nothing_to_do() -> None:
    assert replace(SUMMARY, added=0, replaced=0).describe().splitlines()[0] == "Papers: nothing to do."


def test_the_json_holds_every_count_and_every_skipped_entry() -> None:
    assert replace(SUMMARY, skipped=SUMMARY.skipped[:2]).to_json() == {
        "added": 3,
        "replaced": 1,
        "removed": 0,
        "unchanged": 0,
        "skipped": {"duplicate id": 1, "no title": 1},
        "skipped_entries": [
            {"reason": "no title", "source": "a.jsonl:2", "detail": ""},
            {"reason": "duplicate id", "source": "a.jsonl:5", "detail": "as in a.jsonl:1"},
        ],
        "papers": 1234,
        "entities": 5678,
        "quads": 1234567,
        "snapshot": "000002",
        "seconds": 1.26,
    }
