"""What a corpus is made of: papers, and what was skipped on the way to them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper's title and abstract as the user holds them, with the metadata that came along.

    `date` is ISO 8601 in the precision known (`2021`, `2021-05`, `2021-05-14`). `doi` is in lower case without a
    resolver (`10.1000/xyz`), `arxiv` an arXiv id without its version. `source` says where the paper was
    read (`FILE:LINE`) and takes no part in its identity.
    """

    id: str
    title: str
    abstract: str
    date: str | None = None
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    url: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    venue: str | None = None
    source: str = ""

    @property
    def year(self) -> int | None:
        """The year of `date`."""
        return int(self.date[:4]) if self.date else None

    @property
    def content_hash(self) -> str:
        """A digest of everything but `source`: two papers that share it need to be extracted once."""
        content = json.dumps({**paper_to_json(self), "source": ""}, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def text_hash(self) -> str:
        """A digest of title and abstract, whatever their letter case."""
        return hashlib.sha256(f"{self.title}\n{self.abstract}".casefold().encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a corpus that is not a usable paper: why (`reason`, a short fixed phrase) and where."""

    reason: str
    source: str
    detail: str = ""


_NAMES = tuple(field.name for field in fields(Paper))


def paper_to_json(paper: Paper) -> dict[str, Any]:
    """Return the paper as a JSON object."""
    return {name: getattr(paper, name) for name in _NAMES}


def paper_from_json(data: dict[str, Any]) -> Paper:
    """Return the paper that `paper_to_json` wrote."""
    return Paper(**{**data, "categories": tuple(data["categories"]), "authors": tuple(data["authors"])})
