"""What tells whether two entities are related: the words between and around them, and who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.cues import approach, cue
from kg.extract.reading import Occurrence, Reading, Sentence
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
        self._alone: dict[tuple[int, int], list[str]] = {}

    def of(self, head: int, tail: int) -> list[str]:
        """Return the features of a pair of entities, each once."""
        found = set(self._who(head, tail))
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
        place = f"{_level(self._cast.own[head])}{_level(self._cast.own[tail])}"
        found.add(f"together {min(len(together), 2)}")
        found.add(f"together {bool(together)} {place} {min(self._cast.rank[head], 2)}")
        for _, a, b in together[:_NEAREST]:
            found.update(self._between(a, b))
        if not together:
            found.update(self._apart(head, tail, place))
        return list(found)

    def _who(self, head: int, tail: int) -> Iterator[str]:
        cast, entities = self._cast, self._reading.entities
        h, t = entities[head], entities[tail]
        own = _level(cast.own[head])
        yield f"own {own}{_level(cast.own[tail])}"
        yield f"rank {min(cast.rank[head], 3)}"
        yield f"rank {min(cast.rank[head], 3)} {own}"
        yield f"tail rank {min(cast.rank[tail], 3)}"
        yield f"roles {cast.roles[head]} {cast.roles[tail]}"
        titled = [any(self._reading.sentences[o.sentence].field == "title" for o in e.occurrences) for e in (h, t)]
        yield f"title {titled[0]} {titled[1]}"
        yield f"heads {min(len(h.occurrences), 4)}"
        yield f"tails {min(len(t.occurrences), 3)}"
        yield f"alone {cast.of_type[h.type] == 1}"
        yield f"of type {min(cast.of_type[t.type], 5)}"
        head_words, tail_words = h.name.split(), t.name.split()
        yield f"head word {head_words[-1] if head_words else ''}"
        yield f"tail word {tail_words[-1] if tail_words else ''}"
        if {*head_words} & {*tail_words}:
            yield f"shared {h.name.endswith(t.name)} {t.name.endswith(h.name)} {head_words[-1] == tail_words[-1]}"

    def _between(self, a: Occurrence, b: Occurrence) -> Iterator[str]:
        """Yield what stands between two mentions of one sentence, and around them."""
        sentence = self._reading.sentences[a.sentence]
        items = sentence.items
        first, second, way = (a, b, ">") if a.item < b.item else (b, a, "<")
        way += "T" if sentence.field == "title" else "A"
        if first.first == second.first:
            yield f"{way}list {' '.join(items[max(0, first.first - 2) : first.first])}"
            between = items[first.item + 1 : second.item]
        else:
            between = items[first.last + 1 : second.first]
            near, far, governing, named = approach(items, first.last + 1, second.first)
            yield f"{way}doing {near} {named}"
            yield f"{way}doing {near} {far} {governing}"
            yield f"{way}doing {near} {governing} {_level(self._cast.own[a.entity])}"
            yield f"{way}doing {near} {governing}"
            yield f"{way}governing {governing} {named}"
        yield from _words_between(between, way)
        if second.item - first.item <= 4:
            yield f"{way}close {' '.join(items[first.item + 1 : second.item])}"
        named = min(sum(item[0] == "<" for item in between), 2)
        stems = {stem for stem in self._stems(a.sentence)[first.last + 1 : second.first] if stem}
        for stem in stems:
            yield f"{way}cue {stem}"
            yield f"{way}cue {stem} {named}"
        yield f"{way}subject {first is sentence.occurrences[0]}"
        yield from (f"{way}{feature}" for feature in self._before(first, sentence))
        yield from (f"{way}{feature}" for feature in self._after(second, sentence))

    def _apart(self, head: int, tail: int, place: str) -> Iterator[str]:
        """Yield how the tail is spoken of in sentences that do not name the head."""
        entities, cast = self._reading.entities, self._cast
        heads, tails = entities[head].occurrences, entities[tail].occurrences
        distance = min((b.sentence - a.sentence for a in heads for b in tails), key=abs)
        yield f"apart {max(-4, min(distance, 5))}"
        yield f"apart {max(-2, min(distance, 2))} {place}"
        main = "o" if cast.own[head] > 0.4 or cast.rank[head] == 0 else "n"
        for occurrence in tails[:_NEAREST]:
            yield from (f"x{main}{feature}" for feature in self._spoken_of(occurrence))
        kinds = sorted({self._setting.kinds[o.sentence] for o in tails})
        yield f"x kinds {' '.join(kinds)}"

    def _spoken_of(self, occurrence: Occurrence) -> Sequence[str]:
        key = occurrence.sentence, occurrence.item
        if key not in self._alone:
            self._alone[key] = list(self._speaking(occurrence))
        return self._alone[key]

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

    def _before(self, first: Occurrence, sentence: Sentence) -> Iterator[str]:
        before = sentence.items[max(0, first.first - 2) : first.first]
        near, _, governing, _ = approach(sentence.items, 0, first.first)
        yield f"before {near} {governing}"
        yield f"-1 {before[-1] if before else '<s>'}"
        yield f"-2 {' '.join(before)}"
        yield from (f"L {stem}" for stem in {*self._stems(first.sentence)[: first.first]} if stem)

    def _after(self, second: Occurrence, sentence: Sentence) -> Iterator[str]:
        yield f"+1 {sentence.items[second.last + 1] if second.last + 1 < len(sentence.items) else '</s>'}"
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
