"""Sentences with their mentions: what roles, relations and results are read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.extract.coinages import STATED, TITLE
from kg.extract.record import EntityType, Mention, TextField


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: its text, where it begins in its field, and its mentions in order."""

    field: TextField
    start: int
    text: str
    mentions: tuple[Mention, ...]

    @property
    def end(self) -> int:
        """Where the sentence ends in its field."""
        return self.start + len(self.text)

    def before(self, mention: Mention, chars: int = 60) -> str:
        """Return up to `chars` characters of the sentence before a mention."""
        begin = mention.start - self.start
        return self.text[max(0, begin - chars) : begin]

    def after(self, mention: Mention, chars: int = 60) -> str:
        """Return up to `chars` characters of the sentence after a mention."""
        end = mention.end - self.start
        return self.text[end : end + chars]

    def between(self, first: Mention, second: Mention) -> str:
        """Return the text from the end of one mention to the start of a later one."""
        return self.text[first.end - self.start : second.start - self.start]


def statements(title: str, abstract: str, mentions: Sequence[Mention]) -> list[Statement]:
    """Return the sentences that hold a mention, title first."""
    fields = {"title": title, "abstract": abstract}
    return [
        Statement(field, start, fields[field][start:end], tuple(group))
        for (field, start, end), group in groupby(mentions, lambda m: (m.field, m.sentence_start, m.sentence_end))
    ]


def own_entity(mentions: Sequence[Mention], *types: EntityType) -> Mention | None:
    """Return the first mention of what the paper presents under a name of its own, of one of the types if given."""
    for extractor in (TITLE, STATED):
        for mention in mentions:
            if mention.extractor == extractor and (not types or mention.type in types):
                return mention
    return None
