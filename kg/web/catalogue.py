"""The catalogue: who is named where, as arrays in memory, so that lists, facets and suggestions answer at once.

It is made once for each snapshot. An aggregation over a million links takes a SPARQL engine seconds and numpy some ten
milliseconds, and what is listed must be quick at 100,000 entities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.web.names import Names

Numbers = NDArray[Any]

#: Roles of a paper towards an entity, as bits; every link has the last.
ROLES: Mapping[str, int] = {"introduces": 1, "uses": 2, "compares": 4, "mentions": 8}


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity or a paper: its IRI, name, class, and the class of hardware or the date of the paper."""

    iri: str
    label: str
    type: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entities and papers of a snapshot, and the links between them.

    `things` holds the entities first, then the papers; `papers_of` counts papers by entity (for a paper 0). Links are
    three arrays of one length: entity, paper (counted from the first paper) and roles as bits. `year` is by paper, 0
    where unknown; `member` says by category which papers are in it.
    """

    snapshot: str
    things: Sequence[Thing]
    entities: int
    type_of: Numbers
    papers_of: Numbers
    link_entity: Numbers
    link_paper: Numbers
    link_role: Numbers
    year: Numbers
    member: Mapping[str, Numbers]
    names: Names
    types: Sequence[str]

    @property
    def papers(self) -> int:
        """The number of papers."""
        return len(self.things) - self.entities

    def count(self, type: str) -> tuple[int, int]:
        """Return how many entities of a type papers name, and how many papers name one."""
        of_type = self.type_of[: self.entities] == self.types.index(type)
        named = int(np.count_nonzero(of_type & (self.papers_of[: self.entities] > 0)))
        touched = np.zeros(self.papers, dtype=bool)
        touched[self.link_paper[of_type[self.link_entity]]] = True
        return named, int(touched.sum())

    def find(self, text: str, type: str = "", most: int = 10) -> list[tuple[Thing, int]]:
        """Return what is called so, or begins so, or holds the words: exact names first, then the most often named.

        `type` is a class, or Entity for all but papers. Each thing comes with the number of papers that name it.
        """
        found = self.names.find(text, self.papers_of, 400 if type else most)
        matching = [i for i in found if self._fits(i, type)]
        return [(self.things[i], int(self.papers_of[i])) for i in matching[:most]]

    def top(self, type: str, most: int) -> list[tuple[Thing, int]]:
        """Return the entities of a class that most papers name."""
        counts = self.papers_of[: self.entities].copy()
        if type != "Entity":
            counts[self.type_of[: self.entities] != self.types.index(type)] = 0
        best = np.argsort(-counts, kind="stable")[:most]
        return [(self.things[i], int(counts[i])) for i in best if counts[i]]

    def _fits(self, i: int, type: str) -> bool:
        if type == "Entity":
            return i < self.entities
        return not type or self.things[i].type == type
