"""From the names in all Records to Entities: one per thing, whatever papers call it.

A name means, in this order: the long form that its own paper gives it, the known name of the gazetteer, the one long
form that all papers agree on, itself. The order of papers makes no difference.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.corpus.cleaning import plain_text
from kg.extract.record import ENTITY_TYPES, EntityType, Record
from kg.gazetteer import Name
from kg.graph.iris import slug
from kg.resolve.gazetteer_index import Index, find_name, index_names
from kg.resolve.normal_form import normal_form

#: A type and a normal form, or for known names the normal form of their label.
Key = tuple[EntityType, str]


@dataclass(frozen=True, slots=True)
class Entity:
    """A method, dataset, piece of hardware, metric or task, with its names; `broader` holds slugs of its type."""

    type: EntityType
    slug: str
    label: str
    aliases: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    wikidata: str | None = None
    broader: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolution:
    """All entities of a corpus, sorted by type and slug, and which of them each name in a record is."""

    entities: tuple[Entity, ...]
    _slugs: Mapping[Key, str]
    _meanings: _Meanings

    def slug_of(self, record_id: str, type: EntityType, surface: str) -> str:
        """Return the slug of the entity that a record calls so."""
        return self._slugs[self._meanings.key(record_id, type, surface)]


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What names mean: known names, and the long forms that papers give, each by type and normal form."""

    index: Index
    by_paper: Mapping[str, Mapping[Key, str]]
    agreed: Mapping[Key, str]

    def key(self, record_id: str, type: EntityType, surface: str) -> Key:
        form = normal_form(surface)
        own_long_form = self.by_paper.get(record_id, {}).get((type, form))
        if own_long_form is not None:
            return self._known(type, own_long_form) or (type, own_long_form)
        known = self._known(type, form)
        if known is not None:
            return known
        agreed = self.agreed.get((type, form))
        return (self._known(type, agreed) or (type, agreed)) if agreed is not None else (type, form)

    def _known(self, type: EntityType, form: str) -> Key | None:
        name = find_name(self.index, type, form)
        return (type, normal_form(name.label)) if name else None


def resolve(records: Iterable[Record], names: Sequence[Name]) -> Resolution:
    """Return the entities that the records mention, and the wider terms of known ones."""
    surfaces: dict[str, Counter[tuple[EntityType, str]]] = {}
    pairs: dict[str, dict[Key, str]] = {}
    for record in records:
        surfaces[record.id] = Counter((m.type, m.text) for m in record.mentions)
        if own := dict(_long_forms(record)):
            pairs[record.id] = own
    index = index_names(names)
    meanings = _Meanings(index, pairs, _agreed(pairs))
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for record_id, counted in surfaces.items():
        for (type, surface), count in counted.items():
            counts[meanings.key(record_id, type, surface)][surface] += count
    known = {(name.type, normal_form(name.label)): name for name in names}
    keys = _with_broader(counts, known)
    slugs = _slugs(keys, known)
    entities = (_entity(key, counts.get(key, Counter()), known.get(key), slugs) for key in keys)
    ordered = sorted(entities, key=lambda e: (ENTITY_TYPES.index(e.type), e.slug))
    return Resolution(tuple(ordered), slugs, meanings)


def _long_forms(record: Record) -> Iterator[tuple[Key, str]]:
    for relation in reversed(record.relations):
        if relation.relation == "aliasOf":
            yield (relation.tail_type, normal_form(relation.head)), normal_form(relation.tail)


def _agreed(pairs: Mapping[str, Mapping[Key, str]]) -> dict[Key, str]:
    """Return the short forms for which all papers that explain them give one long form."""
    long_forms: dict[Key, set[str]] = defaultdict(set)
    for own in pairs.values():
        for key, long_form in own.items():
            long_forms[key].add(long_form)
    return {key: next(iter(forms)) for key, forms in long_forms.items() if len(forms) == 1}


def _with_broader(mentioned: Iterable[Key], known: Mapping[Key, Name]) -> list[Key]:
    """Return the keys and those of all wider terms, sorted."""
    keys: set[Key] = set()
    open_keys = list(mentioned)
    while open_keys:
        key = open_keys.pop()
        if key not in keys:
            keys.add(key)
            open_keys.extend(_broader(known.get(key)))
    return sorted(keys)


def _broader(name: Name | None) -> list[Key]:
    return [(name.type, normal_form(label)) for label in name.broader] if name else []


def _slugs(keys: Sequence[Key], known: Mapping[Key, Name]) -> dict[Key, str]:
    """Return a slug per key: of a known name's label, else of the normal form, with a hash where it is taken."""
    slugs: dict[Key, str] = {}
    taken: set[tuple[EntityType, str]] = set()
    for key in sorted(keys, key=lambda k: (k not in known, k)):
        candidate = slug(known[key].label if key in known else key[1])
        if (key[0], candidate) in taken:
            candidate += "-" + hashlib.sha256(key[1].encode()).hexdigest()[:6]
        taken.add((key[0], candidate))
        slugs[key] = candidate
    return slugs


def _entity(key: Key, surfaces: Counter[str], name: Name | None, slugs: Mapping[Key, str]) -> Entity:
    label = name.label if name else _label(key, surfaces)
    aliases = {_one_line(surface) for surface in surfaces} | set(name.aliases if name else ())
    return Entity(
        type=key[0],
        slug=slugs[key],
        label=label,
        aliases=tuple(sorted(aliases - {label})),
        hidden=tuple(sorted({normal_form(form) for form in (label, *aliases)})),
        wikidata=name.wikidata if name else None,
        broader=tuple(sorted(slugs[broader] for broader in _broader(name))),
        attributes=name.attributes if name else {},
    )


def _label(key: Key, surfaces: Counter[str]) -> str:
    """Return the most frequent of the surfaces that are the name itself, not a short form of it."""
    own = {s: n for s, n in surfaces.items() if normal_form(s) == key[1]} or surfaces
    return _one_line(min(own, key=lambda s: (-own[s], s)))


def _one_line(surface: str) -> str:
    return " ".join(plain_text(surface).split())
