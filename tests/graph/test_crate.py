"""RO-Crate metadata: what a dump is, what made it, and digests that fit its files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from kg.graph.crate import write_crate
from kg.graph.store import StoreFolder

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def crate(store: Path, folder: Path, licence: str | None = None) -> dict[str, Any]:
    (folder / "graph.nq").write_bytes(b"<a:s> <a:p> <a:o> .\n")
    path = write_crate(store, folder, [folder / "graph.nq"], licence)
    assert path.name == "ro-crate-metadata.json"
    return {thing["@id"]: thing for thing in json.loads(path.read_text())["@graph"]}


def test_the_crate_describes_itself_its_root_and_its_files(store: Path, tmp_path: Path) -> None:
    things = crate(store, tmp_path)
    assert things["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = things["./"]
    assert root["hasPart"] == [{"@id": "graph.nq"}]
    assert {"name", "description", "datePublished", "license", "identifier"} <= set(root)
    counts = {value["name"]: value["value"] for value in root["variableMeasured"]}
    snapshot = StoreFolder.open(store).current()
    assert (counts["papers"], counts["statements"]) == (4, snapshot.quads)
    assert root["identifier"] == snapshot.corpus_hash


def test_a_file_has_its_media_type_size_and_digest(store: Path, tmp_path: Path) -> None:
    data = crate(store, tmp_path)["graph.nq"]
    assert data["encodingFormat"] == "application/n-quads"
    assert data["contentSize"] == "20"
    assert data["sha256"] == hashlib.sha256((tmp_path / "graph.nq").read_bytes()).hexdigest()


def test_every_reference_leads_to_something_in_the_crate_or_to_an_iri(store: Path, tmp_path: Path) -> None:
    things = crate(store, tmp_path, LICENCE)

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            here = [value["@id"]] if set(value) == {"@id"} else []
            return here + [r for v in value.values() for r in references(v)]
        return [r for v in value for r in references(v)] if isinstance(value, list) else []

    found = references(list(things.values()))
    assert LICENCE in found
    assert [r for r in found if r not in things and not r.startswith("https://w3id.org/")] == []


def test_the_same_store_gives_the_same_metadata(store: Path, tmp_path: Path) -> None:
    assert crate(store, tmp_path) == crate(store, tmp_path)


def test_without_a_licence_the_metadata_say_whose_the_texts_are(store: Path, tmp_path: Path) -> None:
    assert crate(store, tmp_path)["./"]["license"].startswith("No licence is stated.")
