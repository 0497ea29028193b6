"""Citations: for every answer that an assistant gets, the papers and sentences that it rests on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypedDict

from kg.graph.vocabulary import TYPE_SEGMENTS
from kg.opened import OpenStore
from kg.query.things import Evidence, find_evidence

#: Things of an answer that are cited, and sentences that are read to cite them.
_MOST_THINGS = 20
_MOST_SENTENCES = 200


class Citation(TypedDict):
    """A sentence of a paper that names a thing of the answer."""

    about: str
    paper: str
    title: str
    year: int | None
    sentence: str
    confidence: float


def citation(evidence: Evidence) -> Citation:
    """Return a piece of evidence as a citation."""
    return {
        "about": evidence.thing,
        "paper": evidence.paper,
        "title": evidence.title,
        "year": evidence.year,
        "sentence": evidence.sentence,
        "confidence": evidence.confidence,
    }


def cite(graph: OpenStore, rows: Iterable[Mapping[str, Any]], given: Collection[str] = ()) -> list[Citation]:
    """Return one sentence for each of the first entities in some rows, in papers that also name what was asked about.

    Where no paper names both, as with a wider term, the sentence is of any paper that names the entity.
    """
    things = [thing for thing in _entities(graph, rows) if thing not in given][:_MOST_THINGS]
    things = things or list(given)[:_MOST_THINGS]
    together = _first_of_each(graph, things, [other for other in given if other not in things])
    missing = [thing for thing in things if thing not in together]
    alone = _first_of_each(graph, missing, []) if missing else {}
    return [citation(found) for thing in things if (found := together.get(thing) or alone.get(thing))]


def _entities(graph: OpenStore, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the IRIs of entities in rows, in order, each once."""
    segments = "|".join(TYPE_SEGMENTS.values())
    entity = re.compile(rf"{re.escape(graph.base)}/(?:{segments})/[^\s#]+")
    values = (value for row in rows for value in row.values() if isinstance(value, str))
    return list(dict.fromkeys(value for value in values if entity.fullmatch(value)))


def _first_of_each(graph: OpenStore, things: Sequence[str], together: Sequence[str]) -> dict[str, Evidence]:
    first: dict[str, Evidence] = {}
    if things:
        for evidence in find_evidence(graph.lookup, things, _MOST_SENTENCES, together):
            first.setdefault(evidence.thing, evidence)
    return first
