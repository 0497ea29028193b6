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
    """All entities of a corpus, sorted by type and slug, and which of them each name in a paper is."""

    entities: tuple[Entity, ...]
    _slugs: Mapping[Key, str]
    _meanings: Meanings
    _rules: Rules

    def find(self, paper_id: str, type: EntityType, form: str) -> tuple[EntityType, str] | None:
        """Return type and slug of the entity that a paper calls so, by normal form; None when curation blocks it."""
        key = _key(paper_id, type, form, self._meanings, self._rules)
        return (key[0], self._slugs[key]) if key else None

    @property
    def is_curated(self) -> bool:
        """Whether curation may change the type of a name or block it."""
        return bool(self._rules.moves or self._rules.blocked)


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
    surfaces: dict[Key, Counter[tuple[str, str]]] = defaultdict(Counter)
    for paper in papers:
        for name in paper.names:
            key = _key(paper.id, name.type, name.form, meanings, rules)
            if key:
                surfaces[key][name.text, name.form] += name.count
    keys = _with_broader(surfaces, known, rules)
    slugs = _slugs(keys, known)
    linked = links_by_key(load_links() if links is None else links)
    entities = (
        _entity(key, surfaces.get(key, Counter()), known.get(key), slugs, rules, linked.get(key, ())) for key in keys
    )
    ordered = sorted(entities, key=lambda e: (ENTITY_TYPES.index(e.type), e.slug))
    return Resolution(tuple(ordered), slugs, meanings, rules)


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
            open_keys.extend(_broader(key, known.get(key), rules))
    return sorted(keys)


def _broader(key: Key, name: Name | None, rules: Rules) -> Iterator[Key]:
    """Yield the wider terms of a known name, as curation has them; one of another type is none."""
    for label in name.broader if name else ():
        wider = rules.applied((key[0], normal_form(label)))
        if wider and wider != key and wider[0] == key[0]:
            yield wider


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


def _entity(
    key: Key,
    surfaces: Counter[tuple[str, str]],
    name: Name | None,
    slugs: Mapping[Key, str],
    rules: Rules,
    shipped: Sequence[Link],
) -> Entity:
    own_label = name.label if name else _label(key, surfaces, rules.written.get(key))
    label = rules.labels.get(key, own_label)
    written = {_one_line(text): form for text, form in surfaces}
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


def _label(key: Key, surfaces: Counter[tuple[str, str]], written: str | None) -> str:
    """Return the most frequent of the surfaces that are the name itself, not a short form of it or merged into it.

    A thing is called by its singular, unless that is hardly ever written.
    """
    own = {text: n for (text, form), n in surfaces.items() if form == key[1]}
    if written and not own:
        return written
    counts: Counter[str] = Counter()
    for text, count in (own or {text: n for (text, _), n in surfaces.items()}).items():
        counts[_one_line(text)] += count
    ranked = sorted(counts, key=lambda text: (-counts[text], text))
    often = (text for text in ranked if counts[text] >= SELDOM * counts[ranked[0]])
    return next((text for text in often if _is_singular(text)), ranked[0])


def _is_singular(name: str) -> bool:
    """Say whether a name ends in a word that is no plural."""
    last = name.casefold().rpartition(" ")[2].rpartition("-")[2]
    return singular(last) == last


def _one_line(surface: str) -> str:
    return " ".join(plain_text(surface).split())
