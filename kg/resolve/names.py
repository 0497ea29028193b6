"""What resolution reads of a paper: the names in it, in their normal forms, and the long forms that it gives.

It is small beside the Record, and kept beside it, so that resolving a large corpus anew does not read all Records.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.corpus import cleaning
from kg.extract.record import ENTITY_TYPES, EntityType, Record
from kg.resolve import normal_form as folding
from kg.resolve import singular
from kg.resolve.normal_form import normal_form

_TYPES: dict[str, EntityType] = {type: sys.intern(type) for type in ENTITY_TYPES}  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class NameCount:
    """A name as a paper writes it, its normal form, and how often it stands there as a name of a type."""

    type: EntityType
    text: str
    form: str
    count: int


@dataclass(frozen=True, slots=True)
class PaperNames:
    """The names of one paper, sorted, and the pairs of (type, short form, long form) that it spells out."""

    id: str
    names: tuple[NameCount, ...]
    long_forms: tuple[tuple[EntityType, str, str], ...] = ()


def names_of(record: Record) -> PaperNames:
    """Return the names of a record. Where it spells one short form out twice, the first counts."""
    counted = Counter((mention.type, mention.text) for mention in record.mentions)
    names = (NameCount(type, text, normal_form(text), count) for (type, text), count in sorted(counted.items()))
    return PaperNames(record.id, tuple(names), tuple(_long_forms(record)))


def _long_forms(record: Record) -> Iterator[tuple[EntityType, str, str]]:
    seen = set()
    for relation in record.relations:
        key = (relation.tail_type, normal_form(relation.head))
        if relation.relation == "aliasOf" and key not in seen:
            seen.add(key)
            yield (*key, normal_form(relation.tail))


@cache
def names_version() -> str:
    """Return a digest of the code that makes normal forms: names that another version made are to be made anew."""
    digest = hashlib.sha256()
    for module in (folding, singular, cleaning, sys.modules[__name__]):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:16]


def pack_names(names: PaperNames) -> bytes:
    """Return the names as deflated JSON, to be kept."""
    data = [[[n.type, n.text, n.form, n.count] for n in names.names], names.long_forms]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 3)


def unpack_names(paper_id: str, packed: bytes) -> PaperNames:
    """Return the names that `pack_names` packed."""
    names, long_forms = json.loads(zlib.decompress(packed))
    return PaperNames(
        paper_id,
        tuple(NameCount(_TYPES[type], sys.intern(text), sys.intern(form), count) for type, text, form, count in names),
        tuple((_TYPES[type], short, long) for type, short, long in long_forms),
    )
