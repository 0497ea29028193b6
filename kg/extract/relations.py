"""Relations: what a sentence states between two of its mentions, or between the paper's own method and one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.extract.record import Mention, Relation
from kg.extract.statements import Statement, own_entity, statements
from kg.resolve.normal_form import normal_form

_Pair = tuple[Mention, str, Mention]

_SUCH_AS = re.compile(
    r"(?:,? such as|,? including|,? like|,? e\.g\.,?| \((?:e\.g\.,?|such as|like|i\.e\.,?)) (?:the )?", re.I
)
_AND = re.compile(r"(?:,| and| or|, and|, or|/| &) ?")
_FOR = re.compile(r"(?: \w+)? (?:for|in|to) (?:the |end-to-end |efficient |effective |fast |scalable )?", re.I)
_COMPARED = re.compile(
    r"\b(?:outperform\w*|compared? (?:to|with|against)|surpass\w*|better than|superior to|faster than|"
    r"more \w+ than|than|over|beat\w*|exceed\w*)\b[^.;]{0,60}$",
    re.I,
)
_TRAINED = re.compile(
    r"\b(?:(?:pre-?|fine-?)?train(?:ed|ing|s)?|fine-?tun(?:ed|ing|es))\b[^.;]{0,60}\b(?:on|with|using)\b[^.;]{0,40}$",
    re.I,
)
_EVALUATED = re.compile(
    r"\b(?:evaluat\w*|experiment\w*|results?|benchmark\w*|tested|outperform\w*|achiev\w*|improv\w*|performance|accuracy|"
    r"gains?|state-of-the-art|reduc\w*|demonstrat\w*|show\w*)\b[^;]{0,140}\b(?:on|across|over|in|using)\b[^.;]{0,80}$",
    re.I,
)
_BASED = re.compile(
    r"\b(?:based (?:up)?on|built (?:up)?on|builds (?:up)?on|extend(?:s|ing)?|leverag(?:es|ing)|using|uses|via|by|"
    r"adopts|combin(?:es|ing)|integrat(?:es|ing)|appl(?:y|ies|ying)|employ(?:s|ing)?|through|on top of|use)"
    r"\b[^.;]{0,40}$",
    re.I,
)
_RUNS = re.compile(
    r"\b(?:on|using|with|across|over)\b"
    r"(?: (?:a|an|the|single|only|one|two|four|eight|\d[\d,]*|up|to|of|commodity|consumer-grade))*[ -]*$",
    re.I,
)
_CONSISTS = re.compile(
    r"\b(?:consists? of|compris\w+|composed of|includes|contains|consisting of|components?:?)\b[^.;]{0,60}$", re.I
)

#: How often each relation found is one that a reader marked, as measured on 144 hand-annotated abstracts.
_PRECISION: Mapping[str, float] = {
    "aliasOf": 0.9, "subClassOf": 0.5, "usedFor": 0.4, "benchmarkFor": 0.4, "comparedWith": 0.4, "trainedOn": 0.4,
    "evaluatedOn": 0.4, "basedOn": 0.3, "runsOn": 0.3, "partOf": 0.3, "measuredBy": 0.3,
}  # fmt: skip


def find_relations(title: str, abstract: str, mentions: Sequence[Mention]) -> tuple[Relation, ...]:
    """Return each relation once, with the first sentence that states it."""
    own = own_entity(mentions)
    found: dict[tuple[str, str, str], Relation] = {}
    for statement in statements(title, abstract, mentions):
        for rule in _RULES:
            for head, relation, tail in rule(statement, own):
                key = (normal_form(head.text), relation, normal_form(tail.text))
                if key[0] != key[2]:
                    found.setdefault(key, _relation(statement, head, relation, tail))
    return tuple(found.values())


def _relation(statement: Statement, head: Mention, relation: str, tail: Mention) -> Relation:
    confidence = round(_PRECISION[relation] * min(head.confidence, tail.confidence) / max(head.confidence, 0.01), 3)
    return Relation(
        head.text,
        head.type,
        relation,
        tail.text,
        tail.type,
        statement.field,
        statement.start,
        statement.end,
        confidence,
    )


def _pairs(statement: Statement) -> Iterator[tuple[Mention, str, Mention]]:
    """Yield each two mentions that follow each other, with the text between them."""
    for first, second in zip(statement.mentions, statement.mentions[1:], strict=False):
        yield first, statement.between(first, second), second


def _aliases(statement: Statement, _own: Mention | None) -> Iterator[_Pair]:
    for long, between, short in _pairs(statement):
        if between in (" (", "(") and long.type == short.type and statement.after(short, 1) in (")", ",", ";"):
            if len(short.text) < len(long.text):
                yield short, "aliasOf", long
            else:
                yield long, "aliasOf", short


def _kinds(statement: Statement, _own: Mention | None) -> Iterator[_Pair]:
    kind: Mention | None = None
    for first, between, second in _pairs(statement):
        if _SUCH_AS.fullmatch(between):
            kind = first
        elif not _AND.fullmatch(between):
            kind = None
        if kind is not None and kind.type == second.type:
            yield second, "subClassOf", kind


def _purposes(statement: Statement, _own: Mention | None) -> Iterator[_Pair]:
    for first, between, second in _pairs(statement):
        if second.type == "Task" and _FOR.fullmatch(between) and first.type in ("Method", "Dataset"):
            yield first, "usedFor" if first.type == "Method" else "benchmarkFor", second


def _own_purposes(statement: Statement, own: Mention | None) -> Iterator[_Pair]:
    """In a title, what stands after "for" is what the paper's own method or dataset is for."""
    if statement.field != "title" or own is None or own.type not in ("Method", "Dataset"):
        return
    for mention in statement.mentions:
        if mention.type == "Task" and mention.start > own.start:
            yield own, "usedFor" if own.type == "Method" else "benchmarkFor", mention


def _own_relations(statement: Statement, own: Mention | None) -> Iterator[_Pair]:
    """Relate the paper's own method to what its sentences name after a telling word."""
    if own is None or own.type != "Method":
        return
    for mention in statement.mentions:
        if normal_form(mention.text) == normal_form(own.text):
            continue
        before = statement.before(mention, 200)
        if mention.type == "Dataset":
            if _TRAINED.search(before):
                yield own, "trainedOn", mention
            elif _EVALUATED.search(before):
                yield own, "evaluatedOn", mention
        elif mention.type == "Method" and statement.field == "abstract":
            if _COMPARED.search(before):
                yield own, "comparedWith", mention
            elif _names(statement, own) and _CONSISTS.search(before):
                yield mention, "partOf", own
            elif _names(statement, own) and _BASED.search(before):
                yield own, "basedOn", mention
        elif mention.type == "Hardware" and _RUNS.search(before):
            yield own, "runsOn", mention
        elif mention.type == "Metric" and _names(statement, own):
            yield own, "measuredBy", mention


def _names(statement: Statement, own: Mention) -> bool:
    name = normal_form(own.text)
    return any(normal_form(mention.text) == name for mention in statement.mentions)


_RULES: tuple[Callable[[Statement, Mention | None], Iterator[_Pair]], ...] = (
    _aliases, _kinds, _purposes, _own_purposes, _own_relations,
)  # fmt: skip
