"""The sample that tells how right the links are is judged whole, and what was found wrong is not shipped any more."""

from __future__ import annotations

from collections import Counter

from training.links import DRAWN, RIGHT, Judged, draw, read_links, read_sample, report

SAMPLE = read_sample()


def judged(match: str, verdict: str, link: str = "wd:Q1") -> Judged:
    return Judged("Task", "bog", match, link, verdict, "why")


def test_the_sample_is_as_large_as_what_is_drawn_and_all_of_it_is_judged() -> None:
    assert Counter(link.vocabulary for link in SAMPLE) == DRAWN
    assert {link.verdict for link in SAMPLE} <= {"same", "near", "wrong"}
    assert [link.name for link in SAMPLE if not link.is_right and not link.why] == []


def test_what_was_found_right_is_shipped_and_what_was_found_wrong_is_not() -> None:
    shipped = {(link.type, link.name, link.match, link.link) for link in read_links()}
    there = {link: (link.type, link.name, link.match, link.link) in shipped for link in SAMPLE}
    assert [link.name for link, is_there in there.items() if is_there != link.is_right] == []


def test_nineteen_in_twenty_links_to_wikidata_are_right() -> None:
    of_wikidata = [link for link in SAMPLE if link.vocabulary == "wd"]
    assert sum(link.is_right for link in of_wikidata) / len(of_wikidata) >= 0.95


def test_a_close_match_claims_less_than_an_exact_one() -> None:
    assert [judged("exact", verdict).is_right for verdict in ("same", "near", "wrong")] == [True, False, False]
    assert [judged("close", verdict).is_right for verdict in ("same", "near", "wrong")] == [True, True, False]
    assert set(RIGHT) == {"exact", "close"}


def test_a_draw_is_the_same_each_time_and_takes_no_more_than_there_is() -> None:
    links = [judged("exact", "", f"wd:Q{number}") for number in range(1, 500)] + [judged("exact", "", "cso:bog")]
    assert draw(links) == draw(links) != draw(links, seed=1)
    assert Counter(link.vocabulary for link in draw(links)) == {"wd": 200, "cso": 1}
    assert len(set(draw(links))) == 201


def test_the_report_gives_precision_by_vocabulary_and_names_what_is_wrong() -> None:
    lines = report([judged("exact", "same"), judged("exact", "near"), judged("close", "near")])
    assert [line.partition("  (")[0] for line in lines] == [
        "wd   exact    1 of   2 right  precision 0.500",
        "wd   close    1 of   1 right  precision 1.000",
        "wd   all      2 of   3 right  precision 0.667",
        "  near: Task bog exact wd:Q1: why",
    ]
