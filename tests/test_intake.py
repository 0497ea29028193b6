"""Keeping a store up to date: whatever came and went, the graph is that of a build from scratch."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.build import build_store, remove_papers
from kg.corpus.paper import Paper
from kg.errors import EmptyCorpusError
from kg.extract.pipeline import pipeline_version
from kg.extract.record import Mention, Record, Relation
from kg.graph.export import export_store
from kg.graph.store import StoreFolder
from kg.settings import Settings
from kg.summary import BuildSummary

SETTINGS = Settings(processes=1)
Corpus = Sequence[tuple[str, str]]

#: Texts whose names mean one thing or another, depending on which other papers are there.
TEXTS = (
    "quiet zebra filter (QZF) beats BM25",
    "quick zone forest (QZF) beats ColBERT",
    "QZF and RAG on it",
    "retrieval-augmented generation (RAG) with QZFs",
    "quiet zebra filters",
    "nothing",
)
_NAME = re.compile(r"quiet zebra filters?|quick zone forest|QZFs?|RAG|BM25|ColBERT|retrieval-augmented generation")
_PAIR = re.compile(r"([a-z][a-z -]+) \(([A-Z]+)\)")


def quick_extraction(papers: Iterable[Paper], *_: object) -> Iterator[Record]:
    """Extract as the pipeline would, without its cost."""
    for paper in papers:
        text = paper.abstract
        mentions = (
            Mention("abstract", m.start(), m.end(), "Method", m.group(), 0, len(text), "known_names", 0.9)
            for m in _NAME.finditer(text)
        )
        pairs = (
            Relation(m.group(2), "Method", "aliasOf", m.group(1), "Method", "abstract", 0, len(text), 0.9)
            for m in _PAIR.finditer(text)
        )
        version = pipeline_version(SETTINGS.min_confidence)
        yield Record(paper.id, paper.title, text, tuple(mentions), (), tuple(pairs), (), version)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.records.extract_papers", quick_extraction)


def build(papers: Corpus, store: Path, sync: bool = False) -> BuildSummary:
    corpus = store.with_suffix(".jsonl")
    lines = [json.dumps({"id": id, "title": "A Title", "abstract": text}) for id, text in papers]
    corpus.write_text("\n".join(lines))
    return build_store([str(corpus)], store, SETTINGS, sync=sync)


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export_store(store, out)
    return out.getvalue()


def from_scratch(papers: Corpus) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        build(papers, Path(name) / "store")
        return exported(Path(name) / "store")


corpora = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(TEXTS)), min_size=1, max_size=5)


@settings(max_examples=12, deadline=None)
@given(st.lists(corpora, min_size=2, max_size=3))
def test_a_store_in_sync_with_a_corpus_equals_a_build_of_it_from_scratch(versions: list[Corpus]) -> None:
    with tempfile.TemporaryDirectory() as name:
        for papers in versions:
            build(papers, Path(name) / "store", sync=True)
        assert exported(Path(name) / "store") == from_scratch(versions[-1])


steps = st.lists(st.tuples(st.booleans(), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))), max_size=3)


@settings(max_examples=12, deadline=None)
@given(steps)
def test_any_sequence_of_adding_changing_and_removing_equals_a_build_of_what_is_left(
    steps: list[tuple[bool, dict[str, int]]],
) -> None:
    held = {"z": TEXTS[2]}
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "store"
        build(list(held.items()), store)
        for removes, choice in steps:
            if removes:
                gone = sorted(choice.keys() & held.keys())
                remove_papers(gone, store, SETTINGS)
                held = {id: text for id, text in held.items() if id not in gone}
            else:
                # each paper has texts of its own, for two papers of one text are one paper
                changed = {id: f"{TEXTS[(ord(id) + n) % 5]} in {id}" for id, n in choice.items()}
                held |= changed
                if changed:
                    build(list(changed.items()), store)
        assert exported(store) == (from_scratch(sorted(held.items())) if held else b"")
        assert (snapshot := StoreFolder.open(store).current()).quads == len(Store.read_only(str(snapshot.graph)))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of papers a and b."""
    build([("a", TEXTS[0]), ("b", TEXTS[2])], tmp_path / "store")
    return tmp_path / "store"


def test_papers_that_are_gone_stay_unless_the_store_is_to_be_in_sync(store: Path) -> None:
    kept = build([("b", TEXTS[2]), ("c", TEXTS[1])], store)
    assert (kept.added, kept.removed, kept.unchanged, kept.papers) == (1, 0, 1, 3)
    synced = build([("b", TEXTS[2]), ("c", TEXTS[1])], store, sync=True)
    assert (synced.added, synced.removed, synced.unchanged, synced.papers) == (0, 1, 2, 2)


def test_a_sync_that_changes_nothing_publishes_nothing(store: Path) -> None:
    summary = build([("b", TEXTS[2]), ("a", TEXTS[0])], store, sync=True)
    assert (summary.unchanged, summary.removed, summary.snapshot) == (2, 0, "000001")


def test_a_sync_with_a_corpus_of_no_papers_removes_none(store: Path) -> None:
    before = exported(store)
    with pytest.raises(EmptyCorpusError):
        build([("a", "")], store, sync=True)
    assert exported(store) == before


def test_in_sync_a_text_may_move_to_another_id(store: Path) -> None:
    summary = build([("c", TEXTS[0]), ("b", TEXTS[2])], store, sync=True)
    assert (summary.added, summary.removed, summary.skipped) == (1, 1, ())
    assert exported(store) == from_scratch([("c", TEXTS[0]), ("b", TEXTS[2])])


@pytest.mark.parametrize("order", [list, lambda papers: list(reversed(papers))], ids=["before", "after"])
def test_a_text_that_a_paper_gives_up_may_be_anothers(
    store: Path, order: Callable[[list[tuple[str, str]]], list[tuple[str, str]]]
) -> None:
    summary = build(order([("c", TEXTS[0]), ("a", TEXTS[1])]), store)
    assert (summary.added, summary.replaced, summary.skipped) == (1, 1, ())
    assert exported(store) == from_scratch([("a", TEXTS[1]), ("b", TEXTS[2]), ("c", TEXTS[0])])


def test_a_text_that_another_paper_keeps_is_skipped(store: Path) -> None:
    (skipped,) = build([("c", TEXTS[0])], store).skipped
    assert (skipped.reason, skipped.detail) == ("duplicate title and abstract", "as in paper a of the store")
