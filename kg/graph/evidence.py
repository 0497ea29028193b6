"""Evidence: the sentences of a paper that statements were read in, and how sure each reading is."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.extract.record import Mention, Record, Relation, Result, TextField
from kg.graph.iris import sentence_iri
from kg.graph.nodes import A, Statement, kg, std, typed


def evidence(node: NamedNode, paper: NamedNode, found: Mention | Relation | Result) -> Iterator[Statement]:
    """Yield the sentence that something was found in, and the confidence."""
    yield node, kg("sentence"), NamedNode(sentence_iri(paper.value, found.field, found.sentence_start))
    yield node, kg("confidence"), typed(found.confidence, "decimal")


def sentence_statements(record: Record, paper: NamedNode) -> Iterator[Statement]:
    """Yield every sentence in which something was found, once: its paper, field, offset in the field, and words."""
    ends: dict[tuple[TextField, int], int] = {}
    everything: tuple[Mention | Relation | Result, ...] = (*record.mentions, *record.relations, *record.results)
    for found in everything:
        place = found.field, found.sentence_start
        ends[place] = max(found.sentence_end, ends.get(place, 0))
    for (field, start), end in sorted(ends.items()):
        node = NamedNode(sentence_iri(paper.value, field, start))
        yield node, A, kg("Sentence")
        yield node, std("dcterms:isPartOf"), paper
        yield node, kg("field"), Literal(field)
        yield node, std("nif:beginIndex"), Literal(start)
        yield node, std("oa:exact"), Literal(record.text(field)[start:end])
