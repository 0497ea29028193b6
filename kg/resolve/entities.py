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
from kg.resolve.meanings import Key, Meanings
from kg.resolve.names import PaperNames
from kg.resolve.normal_form import normal_form
from kg.resolve.rules import Rules, make_rules
from kg.resolve.singular import singular
from kg.resolve.usage import meanings_in_use

_TYPE_ORDER = {type: order for order, type in enumerate(ENTITY_TYPES)}

#: The share of the most frequent spelling of a name below which another is hardly ever written.
SELDOM = 0.1


@dataclass(frozen=True, slots=True)
class Entity:
    """A method, dataset, piece of hardware, metric or task, with its names; `broader` holds slugs of its type.

    `links` are IRIs of the same thing elsewhere, `close_links` of the nearest thing that is described there, `notes`
    what curation and the use of names have done to it, and why.
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
    """All entities of a corpus, and which of them each name in a paper is.

    `paths` has type and slug of each, `Method/bert`, by its key. `named` says which entity is meant by the names of all
    papers, in their order; None for a name that curation blocks. An Entity is made when it is asked for: of the many
    that a store holds a build writes the few that have changed.
    """

    paths: Mapping[Key, str]
    named: Sequence[Sequence[Key | None]]
    _meanings: Meanings
    _rules: Rules
    _surfaces: Mapping[Key, Mapping[str, int]]
    _forms: Mapping[str, str]
    _known: Mapping[Key, Name]
    _links: Mapping[Key, Sequence[Link]]

    def find(self, paper_id: str, type: EntityType, form: str) -> tuple[EntityType, str] | None:
        """Return type and slug of the entity that a paper calls so, by normal form; None when curation blocks it."""
        key = _key(paper_id, type, form, self._meanings, self._rules)
        return (key[0], self.slug(key)) if key else None

    @property
    def changes_types(self) -> bool:
        """Whether a name may be of another type than extraction gave it, or be left out."""
        return bool(self._rules.moves or self._rules.blocked or self._meanings.usual)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities, sorted by type and slug, made anew at each call."""
        entities = map(self.entity, self.paths)
        return tuple(sorted(entities, key=lambda entity: (_TYPE_ORDER[entity.type], entity.slug)))

    def slug(self, key: Key) -> str:
        """Return the slug of an entity."""
        return _slug(self.paths[key])

    def entity(self, key: Key) -> Entity:
        """Return an entity with its names and links."""
        name, shipped = self._known.get(key), self._links.get(key, ())
        written = {text: (self._forms[text], count) for text, count in self._surfaces.get(key, {}).items()}
        return _entity(key, written, name, self.paths, self._rules, shipped)

    def evidence(self, key: Key) -> str:
        """Return all that an entity is made from, apart from the shipped names and links: equal, it is the same."""
        said = [key[1], *(f"{count} {len(text)} {text}" for text, count in self._surfaces.get(key, {}).items())]
        if name := self._known.get(key):
            said += [self.paths[wider] for wider in _broader(key, name, self._rules)]
        if about := self._rules.about(key):
            said.append(str(about))
        return "\n".join(said)


def resolve(
    papers: Sequence[PaperNames],
    names: Sequence[Name],
    curation: Sequence[Decision] = (),
    links: Sequence[Link] | None = None,
) -> Resolution:
    """Return the entities that the papers name, and the wider terms of known ones.

    They bring the shipped links unless others are given. Raises CurationError when decisions contradict each other.
    """
    meanings = meanings_in_use(papers, names, curation)
    rules = make_rules(curation, meanings)
    known = {(name.type, normal_form(name.label)): name for name in names}
    named = [_named(paper, meanings, rules) for paper in papers]
    surfaces, forms = _surfaces(papers, named)
    keys = _with_broader(surfaces, known, rules)
    paths = _paths(keys, known)
    linked = links_by_key(load_links() if links is None else links)
    return Resolution(paths, named, meanings, rules, surfaces, forms, known, linked)


def _named(paper: PaperNames, meanings: Meanings, rules: Rules) -> Sequence[Key | None]:
    """Return which entity each name of a paper is."""
    if rules.splits or rules.moves or rules.blocked:
        return [_key(paper.id, name.type, name.form, meanings, rules) for name in paper.names]
    return meanings.of_names(paper)


