"""The catalogue is made once, kept beside its snapshot, and never the reason that a page waits."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.errors import StoreMissingError
from kg.graph.published import Published, PublishedSnapshot
from kg.query.writes import Writes
from kg.settings import Settings
from kg.web.catalogue import Catalogue
from kg.web.catalogue_file import read_catalogue, write_catalogue
from kg.web.catalogue_keeping import KeptCatalogue
from kg.web.catalogue_loading import FILE, load_catalogue, make_catalogue
from kg.web.site import CLASSES

SETTINGS = Settings(query_workers=1)
TYPES = tuple(CLASSES.values())


@pytest.fixture(scope="module")
def made(store: Path) -> Catalogue:
    return make_catalogue(store, SETTINGS, TYPES, "state")


@pytest.fixture
def own(store: Path, tmp_path: Path) -> Path:
    """A copy of the store that a catalogue can be kept in."""
    return shutil.copytree(store, tmp_path / "store", ignore=shutil.ignore_patterns(FILE))


def facts(catalogue: Catalogue) -> list[object]:
    arrays = ("type_of", "papers_of", "link_entity", "link_paper", "link_role", "year")
    plain = [getattr(catalogue, name).tolist() for name in arrays]
    members = {name: member.tolist() for name, member in catalogue.member.items()}
    names = (catalogue.names.text, list(catalogue.names.starts), list(catalogue.names.owners))
    return [catalogue.snapshot, list(catalogue.things), catalogue.entities, catalogue.types, *plain, members, names]


def test_what_is_read_from_the_file_is_what_was_written(made: Catalogue, tmp_path: Path) -> None:
    write_catalogue(made, tmp_path / FILE)
    read = read_catalogue(tmp_path / FILE, "state", TYPES)
    assert read is not None
    assert facts(read) == facts(made)
    assert read.link_role.dtype == made.link_role.dtype
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_a_catalogue_without_papers_is_kept_as_well(made: Catalogue, tmp_path: Path) -> None:
    none = np.array([], dtype=np.int32)
    empty = replace(
        made, things=[], entities=0, member={}, type_of=none, papers_of=none, link_entity=none, link_paper=none,
        link_role=none, year=none,
    )  # fmt: skip
    write_catalogue(empty, tmp_path / FILE)
    read = read_catalogue(tmp_path / FILE, "state", TYPES)
    assert read is not None
    assert (read.papers, read.member) == (0, {})


@pytest.mark.parametrize("damage", [b"", b"PK nonsense", None])
def test_a_file_that_cannot_be_read_or_is_of_another_state_is_no_catalogue(
    made: Catalogue, tmp_path: Path, damage: bytes | None
) -> None:
    file = tmp_path / FILE
    assert read_catalogue(file, "state", TYPES) is None
    write_catalogue(made, file)
    assert read_catalogue(file, "another state", TYPES) is None
    assert read_catalogue(file, "state", TYPES[:3]) is None
    file.write_bytes(file.read_bytes()[:2000] if damage is None else damage)
    assert read_catalogue(file, "state", TYPES) is None


def test_the_catalogue_is_kept_beside_its_snapshot_and_taken_from_there(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = PublishedSnapshot(own).current()
    first = load_catalogue(own, SETTINGS, TYPES, published)
    assert (published.snapshot.folder / FILE).exists()
    monkeypatch.setattr("kg.web.catalogue_loading.make_catalogue", lambda *_: pytest.fail("made again"))
    assert facts(load_catalogue(own, SETTINGS, TYPES, published)) == facts(first)


def test_a_store_that_cannot_be_written_to_has_its_catalogue_made(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.web.catalogue_loading.write_catalogue", full)
    published = PublishedSnapshot(own).current()
    assert load_catalogue(own, SETTINGS, TYPES, published).papers == 4


def test_papers_that_share_an_identifier_keep_their_own_links(own: Path, made: Catalogue) -> None:
    Writes(own, SETTINGS).update("""
        PREFIX kg: <https://w3id.org/abstracts-kg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
        INSERT { GRAPH <a:b> { <a:copy> a kg:Paper ; dcterms:title "Copy" ; dcterms:identifier ?id ; kg:mentions ?e } }
        WHERE { SELECT ?id ?e WHERE { GRAPH ?g { ?g dcterms:identifier ?id ; kg:mentions ?e } } ORDER BY ?e LIMIT 1 }
    """)
    new = links(make_catalogue(own, SETTINGS, TYPES, "state")) - links(made)
    assert [paper for _, paper in new] == ["a:copy"]


def links(catalogue: Catalogue) -> set[tuple[str, str]]:
    pairs = zip(catalogue.link_entity.tolist(), catalogue.link_paper.tolist(), strict=True)
    return {(catalogue.things[e].iri, catalogue.things[catalogue.entities + p].iri) for e, p in pairs}


def test_the_old_catalogue_serves_until_the_new_one_is_there(made: Catalogue, store: Path) -> None:
    snapshot = PublishedSnapshot(store).current().snapshot
    states, may_load = ["one"], threading.Event()

    def load(published: Published) -> Catalogue:
        assert may_load.wait(10)
        return replace(made, snapshot=published.state)

    kept = KeptCatalogue(lambda: Published(snapshot, states[-1]), load)
    assert kept.soon(0.01) is None
    may_load.set()
    assert kept.get().snapshot == "one"
    may_load.clear()
    states.append("two")
    assert kept.get().snapshot == "one"
    may_load.set()
    while kept.get().snapshot == "one":
        pass
    assert kept.get().snapshot == "two"


def test_a_catalogue_that_could_not_be_made_is_tried_again(made: Catalogue, store: Path) -> None:
    published, outcomes = PublishedSnapshot(store).current(), [made]

    def load(_: Published) -> Catalogue:
        if len(outcomes) == 1:
            outcomes.append(made)
            raise StoreMissingError("nothing there")
        return replace(made, snapshot=published.state)

    kept = KeptCatalogue(lambda: published, load)
    with pytest.raises(StoreMissingError):
        kept.get()
    assert kept.get().papers == 4
