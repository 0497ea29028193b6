"""Entities that may be the same under two names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from kg.analytics.links import Named

#: Words that names of the same thing have or lack.
_OPTIONAL = {"model", "models", "method", "network", "networks", "dataset", "benchmark", "algorithm", "task", "corpus"}
#: Likeness of two spellings from which they are worth a look, and papers that both need for it.
_ALIKE = 0.92
_LEAST_PAPERS = 2
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two entities that may be one, the more used first, and why it seems so."""

    first: str
    second: str
    why: str


def likely_duplicates(entities: Mapping[str, Named], papers: Mapping[str, int]) -> list[Suspicion]:
    """Return pairs that share a name but for its spelling, its word order or a generic word, or one name in two types.

    Near spellings are compared among entities of two papers or more. Names whose numbers differ are never alike:
    GPT-3 is not GPT-4. The most used come first.
    """
    found: dict[tuple[str, str], str] = {}
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for entity, named in sorted(entities.items()):
        groups["same name, of two types", named.label.casefold()].append(entity)
        groups[f"{named.type}: same but for spaces, hyphens, plural", _squeezed(named.label)].append(entity)
        groups[f"{named.type}: same but for word order or a generic word", _bag(named.label)].append(entity)
    for (why, key), members in groups.items():
        if key:
            for pair in combinations(members, 2):
                found.setdefault(pair, why.rpartition(": ")[2])
    for pair in _near_spellings(entities, papers):
        found.setdefault(pair, "nearly the same spelling")
    suspicions = [Suspicion(*_ranked(pair, papers), why) for pair, why in found.items()]
    return sorted(suspicions, key=lambda s: (-papers.get(s.second, 0), -papers.get(s.first, 0), s.first, s.second))


def _ranked(pair: tuple[str, str], papers: Mapping[str, int]) -> tuple[str, str]:
    first, second = sorted(pair, key=lambda entity: (-papers.get(entity, 0), entity))
    return first, second


def _squeezed(label: str) -> str:
    return re.sub(r"[^a-z0-9+#]", "", label.lower()).removesuffix("s")


def _bag(label: str) -> str:
    words = [word.removesuffix("s") for word in re.findall(r"[a-z0-9+#]+", label.lower())]
    kept = sorted(word for word in words if word not in _OPTIONAL)
    return " ".join(kept) if len("".join(kept)) > 2 else ""


def _near_spellings(entities: Mapping[str, Named], papers: Mapping[str, int]) -> list[tuple[str, str]]:
    blocks: defaultdict[tuple[str, str, tuple[str, ...]], list[tuple[str, str]]] = defaultdict(list)
    for entity, named in sorted(entities.items()):
        squeezed = _squeezed(named.label)
        if papers.get(entity, 0) >= _LEAST_PAPERS and len(squeezed) >= 6:
            blocks[named.type, squeezed[:3], tuple(_NUMBER.findall(named.label))].append((entity, squeezed))
    matcher = SequenceMatcher(autojunk=False)
    bounds = matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio  # from above, the cheapest first
    found = []
    for members in blocks.values():
        for place, (b, spelling) in enumerate(members):
            matcher.set_seq2(spelling)  # what the matcher prepares, so once for each
            for a, other in members[:place]:
                matcher.set_seq1(other)
                if all(likeness() >= _ALIKE for likeness in bounds):
                    found.append((a, b))
    return found
