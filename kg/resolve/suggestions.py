"""Near-duplicates: entities of one type that may be one thing, for people to decide on; nothing is merged by it.

Names are compared by the characters that they share (RapidFuzz), entities by what is named in the same papers; the
better the two agree, the higher a pair ranks. Names whose numbers differ are never proposed: GPT-3 is not GPT-4.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from kg.extract.record import EntityType
from kg.resolve.entities import Entity, Resolution
from kg.resolve.names import PaperNames

#: An entity: type and slug.
Node = tuple[EntityType, str]
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
#: Characters at the start or the end that two names have to share to be compared at all.
_SHARED_CHARS = 4
#: Names that share a start or an end with more others than this are not compared by it: it says too little.
_MOST_IN_BLOCK = 400


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be one: `name` is the rarer; similarity of names and of context are from 0 to 1."""

    type: EntityType
    name: str
    into: str
    similarity: float
    context: float
    papers: tuple[int, int]

    @property
    def score(self) -> float:
        """What suggestions are ranked by."""
        return self.similarity * (0.5 + 0.5 * self.context)

    @property
    def reason(self) -> str:
        """The figures, in words."""
        return (
            f"proposed: names {self.similarity:.2f} alike, contexts {self.context:.2f}, "
            f"in {self.papers[0]} and {self.papers[1]} papers"
        )


def suggest_merges(
    papers: Sequence[PaperNames], resolution: Resolution, min_similarity: float = 0.88
) -> list[Suggestion]:
    """Return pairs of entities that may be one, the likeliest first."""
    in_papers = [_entities(paper, resolution) for paper in papers]
    counts = Counter(node for nodes in in_papers for node in nodes)
    entities = [entity for entity in resolution.entities if counts[entity.type, entity.slug]]
    alike = [
        (one, other, similarity)
        for one, other in _candidates(entities)
        if (similarity := _similarity(one.label, other.label)) >= min_similarity
    ]
    contexts = _contexts(in_papers, {node for one, other, _ in alike for node in (_node(one), _node(other))})
    suggestions = (_suggestion(one, other, alikeness, counts, contexts) for one, other, alikeness in alike)
    return sorted(suggestions, key=lambda s: (-s.score, s.type, s.name, s.into))


def _entities(paper: PaperNames, resolution: Resolution) -> set[Node]:
    found = (resolution.find(paper.id, name.type, name.form) for name in paper.names)
    return {node for node in found if node}


def _node(entity: Entity) -> Node:
    return entity.type, entity.slug


def _candidates(entities: Iterable[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Yield pairs of a type whose names begin or end alike, or of which one may abbreviate the other; each once."""
    blocks: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        for block in _blocks(entity.label):
            blocks[entity.type, block].append(entity)
    seen: set[tuple[Node, Node]] = set()
    for members in blocks.values():
        for one, other in combinations(members, 2) if len(members) <= _MOST_IN_BLOCK else ():
            pair = (_node(one), _node(other))
            if pair not in seen and _NUMBERS.findall(one.label) == _NUMBERS.findall(other.label):
                seen.add(pair)
                yield one, other


def _blocks(label: str) -> set[str]:
    letters = "".join(c for c in label.casefold() if c.isalnum())
    words = re.findall(r"[^\W_]+", label.casefold())
    initials = "".join(word[0] for word in words) if len(words) > 1 else letters
    return {f"^{letters[:_SHARED_CHARS]}", f"{letters[-_SHARED_CHARS:]}$", f"={initials}"}


def _similarity(one: str, other: str) -> float:
    """Return how alike two names are: by characters in order, or by words whatever their order."""
    one, other = one.casefold(), other.casefold()
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)) / 100


def _contexts(in_papers: Iterable[set[Node]], wanted: set[Node]) -> dict[Node, Counter[Node]]:
    """Return, for the entities that are wanted, how often each other one is named in the same paper."""
    contexts: dict[Node, Counter[Node]] = defaultdict(Counter)
    for nodes in in_papers:
        for node in nodes & wanted:
            contexts[node].update(nodes - {node})
    return contexts


def _suggestion(
    one: Entity, other: Entity, similarity: float, counts: Mapping[Node, int], contexts: Mapping[Node, Counter[Node]]
) -> Suggestion:
    rarer, commoner = sorted((one, other), key=lambda e: (counts[_node(e)], e.slug))
    return Suggestion(
        type=one.type,
        name=rarer.label,
        into=commoner.label,
        similarity=similarity,
        context=_cosine(contexts.get(_node(one), Counter()), contexts.get(_node(other), Counter())),
        papers=(counts[_node(rarer)], counts[_node(commoner)]),
    )


def _cosine(one: Mapping[Node, int], other: Mapping[Node, int]) -> float:
    shared = sum(count * other[node] for node, count in one.items() if node in other)
    norms = math.sqrt(sum(n * n for n in one.values())) * math.sqrt(sum(n * n for n in other.values()))
    return shared / norms if norms else 0.0
