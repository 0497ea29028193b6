"""What people's corrections say of the names that extraction had found: kept, of another type, or no name at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.annotation.corrections import Corrected, Marked
from kg.extract.record import EntityType, Mention, Record
from kg.resolve.normal_form import normal_form

#: What a mention became: a type (its own, or another), or None where nothing was left there.
Outcome = str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A name of a type that people never left as it was: the type that it has instead, None for no name at all.

    `mentions` is the number of mentions that say so, `papers` the ids of the papers that have them.
    """

    type: EntityType
    name: str
    instead: str | None
    mentions: int
    papers: tuple[str, ...]


def verdicts(corrected: Iterable[Corrected], records: Mapping[str, Record]) -> list[Verdict]:
    """Return the names on which all corrections agree, those with the most mentions first.

    `records` are what extraction had found in the same papers. A name that was left as it was once, or that became
    different things, gets no verdict: what holds for one paper need not hold for all.
    """
    outcomes: defaultdict[tuple[EntityType, str], list[tuple[Mention, str, Outcome]]] = defaultdict(list)
    for paper in corrected:
        record = records.get(paper.id)
        for mention in record.mentions if record else ():
            became = _outcome(mention, paper.mentions)
            outcomes[mention.type, normal_form(mention.text)].append((mention, paper.id, became))
    found = [
        Verdict(
            type, " ".join(seen[0][0].text.split()), seen[0][2], len(seen), tuple(sorted({id for _, id, _ in seen}))
        )
        for (type, form), seen in outcomes.items()
        if form and len({became for _, _, became in seen}) == 1 and seen[0][2] != type
    ]
    return sorted(found, key=lambda verdict: (-verdict.mentions, verdict.type, verdict.name))


def _outcome(mention: Mention, marked: Iterable[Marked]) -> Outcome:
    """Return the type of what was marked in a mention's place; other boundaries of its own type leave it as it was."""
    there = [m.type for m in marked if m.field == mention.field and m.start < mention.end and mention.start < m.end]
    return mention.type if mention.type in there else min(there, default=None)
