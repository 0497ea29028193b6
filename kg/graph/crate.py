"""RO-Crate 1.1 metadata beside a dump (w3id.org/ro/crate/1.1): what the files are, from which papers, made by what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from kg import __version__
from kg.extract.record import ENTITY_TYPES
from kg.graph.describe import StoreFacts, describe_store
from kg.graph.iris import graph_iri
from kg.graph.nodes import std
from kg.graph.store import StoreFolder
from kg.graph.vocabulary import ONTOLOGY

FILE_NAME = "ro-crate-metadata.json"
_MEDIA_TYPES = {
    ".nq": "application/n-quads", ".trig": "application/trig", ".ttl": "text/turtle", ".nt": "application/n-triples",
    ".jsonld": "application/ld+json", ".json": "application/json", ".rdf": "application/rdf+xml",
    ".graphml": "application/graphml+xml", ".gexf": "application/gexf+xml", ".csv": "text/csv",
    ".zip": "application/zip",
}  # fmt: skip
_RIGHTS = (
    "No licence is stated. Titles and abstracts belong to the authors and publishers of the papers; "
    "state the licence of this dump before you pass it on."
)


def write_crate(store: Path, folder: Path, files: Sequence[Path], licence: str | None = None) -> Path:
    """Write the metadata of files in a folder, made from a store, and return its path.

    `licence` is an IRI. The date is that of the store's last build, so that the same store gives the same bytes.
    """
    facts = describe_store(store)
    graph = [
        {
            "@id": FILE_NAME,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        _root(facts, _last_build(store), folder, files, licence),
        *(_file(folder, path) for path in files),
        *_made_by(facts, folder, files),
        *([{"@id": licence, "@type": "CreativeWork", "name": licence}] if licence else []),
    ]
    target = folder / FILE_NAME
    crate = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    target.write_text(json.dumps(crate, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return target


def _root(facts: StoreFacts, date: str, folder: Path, files: Sequence[Path], licence: str | None) -> dict[str, Any]:
    counts = {"papers": facts.snapshot.papers, "statements": facts.snapshot.quads}
    counts |= {f"{type} entities": facts.entities[type] for type in ENTITY_TYPES}
    counts |= {f"papers that name {type}": facts.papers_with[type] for type in ENTITY_TYPES}
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Knowledge graph of {facts.snapshot.papers} papers",
        "description": "Methods, datasets, hardware, metrics and tasks that paper abstracts name, what each paper does "
        "with them, and the sentences that say so.",
        "datePublished": date,
        "license": {"@id": licence} if licence else _RIGHTS,
        "identifier": facts.snapshot.corpus_hash,
        "hasPart": [_part(folder, path) for path in files],
        "conformsTo": {"@id": ONTOLOGY},
        "variableMeasured": [
            {"@type": "PropertyValue", "name": name, "value": value} for name, value in counts.items()
        ],
    }


def _part(folder: Path, path: Path) -> dict[str, str]:
    return {"@id": path.relative_to(folder).as_posix()}


def _file(folder: Path, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        **_part(folder, path),
        "@type": "File",
        "name": path.name,
        "encodingFormat": _MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
        "contentSize": str(path.stat().st_size),
        "sha256": digest,
    }


def _made_by(facts: StoreFacts, folder: Path, files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    yield {
        "@id": "#export",
        "@type": "CreateAction",
        "name": "kg export",
        "instrument": {"@id": "#kg"},
        "result": [_part(folder, path) for path in files],
    }
    yield {
        "@id": "#kg",
        "@type": "SoftwareApplication",
        "name": "abstracts-kg",
        "softwareVersion": __version__,
        "description": f"extraction by {facts.snapshot.pipeline}",
    }


def _last_build(store: Path) -> str:
    """Return the day on which the last run of the store ended, YYYY-MM-DD."""
    folder = StoreFolder.open(store)
    runs = NamedNode(graph_iri(folder.base, "runs"))
    graph = Store.read_only(str(folder.current().graph))
    ends = graph.quads_for_pattern(None, std("prov:endedAtTime"), None, runs)
    return max(quad.object.value for quad in ends)[:10]  # type: ignore[union-attr]
