"""Link prediction learns from earlier papers and is judged by later ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kg.analytics.prediction import SCORERS, CoUseTable, _spread, co_use_table, evaluate, predict
from kg.analytics.shares import timeline


def table(links_of: Any, papers: dict[str, list[str]]) -> CoUseTable:
    return co_use_table(links_of(papers), "Method", "Dataset")


def test_the_table_counts_papers_of_a_method_and_a_dataset(links_of: Any) -> None:
    found = table(links_of, {"p1": ["method/a", "dataset/x", "task/t"], "p2": ["method/a", "method/b", "dataset/x"]})
    assert (found.heads, found.tails) == (("method/a", "method/b"), ("dataset/x",))
    assert found.papers.toarray().tolist() == [[2.0], [1.0]]


def test_scores_by_hand(links_of: Any) -> None:
    # a: x, y; b: x.  So b is to get y, by way of x and a.
    found = table(links_of, {"p1": ["method/a", "dataset/x", "dataset/y"], "p2": ["method/b", "dataset/x"]})
    scores = {name: score(found)([0, 1]) for name, score in SCORERS.items()}
    assert scores["popularity"].tolist() == [[2, 1], [2, 1]]
    # The cosine of x and y is 1 / √2; b has x alone.
    assert scores["common heads"][1] == pytest.approx([1, 0.5**0.5])
    # The one path b-x-a-y over √(2 papers of x · 2 datasets of a).
    assert scores["paths of three"][1][1] == pytest.approx(1 / 2)
    assert np.isfinite(scores["factorisation"]).all()


@pytest.mark.parametrize("scorer", sorted(SCORERS))
def test_what_others_use_with_the_same_is_predicted_and_what_is_known_is_not(links_of: Any, scorer: str) -> None:
    papers = {f"p{i}": [f"method/m{i}", "dataset/x", "dataset/y"] for i in range(4)}
    papers["q"] = ["method/new", "dataset/x"]
    papers["r"] = ["method/else", "dataset/z"]
    found = predict(table(links_of, papers), "method/new", scorer, 5)
    assert found[0].tail == "dataset/y"
    assert "dataset/x" not in [p.tail for p in found]
    assert predict(table(links_of, papers), "method/unheard", scorer, 5) == []


def corpus(links_of: Any, later: list[list[str]]) -> Any:
    papers = {f"old{i}": [f"method/m{i}", "dataset/x", "dataset/y"] for i in range(6)}
    papers["old6"] = ["method/new", "dataset/x"]
    papers |= {f"old{i}": ["method/else", f"dataset/z{i}"] for i in range(7, 13)}
    papers |= {f"new{i}": having for i, having in enumerate(later)}
    papers |= {f"blank{i}": [] for i in range(12 - len(later))}
    return links_of(papers, {p: "2019" if p.startswith("old") else "2023" for p in papers})


def test_a_prediction_that_comes_true_is_a_hit_and_wins_against_what_stays_apart(links_of: Any) -> None:
    links = corpus(links_of, [["method/new", "dataset/y"]])
    found = {e.scorer: e for e in evaluate(links, timeline(links), "Method", "Dataset")}
    assert list(found) == list(SCORERS)
    assert {(e.auc, e.hits, e.new_pairs, e.heads) for name, e in found.items() if name != "factorisation"} == {
        (1.0, 1.0, 1, 1)
    }


def test_what_nobody_could_know_does_not_count(links_of: Any) -> None:
    # A method that the earlier half lacks, and a pair that it has.
    links = corpus(links_of, [["method/unheard", "dataset/y"], ["method/m0", "dataset/x"]])
    assert evaluate(links, timeline(links), "Method", "Dataset") == []


def test_without_dates_nothing_can_be_evaluated(links_of: Any) -> None:
    links = links_of({"p1": ["method/a", "dataset/x"]})
    assert evaluate(links, timeline(links), "Method", "Dataset") == []


def test_a_wrong_scorer_loses(links_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    links = corpus(links_of, [["method/new", "dataset/y"]])
    monkeypatch.setattr("kg.analytics.prediction._CHUNK", 1)
    monkeypatch.setitem(SCORERS, "contrary", lambda known: lambda rows: -SCORERS["popularity"](known)(rows))  # type: ignore[arg-type]
    (contrary,) = [e for e in evaluate(links, timeline(links), "Method", "Dataset") if e.scorer == "contrary"]
    assert contrary.auc == 0.0


def test_of_very_many_heads_some_are_tested_at_even_distances(links_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"method/new{i}" for i in range(5)]
    old = {f"old{i}": [name, "dataset/x"] for i, name in enumerate(names)} | {"old": ["method/m", "dataset/y"]}
    new = {f"new{i}": [name, "dataset/y"] for i, name in enumerate(names)} | {"new": []}
    links = links_of(old | new, {p: "2019" if p.startswith("old") else "2023" for p in old | new})
    for most, tested in ((9, 5), (5, 5), (2, 2)):
        monkeypatch.setattr("kg.analytics.prediction.MOST_TESTED", most)
        found = evaluate(links, timeline(links), "Method", "Dataset")
        assert {(e.heads, e.new_pairs) for e in found} == {(tested, tested)}
    assert _spread({row: [row] for row in range(3, 10)}, 3) == {3: [3], 5: [5], 7: [7]}
