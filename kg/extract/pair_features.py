"""What tells whether two entities are related: the words between and around them, and who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.cues import approach, cue
from kg.extract.linear import buckets
from kg.extract.reading import Entity, Occurrence, Reading
from kg.extract.role_features import Setting

#: Pairs of mentions in one sentence that are looked at, the nearest first; mentions of a tail in other sentences.
_NEAREST = 2
_SUBJECTS = frozenset(("we", "our", "this", "it", "they"))


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in a paper, by entity: its likely role, how surely it is the paper's own, its rank in that by type."""

    roles: Sequence[str]
    own: Sequence[float]
    rank: Sequence[int]
    of_type: Counter[str]


def cast_of(reading: Reading, roles: Sequence[str], own: Sequence[float]) -> Cast:
    """Return who is who, from the likeliest role of each entity and the probability that the paper introduces it."""
    rank = [0] * len(own)
    seen: Counter[str] = Counter()
    for i in sorted(range(len(own)), key=lambda i: -own[i]):
        rank[i] = seen[reading.entities[i].type]
        seen[reading.entities[i].type] += 1
    return Cast(roles, own, rank, seen)


class PairFeatures:
    """The features of all pairs of one paper; what depends on one mention alone is made once."""

    def __init__(self, reading: Reading, setting: Setting, cast: Cast) -> None:
        self._reading, self._setting, self._cast = reading, setting, cast
        self._cues: dict[int, list[str | None]] = {}
        self._made: dict[tuple[str, int, int], list[int]] = {}

    def of(self, head: int, tail: int) -> list[int]:
        """Return the buckets of the features of a pair of entities."""
        found = self._who(head, tail)
        entities = self._reading.entities
        together = sorted(
            (
                (abs(a.item - b.item), a, b)
                for a in entities[head].occurrences
                for b in entities[tail].occurrences
                if a.sentence == b.sentence
            ),
            key=lambda pair: pair[0],
        )
        place, rank = f"{_level(self._cast.own[head])}{_level(self._cast.own[tail])}", min(self._cast.rank[head], 2)
        found += buckets([f"together {min(len(together), 2)}", f"together {bool(together)} {place} {rank}"])
        for _, a, b in together[:_NEAREST]:
            found += self._beside(a, b)
        if not together:
            found += self._apart(head, tail, place)
        return found

    def _who(self, head: int, tail: int) -> list[int]:
        """Return who the two are, each for itself and to each other."""
        cast, h, t = self._cast, self._reading.entities[head], self._reading.entities[tail]
        head_words, tail_words = {*h.name.split()}, {*t.name.split()}
        both = [
            f"own {_level(cast.own[head])}{_level(cast.own[tail])}",
            f"roles {cast.roles[head]} {cast.roles[tail]}",
            f"title {self._titled(h)} {self._titled(t)}",
        ]
        if head_words & tail_words:
            same_last = h.name.split()[-1] == t.name.split()[-1]
            both.append(f"shared {h.name.endswith(t.name)} {t.name.endswith(h.name)} {same_last}")
        return [*buckets(both), *self._alone("head", head), *self._alone("tail", tail)]

    def _alone(self, part: str, entity: int) -> list[int]:
        """Return who an entity is by itself, made at the first call."""
        key = part, entity, -1
        if key not in self._made:
            cast, e = self._cast, self._reading.entities[entity]
            words, rank = e.name.split(), min(cast.rank[entity], 3)
            self._made[key] = buckets([
                f"{part} rank {rank}", f"{part} rank {rank} {_level(cast.own[entity])}",
                f"{part} named {min(len(e.occurrences), 4)}", f"{part} of type {min(cast.of_type[e.type], 5)}",
                f"{part} word {words[-1] if words else ''}",
            ])  # fmt: skip
        return self._made[key]

    def _titled(self, entity: Entity) -> bool:
        """Say whether the title names an entity; its first mention is then there."""
        return self._reading.sentences[entity.occurrences[0].sentence].field == "title"

    def _beside(self, a: Occurrence, b: Occurrence) -> list[int]:
        """Return what stands between two mentions of one sentence, and around them."""
        first, second, way = (a, b, ">") if a.item < b.item else (b, a, "<")
        way += "T" if self._reading.sentences[a.sentence].field == "title" else "A"
        own = _level(self._cast.own[a.entity])
        return [
            *buckets(self._between(first, second, way, own)),
            *self._once(f"{way}before", first, self._before),
            *self._once(f"{way}after", second, self._after),
        ]

    def _once(self, way: str, occurrence: Occurrence, make: Callable[[Occurrence], Iterable[str]]) -> list[int]:
        """Return the buckets of what depends on one mention alone, made at the first call."""
        key = way, occurrence.sentence, occurrence.item
        if key not in self._made:
            self._made[key] = buckets(way + feature for feature in make(occurrence))
        return self._made[key]

    def _between(self, first: Occurrence, second: Occurrence, way: str, own: str) -> Iterator[str]:
        sentence = self._reading.sentences[first.sentence]
        items = sentence.items
        if first.first == second.first:
            yield f"{way}list {' '.join(items[max(0, first.first - 2) : first.first])}"
            between = items[first.item + 1 : second.item]
        else:
            between = items[first.last + 1 : second.first]
            near, far, governing, named = approach(items, first.last + 1, second.first)
            yield f"{way}doing {near} {named}"
            yield f"{way}doing {near} {far} {governing}"
            yield f"{way}doing {near} {governing} {own}"
            yield f"{way}doing {near} {governing}"
            yield f"{way}governing {governing} {named}"
        yield from _words_between(between, way)
        if second.item - first.item <= 4:
            yield f"{way}close {' '.join(items[first.item + 1 : second.item])}"
        named = min(sum(item[0] == "<" for item in between), 2)
        stems = {stem for stem in self._stems(first.sentence)[first.last + 1 : second.first] if stem}
        for stem in stems:
            yield f"{way}cue {stem}"
            yield f"{way}cue {stem} {named}"
        yield f"{way}subject {first is sentence.occurrences[0]}"

    def _apart(self, head: int, tail: int, place: str) -> list[int]:
        """Return how the tail is spoken of in sentences that do not name the head."""
        entities, cast = self._reading.entities, self._cast
        heads, tails = entities[head].occurrences, entities[tail].occurrences
        distance = min((b.sentence - a.sentence for a in heads for b in tails), key=abs)
        kinds = sorted({self._setting.kinds[o.sentence] for o in tails})
        found = buckets([
            f"apart {max(-4, min(distance, 5))}", f"apart {max(-2, min(distance, 2))} {place}",
            f"apart kinds {' '.join(kinds)}",
        ])  # fmt: skip
        main = "apart own " if cast.own[head] > 0.4 or cast.rank[head] == 0 else "apart "
        for occurrence in tails[:_NEAREST]:
            found += self._once(main, occurrence, self._speaking)
        return found

    def _speaking(self, occurrence: Occurrence) -> Iterator[str]:
        sentence = self._reading.sentences[occurrence.sentence]
        items = sentence.items
        place = "T" if sentence.field == "title" else "A"
        left = [stem for stem in self._stems(occurrence.sentence)[: occurrence.first] if stem]
        nearest = left[-1] if left else "-"
        before = items[max(0, occurrence.first - 2) : occurrence.first]
        subject = next((item for item in items if item in _SUBJECTS or item[0] == "<"), "-")
        owned = any(self._cast.own[o.entity] > 0.4 for o in sentence.occurrences)
        after_method = any(o.mention.type == "Method" and o.item < occurrence.item for o in sentence.occurrences)
        near, far, governing, named = approach(items, 0, occurrence.first)
        yield f"{place}doing {near} {named}"
        yield f"{place}doing {near} {far} {governing}"
        yield f"{place}doing {near} {governing}"
        yield f"{place}doing {near} {governing} {subject}"
        yield f"{place}-1 {before[-1] if before else '<s>'}"
        yield f"{place}-2 {' '.join(before)}"
        yield from (f"{place}L {stem}" for stem in {*left})
        yield f"{place}cue {nearest}"
        yield f"{place}cues {' '.join(left[-2:])}"
        yield from (f"{place}R {s}" for s in {*self._stems(occurrence.sentence)[occurrence.last + 1 :]} if s)
        yield f"{place}kind {self._setting.kinds[occurrence.sentence]} {owned}"
        yield f"method {after_method} {owned}"
        yield f"{place}subject {subject}"
        yield f"{place}subject {subject} {nearest}"

    def _before(self, first: Occurrence) -> Iterator[str]:
        items = self._reading.sentences[first.sentence].items
        before = items[max(0, first.first - 2) : first.first]
        near, _, governing, _ = approach(items, 0, first.first)
        yield f" {near} {governing}"
        yield f"-1 {before[-1] if before else '<s>'}"
        yield f"-2 {' '.join(before)}"
        yield from (f"L {stem}" for stem in {*self._stems(first.sentence)[: first.first]} if stem)

    def _after(self, second: Occurrence) -> Iterator[str]:
        items = self._reading.sentences[second.sentence].items
        yield f"+1 {items[second.last + 1] if second.last + 1 < len(items) else '</s>'}"
        yield from (f"R {stem}" for stem in {*self._stems(second.sentence)[second.last + 1 :]} if stem)

    def _stems(self, sentence: int) -> list[str | None]:
        if sentence not in self._cues:
            self._cues[sentence] = [cue(item) for item in self._reading.sentences[sentence].items]
        return self._cues[sentence]


def _words_between(between: Sequence[str], way: str) -> Iterator[str]:
    named = sum(item[0] == "<" for item in between)
    yield f"{way}distance {min(len(between) // 2, 8)}"
    yield f"{way}named {min(named, 4)}"
    yield f"{way}next {named == 0} {min(len(between), 4)}"
    if len(between) <= 4:
        yield f"{way}all {' '.join(between)}"
    if between:
        yield f"{way}first {between[0]}"
        yield f"{way}last {between[-1]}"
        yield f"{way}ends {between[0]} {between[-1]}"
    for item in {*between}:
        yield f"{way}b {item}"
    for pair in pairwise(between):
        yield f"{way}b2 {' '.join(pair)}"


def _level(probability: float) -> str:
    return "o" if probability > 0.5 else "p" if probability > 0.2 else "n"
