"""What a name means in a paper, before curation.

In this order: the long form that its own paper gives it, the known name of the gazetteer, the one long form that papers
agree on, itself; and then what is usual for that. The order of papers makes no difference.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.record import EntityType
from kg.gazetteer import Name
from kg.resolve.gazetteer_index import Index, find_name, index_names
from kg.resolve.names import PaperNames
from kg.resolve.normal_form import normal_form

#: A type and a normal form, or for known names the normal form of their label: what an entity is made from.
Key = tuple[EntityType, str]

#: The share of the papers that spell a short form out which have to give it one long form, for it to hold elsewhere.
AGREEMENT = 0.9
#: Papers that have to give a name a long form that does not spell it, for it to hold elsewhere.
FEWEST_UNSPELLED = 3


@dataclass(frozen=True, slots=True)
class Meanings:
    """What names mean: known names, the long forms that papers give, and what is usual, by type and normal form.

    `usual` says which meaning stands in the place of another, `reasons` why, by what stands there.
    """

    index: Index
    by_paper: Mapping[str, Mapping[Key, Key]]
    agreed: Mapping[Key, Key]
    usual: Mapping[Key, Key] = field(default_factory=dict)
    reasons: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    _general: dict[Key, Key] = field(default_factory=dict)

    def of_names(self, paper: PaperNames) -> list[Key]:
        """Return what each name of a paper means there: `in_paper`, without a call for each of millions of names."""
        written = [(name.type, name.form) for name in paper.names]
        if own := self.by_paper.get(paper.id):
            return [own.get(key) or self.general(*key) for key in written]
        return [self._general.get(key) or self.general(*key) for key in written]

    def in_paper(self, paper_id: str, type: EntityType, form: str) -> Key:
        """Return what a normal form means in a paper."""
        own = self.by_paper.get(paper_id)
        return (own and own.get((type, form))) or self.general(type, form)

    def general(self, type: EntityType, form: str) -> Key:
        """Return what a normal form means where no long form is given."""
        key = (type, form)
        meaning = self._general.get(key)
        if meaning is None:
            found = _known(self.index, key) or self.agreed.get(key) or key
            meaning = self._general[key] = self.usual.get(found, found)
        return meaning


def gather_meanings(papers: Iterable[PaperNames], names: Sequence[Name]) -> Meanings:
    """Return what names mean, from the known names and from the pairs of short and long form in all papers."""
    index = index_names(names)
    by_paper: dict[str, dict[Key, Key]] = {}
    for paper in papers:
        if paper.long_forms:
            by_paper[paper.id] = dict(_own_meanings(paper, index))
    return Meanings(index, by_paper, _agreed(by_paper.values()))


def as_used(meanings: Meanings, usual: Mapping[Key, Key], reasons: Mapping[Key, Sequence[str]]) -> Meanings:
    """Return the meanings with what is usual in the place of what is not."""
    by_paper = {
        paper: {name: usual.get(means, means) for name, means in own.items()}
        for paper, own in meanings.by_paper.items()
    }
    return Meanings(meanings.index, by_paper, meanings.agreed, usual, reasons)


def _own_meanings(paper: PaperNames, index: Index) -> Iterator[tuple[Key, Key]]:
    """Yield what a paper says that its short forms mean; a known name in brackets ("a model (BERT)") is an example."""
    for type, short, long in paper.long_forms:
        if spells(short, long) or not _known(index, (type, short)):
            yield (type, short), _known(index, (type, long)) or (type, long)


def spells(short: str, long: str) -> bool:
    """Say whether the letters of a short form stand in its long form in their order, from its first letter on.

    The condition of Schwartz and Hearst (2003), A simple algorithm for identifying abbreviation definitions.
    """
    rest = iter(long)
    letters = [c for c in short if c.isalnum()]
    return bool(letters) and long.startswith(letters[0]) and all(letter in rest for letter in letters)


def _known(index: Index, key: Key) -> Key | None:
    name = find_name(index, *key)
    return (name.type, normal_form(name.label)) if name else None


def _agreed(by_paper: Iterable[Mapping[Key, Key]]) -> dict[Key, Key]:
    """Return the short forms to which nine in ten of the papers that explain them give one long form.

    A longer form that ends in it counts for it: AI is artificial intelligence, generative or not. One paper alone is
    believed when the long form spells the short one: "a benchmark (KITTI)" says little of KITTI.
    """
    long_forms: dict[Key, Counter[Key]] = defaultdict(Counter)
    for own in by_paper:
        for short, long in own.items():
            long_forms[short][long] += 1
    agreed = {}
    for short, counts in long_forms.items():
        long = min(counts, key=lambda form: (-counts[form], form))
        papers = sum(times for (type, form), times in counts.items() if type == long[0] and _ends_in(form, long[1]))
        fewest = 1 if spells(short[1], long[1]) else FEWEST_UNSPELLED
        if papers >= max(fewest, AGREEMENT * counts.total()):
            agreed[short] = long
    return agreed


def _ends_in(form: str, end: str) -> bool:
    return form == end or form.endswith(f" {end}")
