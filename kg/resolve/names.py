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
from typing import NamedTuple

from kg.corpus import cleaning
from kg.extract.record import EntityType, Record
from kg.resolve import normal_form as folding
from kg.resolve import singular
from kg.resolve.normal_form import normal_form


class NameCount(NamedTuple):
    """A name as a paper writes it, its normal form, and how often it stands there as a name of a type.

    A tuple, because every build makes millions of them.
    """

    type: EntityType
    text: str
    form: str
    times: int


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
    data = [[[*name] for name in names.names], names.long_forms]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 3)


def unpack_names(paper_id: str, packed: bytes) -> PaperNames:
    """Return the names that `pack_names` packed."""
    names, long_forms = json.loads(zlib.decompress(packed))
    return PaperNames(paper_id, tuple(map(NameCount._make, names)), tuple(map(tuple, long_forms)))
