"""Curation as rules on entities: which name means what, which entity becomes which, what is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import CurationError
from kg.extract.record import EntityType
from kg.resolve.curation import Action, Decision
from kg.resolve.meanings import Key, Meanings
from kg.resolve.normal_form import normal_form


@dataclass(frozen=True, slots=True)
class Rules:
    """What curation asks for, by the keys of entities; empty where there is none.

    `splits` is by paper (None: all), type and normal form; `moves` says which entity becomes which.
    """

    splits: Mapping[tuple[str | None, EntityType, str], Key] = field(default_factory=dict)
    moves: Mapping[Key, Key] = field(default_factory=dict)
    blocked: frozenset[Key] = frozenset()
    labels: Mapping[Key, str] = field(default_factory=dict)
    links: Mapping[Key, str] = field(default_factory=dict)
    written: Mapping[Key, str] = field(default_factory=dict)
    aliases: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    notes: Mapping[Key, Sequence[str]] = field(default_factory=dict)

    def split(self, paper_id: str, type: EntityType, form: str) -> Key | None:
        """Return what curation says that a name means in a paper, or None."""
        if not self.splits:
            return None
        return self.splits.get((paper_id, type, form)) or self.splits.get((None, type, form))

    def applied(self, key: Key) -> Key | None:
        """Return the entity that one becomes, or None when it is left out."""
        while key not in self.blocked:
            if key not in self.moves:
                return key
            key = self.moves[key]
        return None

    def about(self, key: Key) -> dict[str, object]:
        """Return what curation says of an entity itself, by what it says."""
        if key not in self.notes and not (self.labels or self.links or self.written or self.aliases):
            return {}  # without a look at each, for each of many entities
        said: tuple[tuple[str, Mapping[Key, object]], ...] = (
            ("labels", self.labels),
            ("links", self.links),
            ("written", self.written),
            ("aliases", self.aliases),
            ("notes", self.notes),
        )
        return {what: of_key[key] for what, of_key in said if key in of_key}


def make_rules(decisions: Sequence[Decision], meanings: Meanings) -> Rules:
    """Return the rules that decisions amount to; raises CurationError, which lists the conflicts between them."""
    if conflicts := find_conflicts(decisions, meanings):
        raise CurationError("the curation file contradicts itself; nothing was changed\n" + "\n".join(conflicts))
    moves = {key: to for d in decisions if (to := target(d, meanings)) and (key := subject(d, meanings)) != to}
    rules = Rules(
        splits={at: means for d in decisions if d.action == "split" for at, means in _splits(d, meanings)},
        moves=moves,
        blocked=frozenset(subject(d, meanings) for d in decisions if d.action == "block"),
        labels={subject(d, meanings): d.value for d in decisions if d.action == "rename"},
        links={subject(d, meanings): d.value for d in decisions if d.action == "link"},
        written={_meant(d, meanings): d.value for d in decisions if d.action in ("merge", "split")},
    )
    aliases: dict[Key, list[str]] = defaultdict(list)
    notes: dict[Key, list[str]] = defaultdict(list)
    for key, reasons in meanings.reasons.items():
        if at := rules.applied(key):
            notes[at] += reasons
    for decision in decisions:
        about = _meant(decision, meanings) if decision.action == "split" else subject(decision, meanings)
        if at := rules.applied(about):
            notes[at].append(decision.note)
            if decision.action in ("merge", "retype"):
                aliases[at].append(decision.name)
    return Rules(
        rules.splits, rules.moves, rules.blocked, rules.labels, rules.links, rules.written, dict(aliases), dict(notes)
    )


def subject(decision: Decision, meanings: Meanings) -> Key:
    """Return the entity that a decision's name stands for."""
    return meanings.general(decision.type, normal_form(decision.name))


def target(decision: Decision, meanings: Meanings) -> Key | None:
    """Return the entity that a merge or retype leads to, None for other decisions."""
    if decision.action == "merge":
        return _meant(decision, meanings)
    if decision.action == "retype":
        type: EntityType = decision.value  # type: ignore[assignment]  # the file's reader has checked it
        return meanings.general(type, subject(decision, meanings)[1])
    return None


def _meant(decision: Decision, meanings: Meanings) -> Key:
    return meanings.general(decision.type, normal_form(decision.value))


def _splits(decision: Decision, meanings: Meanings) -> Iterator[tuple[tuple[str | None, EntityType, str], Key]]:
    for paper in decision.papers or (None,):
        yield (paper, decision.type, normal_form(decision.name)), _meant(decision, meanings)


def find_conflicts(decisions: Sequence[Decision], meanings: Meanings) -> list[str]:
    """Return the conflicts between decisions, each naming its lines."""
    return [*_doubles(decisions, meanings), *_against_each_other(decisions, meanings), *_circles(decisions, meanings)]


def _doubles(decisions: Sequence[Decision], meanings: Meanings) -> Iterator[str]:
    """Yield decisions that give one thing two targets, labels, links or meanings."""
    first: dict[object, Decision] = {}
    for decision in decisions:
        kind = "move" if decision.action in ("merge", "retype") else decision.action
        places: Iterable[object] = [(kind, subject(decision, meanings))]
        if decision.action == "split":
            places = [("split", at) for at, _ in _splits(decision, meanings)]
        for place in places:
            other = first.setdefault(place, decision)
            if (other.action, normal_form(other.value)) != (decision.action, normal_form(decision.value)):
                yield f"lines {other.line} and {decision.line}: {other}, but {decision}"


def _against_each_other(decisions: Sequence[Decision], meanings: Meanings) -> Iterator[str]:
    """Yield decisions on an entity that another decision takes away."""
    gone: dict[Key, Decision] = {}
    for decision in decisions:
        if decision.action in ("merge", "retype", "block"):
            gone.setdefault(subject(decision, meanings), decision)
    harmed: tuple[Action, ...] = ("rename", "link", "block")
    for decision in decisions:
        key = subject(decision, meanings)
        other = gone.get(key)
        if other and other is not decision and decision.action in harmed and decision.action != other.action:
            yield f"lines {other.line} and {decision.line}: {other}, but {decision}"
        aim = target(decision, meanings)
        if aim in gone and gone[aim].action == "block":
            yield f"lines {gone[aim].line} and {decision.line}: {gone[aim]}, but {decision}"


def _circles(decisions: Sequence[Decision], meanings: Meanings) -> Iterator[str]:
    """Yield merges that lead back to where they began."""
    moves = {subject(d, meanings): (to, d) for d in decisions if (to := target(d, meanings))}
    for start, (_, decision) in sorted(moves.items()):
        seen, key = [start], start
        while key in moves:
            key = moves[key][0]
            if key in seen:
                break
            seen.append(key)
        if key == start and start == min(seen):
            lines = sorted(moves[step][1].line for step in seen)
            yield f"lines {', '.join(map(str, lines))}: {decision}, but that leads back to {decision.name}"
