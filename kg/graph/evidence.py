"""Evidence: the sentence that a statement was read in, and how sure the reading is."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.extract.record import Mention, Record, Relation, Result
from kg.graph.nodes import Statement, kg, std, typed


def evidence(
    node: NamedNode, paper: NamedNode, record: Record, found: Mention | Relation | Result
) -> Iterator[Statement]:
    """Yield the paper, the field, the sentence with its offset in the field, and the confidence of what was found."""
    yield node, std("oa:hasTarget"), paper
    yield node, kg("field"), Literal(found.field)
    yield node, kg("sentence"), Literal(record.text(found.field)[found.sentence_start : found.sentence_end])
    yield node, kg("sentenceBegin"), Literal(found.sentence_start)
    yield node, kg("confidence"), typed(found.confidence, "decimal")
