"""A catalogue as a file beside its snapshot, so that a service that starts again need not make it again.

Arrays of numbers as numpy keeps them, and texts as JSON within; nothing in it is code, whoever the store is from.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kg.output import output
from kg.web.catalogue import Catalogue, Numbers, Thing
from kg.web.names import Names

#: Raised with every change to what the file holds.
_VERSION = 1
_ARRAYS = ("type_of", "papers_of", "link_entity", "link_paper", "link_role", "year")


def write_catalogue(catalogue: Catalogue, file: Path) -> None:
    """Write a catalogue, in one step; raises OSError when that cannot be."""
    facts = {
        "version": _VERSION,
        "state": catalogue.snapshot,
        "types": list(catalogue.types),
        "entities": catalogue.entities,
        "categories": list(catalogue.member),
        "iris": [thing.iri for thing in catalogue.things],
        "labels": [thing.label for thing in catalogue.things],
        "details": {i: thing.detail for i, thing in enumerate(catalogue.things) if thing.detail},
        "names": catalogue.names.text,
    }
    member = np.array(list(catalogue.member.values()), dtype=bool).reshape(len(catalogue.member), catalogue.papers)
    with output(file) as out:
        np.savez(
            out,
            facts=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass"), np.uint8),
            member=np.packbits(member, axis=1),
            starts=np.array(catalogue.names.starts, dtype=np.int64),
            owners=np.array(catalogue.names.owners, dtype=np.int32),
            **{name: getattr(catalogue, name) for name in _ARRAYS},
        )


def read_catalogue(file: Path, state: str, types: tuple[str, ...]) -> Catalogue | None:
    """Return the catalogue in a file, or None when there is none of this state, or it cannot be read."""
    try:
        with file.open("rb") as held, np.load(held, allow_pickle=False) as kept:
            facts = json.loads(kept["facts"].tobytes().decode("utf-8", "surrogatepass"))
            if (facts["version"], facts["state"], facts["types"]) != (_VERSION, state, list(types)):
                return None
            return _catalogue(facts, kept)
    except (OSError, EOFError, ValueError, KeyError, IndexError, zipfile.BadZipFile):
        return None


def _catalogue(facts: Mapping[str, Any], kept: Mapping[str, Numbers]) -> Catalogue:
    arrays = {name: kept[name] for name in _ARRAYS}
    types, detail = facts["types"], facts["details"]
    kinds = [types[number] for number in arrays["type_of"].tolist()]
    things = [
        Thing(iri, label, kind, detail.get(str(i), ""))
        for i, (iri, label, kind) in enumerate(zip(facts["iris"], facts["labels"], kinds, strict=True))
    ]
    papers = len(things) - facts["entities"]
    member = np.unpackbits(kept["member"], axis=1, count=papers).astype(bool)
    return Catalogue(
        snapshot=facts["state"],
        things=things,
        entities=facts["entities"],
        member=dict(zip(facts["categories"], member, strict=True)),
        names=Names(facts["names"], kept["starts"].tolist(), kept["owners"].tolist()),
        types=tuple(types),
        **arrays,
    )
