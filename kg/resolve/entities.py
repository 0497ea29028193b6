"""From the names in all papers to Entities: one per thing, whatever papers call it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.corpus.cleaning import plain_text
from kg.extract.record import ENTITY_TYPES, EntityType
from kg.gazetteer import Name
from kg.graph.iris import slug
from kg.resolve.curation import Decision
from kg.resolve.links import Link, links_by_key, load_links, target_iri
from kg.resolve.meanings import Key, Meanings, gather_meanings
from kg.resolve.names import PaperNames
from kg.resolve.normal_form import normal_form
from kg.resolve.rules import Rules, make_rules
from kg.resolve.singular import singular

#: What a paper writes, and its normal form.
Surface = tuple[str, str]

_TYPE_ORDER = {type: order for order, type in enumerate(ENTITY_TYPES)}

#: The share of the most frequent spelling of a name below which another is hardly ever written.
SELDOM = 0.1


@dataclass(frozen=True, slots=True)
class Entity:
    """A method, dataset, piece of hardware, metric or task, with its names; `broader` holds slugs of its type.

    `links` are IRIs of the same thing elsewhere, `close_links` of the nearest thing that is described there, `notes`
    what curation has done to it, and why.
    """

    type: EntityType
    slug: str
    label: str
    aliases: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    close_links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """All entities of a corpus by key, sorted by type and slug, and which of them each name in a paper is.

    An Entity is made when it is asked for: of the many that a store holds a build writes the few that have changed.
    """

    keys: tuple[Key, ...]
    _slugs: Mapping[Key, str]
    _meanings: Meanings
    _rules: Rules
    _surfaces: Mapping[Key, Mapping[Surface, int]]
    _known: Mapping[Key, Name]
    _links: Mapping[Key, Sequence[Link]]

    def find(self, paper_id: str, type: EntityType, form: str) -> tuple[EntityType, str] | None:
        """Return type and slug of the entity that a paper calls so, by normal form; None when curation blocks it."""
        key = _key(paper_id, type, form, self._meanings, self._rules)
        return (key[0], self._slugs[key]) if key else None

    @property
    def is_curated(self) -> bool:
        """Whether curation may change the type of a name or block it."""
        return bool(self._rules.moves or self._rules.blocked)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities, sorted by type and slug, made anew at each call."""
        return tuple(map(self.entity, self.keys))

    def slug(self, key: Key) -> str:
        """Return the slug of an entity."""
        return self._slugs[key]

    def entity(self, key: Key) -> Entity:
        """Return an entity with its names and links."""
        name, shipped = self._known.get(key), self._links.get(key, ())
        return _entity(key, self._surfaces.get(key, {}), name, self._slugs, self._rules, shipped)

    def evidence(self, key: Key) -> str:
        """Return all that an entity is made from, apart from the shipped names and links: equal, it is the same."""
        broader = [self._slugs[wider] for wider in _broader(key, self._known.get(key), self._rules)]
        return f"{self._slugs[key]} {self._surfaces.get(key)} {broader} {self._rules.about(key)}"


def resolve(
    papers: Sequence[PaperNames],
    names: Sequence[Name],
    curation: Sequence[Decision] = (),
    links: Sequence[Link] | None = None,
) -> Resolution:
    """Return the entities that the papers name, and the wider terms of known ones.

    They bring the shipped links unless others are given. Raises CurationError when decisions contradict each other.
    """
    meanings = gather_meanings(papers, names)
    rules = make_rules(curation, meanings)
    known = {(name.type, normal_form(name.label)): name for name in names}
    surfaces = _surfaces(papers, meanings, rules)
    keys = _with_broader(surfaces, known, rules)
    slugs = _slugs(keys, known)
    ordered = sorted(keys, key=lambda key: (_TYPE_ORDER[key[0]], slugs[key]))
    linked = links_by_key(load_links() if links is None else links)
    return Resolution(tuple(ordered), slugs, meanings, rules, surfaces, known, linked)


def _surfaces(papers: Iterable[PaperNames], meanings: Meanings, rules: Rules) -> dict[Key, dict[Surface, int]]:
    """Return how often each entity is called by each of its surfaces."""
    surfaces: dict[Key, dict[Surface, int]] = defaultdict(dict)
    for paper in papers:
        for name in paper.names:
            key = _key(paper.id, name.type, name.form, meanings, rules)
            if key:
                counts, surface = surfaces[key], (name.text, name.form)
                counts[surface] = counts.get(surface, 0) + name.count
    return surfaces


