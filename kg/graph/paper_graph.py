"""The graph of one paper: its metadata, its mentions with their evidence, and what it states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.corpus.paper import Paper
from kg.extract.record import EntityType, Mention, Record
from kg.graph.evidence import evidence, sentence_statements
from kg.graph.iris import entity_iri, mention_iri, paper_iri
from kg.graph.nodes import A, Statement, kg, std, typed
from kg.graph.results import result_statements
from kg.graph.vocabulary import RELATION_PROPERTIES, role_property
from kg.resolve.curated import Found, read_names
from kg.resolve.entities import Resolution


@dataclass(frozen=True, slots=True)
class PaperGraph:
    """What is needed to write one paper's graph; `found` tells type and slug of what its names refer to."""

    base: str
    paper: Paper
    record: Record
    found: Callable[[EntityType, str], Found]

    @property
    def iri(self) -> str:
        """The paper's IRI, which names its graph."""
        return paper_iri(self.base, self.paper.id)

    def entity(self, type: EntityType, surface: str) -> NamedNode:
        """Return the entity that the paper calls so."""
        return entity_node(self.base, *self.found(type, surface))


def make_paper_graph(base: str, paper: Paper, record: Record, resolution: Resolution) -> PaperGraph:
    """Return what is needed to write a paper's graph, with its record as curation has it."""
    return PaperGraph(base, paper, *read_names(record, resolution))


@lru_cache(maxsize=100_000)
def entity_node(base: str, type: EntityType, slug: str) -> NamedNode:
    """Return an entity's node."""
    return NamedNode(entity_iri(base, type, slug))


def paper_quads(graph: PaperGraph) -> Iterator[Quad]:
    """Yield the graph of one paper; no statement twice."""
    name = NamedNode(graph.iri)
    for statement in dict.fromkeys(_paper_statements(graph, name)):
        yield Quad(*statement, name)


def _paper_statements(graph: PaperGraph, iri: NamedNode) -> Iterator[Statement]:
    yield from _metadata(graph.paper, iri)
    yield from sentence_statements(graph.record, iri)
    for mention in graph.record.mentions:
        yield iri, kg("mentions"), graph.entity(mention.type, mention.text)
        yield from _mention(graph, iri, mention)
    for role in graph.record.roles:
        yield iri, kg(role_property(role.role, role.type)), graph.entity(role.type, role.entity)
    yield from _relations(graph, iri)
    yield from _abbreviations(graph, iri)
    yield from result_statements(graph.record, iri, graph.entity)
    yield iri, std("prov:wasGeneratedBy"), _pipeline(graph)
    yield _pipeline(graph), std("rdfs:label"), Literal(graph.record.pipeline)


def _pipeline(graph: PaperGraph) -> NamedNode:
    version = graph.record.pipeline.rpartition(" ")[2].replace("+", "-")
    return NamedNode(f"{graph.base}/pipeline/{version}")


def _metadata(paper: Paper, iri: NamedNode) -> Iterator[Statement]:
    yield iri, A, kg("Paper")
    yield iri, std("dcterms:identifier"), Literal(paper.id)
    yield iri, std("dcterms:title"), Literal(paper.title)
    yield iri, std("dcterms:abstract"), Literal(paper.abstract)
    if paper.date:
        kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(paper.date)]
        yield iri, std("dcterms:issued"), typed(paper.date, kind)
        yield iri, kg("year"), typed(str(paper.year), "integer")
    for category in paper.categories:
        yield iri, std("dcterms:subject"), Literal(category)
    for author in paper.authors:
        yield iri, std("schema:author"), Literal(author)
    if paper.url:
        yield iri, std("schema:url"), Literal(paper.url)
    if paper.arxiv:
        yield iri, std("fabio:hasArXivId"), Literal(paper.arxiv)
        yield iri, std("schema:sameAs"), NamedNode(f"https://arxiv.org/abs/{paper.arxiv}")
    if paper.doi:
        yield iri, std("prism:doi"), Literal(paper.doi)
        yield iri, std("schema:sameAs"), NamedNode(f"https://doi.org/{quote(paper.doi, safe='/:;()')}")
    if paper.venue:
        yield iri, std("prism:publicationName"), Literal(paper.venue)


def _mention(graph: PaperGraph, iri: NamedNode, mention: Mention) -> Iterator[Statement]:
    node = NamedNode(mention_iri(graph.iri, mention.field, mention.start, mention.end))
    yield node, A, kg("Mention")
    yield node, kg("refersTo"), graph.entity(mention.type, mention.text)
    yield node, std("nif:beginIndex"), Literal(mention.start)
    yield node, std("nif:endIndex"), Literal(mention.end)
    yield node, std("oa:exact"), Literal(mention.text)
    yield node, kg("extractor"), Literal(mention.extractor)
    if mention.device and mention.device.count:
        yield node, kg("deviceCount"), Literal(mention.device.count)
    yield from evidence(node, iri, mention)


def _relations(graph: PaperGraph, iri: NamedNode) -> Iterator[Statement]:
    """Yield each relation as a triple between entities, and as a claim that carries its evidence."""
    number = 0
    for relation in graph.record.relations:
        if relation.relation not in RELATION_PROPERTIES:
            continue
        head, tail = graph.entity(relation.head_type, relation.head), graph.entity(relation.tail_type, relation.tail)
        if head == tail:
            continue
        number += 1
        claim = NamedNode(f"{graph.iri}#relation-{number}")
        yield head, kg(relation.relation), tail
        yield claim, A, kg("Claim")
        yield claim, kg("subject"), head
        yield claim, kg("predicate"), kg(relation.relation)
        yield claim, kg("object"), tail
        yield from evidence(claim, iri, relation)


def _abbreviations(graph: PaperGraph, iri: NamedNode) -> Iterator[Statement]:
    pairs = [relation for relation in graph.record.relations if relation.relation == "aliasOf"]
    for number, pair in enumerate(pairs, start=1):
        node = NamedNode(f"{graph.iri}#abbreviation-{number}")
        yield iri, kg("definesAbbreviation"), node
        yield node, A, kg("Abbreviation")
        yield node, kg("shortForm"), Literal(pair.head)
        yield node, kg("longForm"), Literal(pair.tail)
        yield node, kg("refersTo"), graph.entity(pair.tail_type, pair.tail)
        yield from evidence(node, iri, pair)
