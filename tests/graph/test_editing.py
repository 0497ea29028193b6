"""Editing publishes a new snapshot or changes nothing; builds keep what they do not own and restore what they do."""

from __future__ import annotations

import io
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.build import build_store, remove_papers
from kg.errors import StoreLockedError, StoreMissingError
from kg.graph.editing import edited_files, editing
from kg.graph.export import export_store
from kg.graph.store import StoreFolder
from kg.settings import Settings

SETTINGS = Settings(processes=1)
MINE = NamedNode("https://example.org/mine")
NOTE = Quad(NamedNode("https://example.org/a"), NamedNode("https://example.org/b"), Literal("c"), MINE)


@pytest.fixture
def folder(store: Path, tmp_path: Path) -> StoreFolder:
    """A copy of the store of four papers, to be changed."""
    shutil.copytree(store, tmp_path / "store")
    return StoreFolder.open(tmp_path / "store")


def published(folder: StoreFolder) -> Store:
    return Store.read_only(str(folder.current().graph))


def exported(folder: StoreFolder) -> bytes:
    out = io.BytesIO()
    export_store(folder.path, out)
    return out.getvalue()


def paper(folder: StoreFolder, id: str) -> NamedNode:
    return NamedNode(f"{folder.base}/paper/{id}")


def test_an_edit_is_published_as_a_new_snapshot_with_its_counts(folder: StoreFolder) -> None:
    before = folder.current()
    with editing(folder, {MINE.value}) as store:
        store.add(NOTE)
    after = folder.current()
    assert after.name == f"{int(before.name) + 1:06}"
    assert (after.quads, after.papers, after.entities) == (before.quads + 1, before.papers, before.entities)
    assert NOTE in published(folder)
    assert len(published(folder)) == after.quads


def test_the_counts_follow_papers_and_entities_that_an_edit_takes_out(folder: StoreFolder) -> None:
    before = folder.current()
    with editing(folder) as store:
        store.remove_graph(paper(folder, "p1"))
        label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
        entity = next(store.quads_for_pattern(None, label, Literal("ColBERT"), None)).subject
        store.update(f"DELETE WHERE {{ GRAPH ?g {{ {entity} ?p ?o }} }}")
    after = folder.current()
    assert (after.papers, after.entities) == (before.papers - 1, before.entities - 1)


def test_an_edit_that_fails_changes_nothing(folder: StoreFolder) -> None:
    before = folder.current()
    with pytest.raises(SyntaxError), editing(folder) as store:
        [store.update(update) for update in ("CLEAR ALL", "CLEAR EVERYTHING")]
    assert folder.current() == before
    assert len(published(folder)) == before.quads


def test_what_is_done_to_the_store_after_the_edit_is_not_published(folder: StoreFolder) -> None:
    with editing(folder, {MINE.value}) as store:
        store.add(NOTE)
    with suppress(OSError):  # its files are gone
        store.clear()
    assert NOTE in published(folder)


def test_a_reader_of_the_old_snapshot_is_not_disturbed(folder: StoreFolder) -> None:
    reader = published(folder)
    size = len(reader)
    with editing(folder) as store:
        store.clear()
    assert len(reader) == size
    assert len(published(folder)) == 0


def test_two_edits_at_once_are_refused(folder: StoreFolder) -> None:
    with editing(folder), pytest.raises(StoreLockedError), editing(folder):
        pass


def test_a_store_without_a_snapshot_cannot_be_edited(tmp_path: Path) -> None:
    empty = StoreFolder.create(tmp_path / "new", "https://example.org/id")
    with pytest.raises(StoreMissingError), editing(empty):
        pass


def test_another_process_may_change_the_files(folder: StoreFolder) -> None:
    with edited_files(folder, {MINE.value}) as files:
        Store(str(files)).add(NOTE)
    assert NOTE in published(folder)


def test_builds_and_removals_keep_graphs_that_they_do_not_own(folder: StoreFolder, tmp_path: Path) -> None:
    unnamed = Quad(NOTE.subject, NOTE.predicate, NOTE.object, DefaultGraph())
    with editing(folder, {MINE.value}) as store:
        store.extend([NOTE, unnamed])
    corpus = tmp_path / "more.jsonl"
    corpus.write_text('{"id": "new", "title": "On ColBERT", "abstract": "We use ColBERT on MS MARCO."}\n')
    build_store([str(corpus)], folder.path, SETTINGS)
    remove_papers(["p1"], folder.path, SETTINGS)
    assert NOTE in published(folder)
    assert unnamed in published(folder)
    assert folder.current().quads == len(published(folder))


@pytest.mark.parametrize("named", [True, False], ids=["of a graph that is named", "of any graph"])
def test_the_next_build_restores_a_paper_that_was_edited(folder: StoreFolder, corpus: Path, named: bool) -> None:
    before = exported(folder)
    graph = paper(folder, "p2")
    with editing(folder, {graph.value} if named else None) as store:
        store.remove_graph(graph)
        store.add(Quad(NOTE.subject, NOTE.predicate, NOTE.object, graph))
    assert exported(folder) != before
    build_store([str(corpus)], folder.path, SETTINGS)
    assert exported(folder) == before


def test_the_next_build_restores_the_entities(folder: StoreFolder, corpus: Path) -> None:
    before = exported(folder)
    graph = NamedNode(f"{folder.base}/graph/entities")
    with editing(folder, {graph.value}) as store:
        store.clear_graph(graph)
    build_store([str(corpus)], folder.path, SETTINGS)
    assert exported(folder) == before


def test_a_build_with_nothing_new_stays_free_after_an_edit_of_a_graph_of_ones_own(
    folder: StoreFolder, corpus: Path
) -> None:
    with editing(folder, {MINE.value}) as store:
        store.add(NOTE)
    name = folder.current().name
    build_store([str(corpus)], folder.path, SETTINGS)
    assert folder.current().name == name