def _key(paper_id: str, type: EntityType, form: str, meanings: Meanings, rules: Rules) -> Key | None:
    return rules.applied(rules.split(paper_id, type, form) or meanings.in_paper(paper_id, type, form))


def _with_broader(mentioned: Iterable[Key], known: Mapping[Key, Name], rules: Rules) -> list[Key]:
    """Return the keys and those of all wider terms, sorted."""
    keys: set[Key] = set()
    open_keys = list(mentioned)
    while open_keys:
        key = open_keys.pop()
        if key not in keys:
            keys.add(key)
            if key in known:
                open_keys.extend(_broader(key, known[key], rules))
    return sorted(keys)


def _broader(key: Key, name: Name | None, rules: Rules) -> Iterator[Key]:
    """Yield the wider terms of a known name, as curation has them; one of another type is none."""
    for label in name.broader if name else ():
        wider = rules.applied((key[0], normal_form(label)))
        if wider and wider != key and wider[0] == key[0]:
            yield wider


def _slugs(keys: Sequence[Key], known: Mapping[Key, Name]) -> dict[Key, str]:
    """Return a slug for each of the sorted keys: of its known label or its form, hashed where that is taken."""
    slugs: dict[Key, str] = {}
    taken: set[tuple[EntityType, str]] = set()
    for key in (*(k for k in keys if k in known), *(k for k in keys if k not in known)):
        candidate = slug(known[key].label if key in known else key[1])
        if (key[0], candidate) in taken:
            candidate += "-" + hashlib.sha256(key[1].encode()).hexdigest()[:6]
        taken.add((key[0], candidate))
        slugs[key] = candidate
    return slugs


def _entity(
    key: Key,
    surfaces: Mapping[Surface, int],
    name: Name | None,
    slugs: Mapping[Key, str],
    rules: Rules,
    shipped: Sequence[Link],
) -> Entity:
    lines = {text: _one_line(text) for text, _ in surfaces}
    written = {lines[text]: form for text, form in surfaces}
    own_label = name.label if name else _label(key, surfaces, lines, rules.written.get(key))
    label = rules.labels.get(key, own_label)
    aliases = {*written, own_label, *rules.aliases.get(key, ()), *(name.aliases if name else ())}
    forms = {*written.values(), *map(normal_form, {label, *aliases} - written.keys())}
    same = {link.target for link in shipped if link.exact}
    if curated := rules.links.get(key):
        same.add(target_iri(curated))
    return Entity(
        type=key[0],
        slug=slugs[key],
        label=label,
        aliases=tuple(sorted(aliases - {label})),
        hidden=tuple(sorted(forms)),
        links=tuple(sorted(same)),
        close_links=tuple(sorted({link.target for link in shipped if not link.exact} - same)),
        broader=tuple(sorted({slugs[wider] for wider in _broader(key, name, rules)})),
        attributes=name.attributes if name else {},
        notes=tuple(sorted(rules.notes.get(key, ()))),
    )


def _label(key: Key, surfaces: Mapping[Surface, int], lines: Mapping[str, str], written: str | None) -> str:
    """Return the most frequent of the surfaces that are the name itself, not a short form of it or merged into it.

    A thing is called by its singular, unless that is hardly ever written.
    """
    own = {text: n for (text, form), n in surfaces.items() if form == key[1]}
    if written and not own:
        return written
    if len(own) == 1:
        return lines[next(iter(own))]
    counts: Counter[str] = Counter()
    for text, count in (own or {text: n for (text, _), n in surfaces.items()}).items():
        counts[lines[text]] += count
    ranked = sorted(counts, key=lambda text: (-counts[text], text))
    often = (text for text in ranked if counts[text] >= SELDOM * counts[ranked[0]])
    return next((text for text in often if _is_singular(text)), ranked[0])


def _is_singular(name: str) -> bool:
    """Say whether a name ends in a word that is no plural."""
    last = name.casefold().rpartition(" ")[2].rpartition("-")[2]
    return singular(last) == last


def _one_line(surface: str) -> str:
    return " ".join(plain_text(surface).split())
