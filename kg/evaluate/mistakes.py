"""Mistakes: each fact that was missed or made up, what it was confused with, and the text around it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.evaluate.annotations import Annotations, Span
from kg.evaluate.facts import Facts
from kg.evaluate.figures import overlapping

#: Characters shown on either side of a mention.
_CONTEXT = 50
#: Examples that a confusion is shown with.
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Mistake:
    """One fact of one kind: the paper, what went wrong (`missed Task`), what it is about, and how it stands there."""

    paper: str
    kind: str
    what: str
    name: str
    context: str

    def to_json(self) -> dict[str, str]:
        """Return the mistake as a JSON object."""
        return {name: getattr(self, name) for name in ("paper", "kind", "what", "name", "context")}


@dataclass(frozen=True, slots=True)
class Confusion:
    """What went wrong how often, with the names that it went wrong with most often."""

    what: str
    count: int
    examples: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the confusion as a JSON object."""
        return {"what": self.what, "count": self.count, "examples": list(self.examples)}


def find_mistakes(papers: Mapping[str, Annotations], facts: Mapping[str, tuple[Facts, Facts]]) -> Iterator[Mistake]:
    """Yield all mistakes, paper by paper, kind by kind, in the order of the text."""
    for id, (gold, guess) in facts.items():
        yield from _mention_mistakes(papers[id], gold.mentions, guess.mentions)
        yield from _role_mistakes(id, gold, guess)
        for kind in ("relations", "aliases", "results"):
            yield from _other_mistakes(id, kind, gold, guess)


def frequent_confusions(mistakes: Iterable[Mistake], most: int) -> list[Confusion]:
    """Return what went wrong most often, at most so many, the most frequent first."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for mistake in mistakes:
        names[mistake.what][mistake.name] += 1
    confusions = [
        Confusion(what, found.total(), tuple(name for name, _ in _most_common(found))) for what, found in names.items()
    ]
    return sorted(confusions, key=lambda c: (-c.count, c.what))[:most]


def _most_common(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_EXAMPLES]


def _mention_mistakes(paper: Annotations, gold: frozenset[Span], guess: frozenset[Span]) -> Iterator[Mistake]:
    for span in sorted(gold - guess):
        yield _mention_mistake(paper, span, _missed(span, guess))
    for span in sorted(guess - gold):
        if not _touching(span, gold):
            yield _mention_mistake(paper, span, f"made up {span[3]}")


def _missed(span: Span, guess: frozenset[Span]) -> str:
    """Say what became of a gold mention that was not found as it is."""
    field, start, end, type = span
    if same := [t for f, s, e, t in sorted(guess) if (f, s, e) == (field, start, end)]:
        return f"{type} taken for {same[0]}"
    if overlapping(span, guess):
        longest = max((e - s for f, s, e, t in guess if f == field and t == type and s < end and start < e), default=0)
        return f"{type} cut too {'long' if longest > end - start else 'short'}"
    if others := [t for _, _, _, t in _touching(span, guess)]:
        return f"{type} taken for {others[0]}, cut otherwise"
    return f"missed {type}"


def _touching(span: Span, others: frozenset[Span]) -> list[Span]:
    field, start, end, _ = span
    return sorted(o for o in others if o[0] == field and start < o[2] and o[1] < end)


def _mention_mistake(paper: Annotations, span: Span, what: str) -> Mistake:
    field, start, end, _ = span
    text = paper.text(field)
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    context = " ".join(f"{before}⟦{text[start:end]}⟧{after}".split())
    return Mistake(paper.id, "mentions", what, " ".join(text[start:end].split()), context)


def _role_mistakes(id: str, gold: Facts, guess: Facts) -> Iterator[Mistake]:
    """Yield entities that both sides have under different roles; entities of one side alone are mention mistakes."""
    guessed = {(name, type): role for name, type, role in sorted(guess.roles)}
    for name, type, role in sorted(gold.roles - guess.roles):
        if other := guessed.get((name, type)):
            yield Mistake(id, "roles", f"role {role} taken for {other}", name, f"{type} {name}: {role}, not {other}")


def _other_mistakes(id: str, kind: str, gold: Facts, guess: Facts) -> Iterator[Mistake]:
    for what, facts in (("missed", gold.of(kind) - guess.of(kind)), ("made up", guess.of(kind) - gold.of(kind))):
        for fact in sorted(facts, key=str):
            label = {"relations": str(fact[1]), "aliases": "alias", "results": "result"}[kind]
            shown = " | ".join(str(part) or "-" for part in fact)
            yield Mistake(id, kind, f"{what} {label}", shown, shown)
