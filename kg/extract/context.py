"""Context: how a trained model has read each word piece of a text, kept for what is asked of entities and pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extract.document import field_offset
from kg.extract.models import FactsModel
from kg.extract.record import Mention
from kg.extract.wordpieces import Window

_CONTEXT = "kg_context"
#: More pieces than this are not kept, since each is set beside each other one; that is three times a long abstract.
_LONGEST = 1024
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Context:
    """How each word piece was read (pieces x size), and where its word starts and ends in the text of the Doc.

    Marks, which belong to no word, start and end at -1; the first piece is one. `abstract` is where the abstract
    begins, `model` what goes on from here; None before that is trained.
    """

    read: NDArray[np.float32]
    starts: Indices
    ends: Indices
    abstract: int
    model: FactsModel | None

    def pieces(self, mention: Mention) -> tuple[int, int]:
        """Return the first piece of a mention and the one after its last; the first mark where it has none."""
        offset = 0 if mention.field == "title" else self.abstract
        touched = (self.starts < offset + mention.end) & (self.ends > offset + mention.start)
        found = np.flatnonzero(touched)
        return (int(found[0]), int(found[-1]) + 1) if len(found) else (0, 1)


def leave_context(
    doc: Doc, windows: Sequence[Window], read: Sequence[NDArray[np.float32]], model: FactsModel | None
) -> None:
    """Leave with a Doc how its windows were read; nothing where a model does not tell, or of too long a text."""
    if not 0 < sum(map(len, read)) <= _LONGEST:
        return
    starts: list[Indices] = []
    ends: list[Indices] = []
    token = 0
    for window in windows:
        before = window.firsts[0]
        pieces = np.diff([*window.firsts, len(window.ids) - 1])
        words = range(token, token + len(pieces))
        for each, place in ((starts, [doc[i].idx for i in words]), (ends, [doc[i].idx + len(doc[i]) for i in words])):
            each.append(np.concatenate([np.full(before, -1), np.repeat(place, pieces), [-1]]))
        token += len(pieces)
    where = np.concatenate(starts), np.concatenate(ends)
    doc.user_data[_CONTEXT] = Context(np.concatenate(read), *where, field_offset(doc, "abstract"), model)


def context_of(doc: Doc) -> Context | None:
    """Return how a Doc was read; None where nothing of it was kept."""
    context: Context | None = doc.user_data.get(_CONTEXT)
    return context
