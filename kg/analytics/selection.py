"""Which part of a store a report is about, and how to write that on a command line and in words."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from kg.errors import UsageError
from kg.extract.record import ROLES, RoleName

#: Roles that count as co-use: a mere mention says little about what a paper does with an entity.
CO_USE_ROLES: tuple[RoleName, ...] = ("introduces", "compares", "uses")


@dataclass(frozen=True, slots=True)
class Selection:
    """Papers by year and category, and their entities by role and confidence.

    `since` and `until` are years, both included; `categories` are alternatives; `confidence` (0 to 1) is the least
    confidence of the surest mention of an entity in a paper. Raises UsageError for a role that does not exist.
    """

    since: int | None = None
    until: int | None = None
    categories: tuple[str, ...] = ()
    roles: tuple[RoleName, ...] = CO_USE_ROLES
    confidence: float = 0.0

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.roles) - set(ROLES)):
            raise UsageError(f"no role {', '.join(unknown)}; the roles are {', '.join(ROLES)}")
        if not 0 <= self.confidence <= 1:
            raise UsageError(f"--confidence is between 0 and 1, not {self.confidence}")

    @property
    def of_papers(self) -> dict[str, list[str]]:
        """The parameters of a saved query that select papers."""
        return {
            "since": [str(self.since)] if self.since is not None else [],
            "until": [str(self.until)] if self.until is not None else [],
            "category": list(self.categories),
        }

    def options(self) -> str:
        """Return the options of `kg report` that make this selection; empty for the default one."""
        words = [
            *([f"--since {self.since}"] if self.since is not None else []),
            *([f"--until {self.until}"] if self.until is not None else []),
            *(f"--category {shlex.quote(category)}" for category in self.categories),
            *(f"--role {role}" for role in self.roles if self.roles != CO_USE_ROLES),
            *([f"--confidence {self.confidence:g}"] if self.confidence else []),
        ]
        return " ".join(words)

    def query_values(self) -> str:
        """Return the parameters of a saved query of papers, as `kg query` takes them."""
        return " ".join(shlex.quote(f"{name}={value}") for name, values in self.of_papers.items() for value in values)

    def describe(self) -> list[str]:
        """Return one sentence per filter."""
        if self.since is None and self.until is None:
            years = "Papers of all years, dated or not"
        else:
            years = f"Papers dated {self.since or 'any year'} to {self.until or 'any year'}"
        return [
            years
            + (f" in the categories {', '.join(self.categories)}." if self.categories else ", in all categories."),
            f"Entities that a paper {_listed(self.roles)}"
            + (f", with confidence {self.confidence:g} or more." if self.confidence else ", whatever the confidence."),
        ]


EVERYTHING = Selection()


def _listed(roles: tuple[RoleName, ...]) -> str:
    verbs = {"introduces": "introduces", "compares": "compares with", "uses": "uses", "mentions": "mentions"}
    *first, last = [verbs[role] for role in roles] or ["has"]
    return f"{', '.join(first)} or {last}" if first else last