def _surfaces(
    papers: Sequence[PaperNames], named: Sequence[Sequence[Key | None]]
) -> tuple[dict[Key, dict[str, int]], dict[str, str]]:
    """Return how often each entity is called by each of its surfaces, and the normal forms of all surfaces."""
    surfaces: dict[Key, dict[str, int]] = defaultdict(dict)
    forms: dict[str, str] = {}
    for paper, keys in zip(papers, named, strict=True):
        for key, (_, text, form, count) in zip(keys, paper.names, strict=True):
            if key:
                counts = surfaces[key]
                counts[text] = counts.get(text, 0) + count
                forms[text] = form
    return surfaces, forms


def _key(paper_id: str, type: EntityType, form: str, meanings: Meanings, rules: Rules) -> Key | None:
    return rules.applied(rules.split(paper_id, type, form) or meanings.in_paper(paper_id, type, form))


def _with_broader(mentioned: Iterable[Key], known: Mapping[Key, Name], rules: Rules) -> Mapping[Key, None]:
    """Return the keys and those of all wider terms, each once."""
    keys = dict.fromkeys(mentioned)  # not a set, whose order would be another in each process
    open_keys = [key for key in known if key in keys]
    while open_keys:
        key = open_keys.pop()
        for wider in _broader(key, known.get(key), rules):
            if wider not in keys:
                keys[wider] = None
                open_keys.append(wider)
    return keys


def _broader(key: Key, name: Name | None, rules: Rules) -> Iterator[Key]:
    """Yield the wider terms of a known name, as curation has them; one of another type is none."""
    for label in name.broader if name else ():
        wider = rules.applied((key[0], normal_form(label)))
        if wider and wider != key and wider[0] == key[0]:
            yield wider


def _paths(keys: Iterable[Key], known: Mapping[Key, Name]) -> dict[Key, str]:
    """Return type and slug of each key, whatever their order.

    A slug is made of the known label, or else of the form. Where several keys share one, a known one keeps it, or else
    the first by its form; the slugs of the others end in a digest of theirs.
    """
    holders: dict[str, Key] = {}
    sharing: dict[str, set[Key]] = {}
    for key in keys:
        name = known.get(key)
        path = f"{key[0]}/{slug(name.label if name else key[1])}"
        holder = holders.setdefault(path, key)
        if holder is not key:
            sharing.setdefault(path, {holder}).add(key)
    for path, contenders in sorted(sharing.items()):
        holders[path], *others = sorted(contenders, key=lambda key: (key not in known, key))
        for other in others:
            digest = hashlib.sha256(other[1].encode()).hexdigest()
            free = (f"{path}-{digest[:digits]}" for digits in range(6, len(digest)))
            holders[next(tried for tried in free if tried not in holders)] = other
    return {key: path for path, key in holders.items()}


def _slug(path: str) -> str:
    return path.partition("/")[2]


def _entity(
    key: Key,
    surfaces: Mapping[str, tuple[str, int]],
    name: Name | None,
    paths: Mapping[Key, str],
    rules: Rules,
    shipped: Sequence[Link],
) -> Entity:
    lines = {text: _one_line(text) for text in surfaces}
    written = {lines[text]: form for text, (form, _) in surfaces.items()}
    own_label = name.label if name else _label(key, surfaces, lines, rules.written.get(key))
    label = rules.labels.get(key, own_label)
    aliases = {*written, own_label, *rules.aliases.get(key, ()), *(name.aliases if name else ())}
    forms = {*written.values(), *map(normal_form, {label, *aliases} - written.keys())}
    same = {link.target for link in shipped if link.exact}
    if curated := rules.links.get(key):
        same.add(target_iri(curated))
    return Entity(
        type=key[0],
        slug=_slug(paths[key]),
        label=label,
        aliases=tuple(sorted(aliases - {label})),
        hidden=tuple(sorted(forms)),
        links=tuple(sorted(same)),
        close_links=tuple(sorted({link.target for link in shipped if not link.exact} - same)),
        broader=tuple(sorted({_slug(paths[wider]) for wider in _broader(key, name, rules)})),
        attributes=name.attributes if name else {},
        notes=tuple(sorted(rules.notes.get(key, ()))),
    )


def _label(key: Key, surfaces: Mapping[str, tuple[str, int]], lines: Mapping[str, str], written: str | None) -> str:
    """Return the most frequent of the surfaces that are the name itself, not a short form of it or merged into it.

    A thing is called by its singular, unless that is hardly ever written.
    """
    own = {text: n for text, (form, n) in surfaces.items() if form == key[1]}
    if written and not own:
        return written
    if len(own) == 1:
        return lines[next(iter(own))]
    counts: Counter[str] = Counter()
    for text, count in (own or {text: n for text, (_, n) in surfaces.items()}).items():
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
