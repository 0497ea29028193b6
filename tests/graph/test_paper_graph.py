"""The graph of one paper: metadata, mentions, relations with their claims, abbreviations."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.corpus.paper import Paper
from kg.extract.record import Device, Mention, Record, Relation, Role
from kg.graph.nodes import A, Object, kg, std, typed
from kg.graph.paper_graph import make_paper_graph, paper_quads
from kg.graph.store import StoreFolder
from kg.resolve.entities import resolve
from kg.resolve.names import names_of

BASE = "https://example.org/id"
TITLE = "Zorbnet for Glimmers"
ABSTRACT = "We train Zorbnet on Fooset. Zorbnets (ZN) glow."
PAPER = NamedNode(f"{BASE}/paper/x1")
RECORD = Record(
    id="x1",
    title=TITLE,
    abstract=ABSTRACT,
    mentions=(
        Mention("title", 0, 7, "Method", "Zorbnet", 0, 20, "coinages", 0.9),
        Mention("abstract", 9, 16, "Method", "Zorbnet", 0, 27, "coinages", 0.9),
        Mention("abstract", 20, 26, "Dataset", "Fooset", 0, 27, "known_names", 0.8),
        Mention("abstract", 28, 36, "Method", "Zorbnets", 28, 47, "coinages", 0.7),
        Mention("abstract", 38, 40, "Method", "ZN", 28, 47, "abbreviation", 0.7),
    ),
    roles=(Role("Zorbnet", "Method", "introduces", 0.7), Role("Fooset", "Dataset", "uses", 0.6)),
    relations=(
        Relation("Zorbnet", "Method", "trainedOn", "Fooset", "Dataset", "abstract", 0, 27, 0.5),
        Relation("Zorbnet", "Method", "comparedWith", "Zorbnets", "Method", "abstract", 28, 47, 0.5),
        Relation("ZN", "Method", "aliasOf", "Zorbnets", "Method", "abstract", 28, 47, 0.9),
    ),
    results=(),
    pipeline="abstracts-kg 0.0+abc",
)
ZORBNET, FOOSET = NamedNode(f"{BASE}/method/zorbnet"), NamedNode(f"{BASE}/dataset/fooset")


def graph_of(paper: Paper, record: Record = RECORD) -> Store:
    store = Store()
    store.extend(paper_quads(make_paper_graph(BASE, paper, record, resolve([names_of(record)], []))))
    return store


def values(store: Store, subject: NamedNode, predicate: NamedNode) -> set[Object]:
    return {
        quad.object
        for quad in store.quads_for_pattern(subject, predicate, None, None)
        if isinstance(quad.object, NamedNode | Literal)
    }


@pytest.fixture
def graph() -> Store:
    return graph_of(Paper("x1", TITLE, ABSTRACT, source="a.jsonl:1"))


def test_all_statements_of_a_paper_stand_in_the_graph_that_it_names(graph: Store) -> None:
    assert list(graph.named_graphs()) == [PAPER]
    assert len(list(graph.quads_for_pattern(None, None, None, PAPER))) == len(graph)


def test_no_statement_is_given_twice() -> None:
    paper = Paper("x1", TITLE, ABSTRACT)
    quads = list(paper_quads(make_paper_graph(BASE, paper, RECORD, resolve([names_of(RECORD)], []))))
    assert len(quads) == len(set(quads)) > 50


def test_a_mention_carries_offsets_text_sentence_and_finder(graph: Store) -> None:
    node = NamedNode(f"{BASE}/paper/x1#abstract-20-26")
    assert values(graph, node, kg("refersTo")) == {FOOSET}
    assert values(graph, node, std("nif:beginIndex")) == {Literal(20)}
    assert values(graph, node, std("nif:endIndex")) == {Literal(26)}
    assert values(graph, node, std("oa:exact")) == {Literal("Fooset")}
    assert values(graph, node, kg("sentence")) == {NamedNode(f"{BASE}/paper/x1#abstract-0")}
    assert values(graph, node, kg("extractor")) == {Literal("known_names")}
    assert values(graph, node, kg("confidence")) == {typed("0.8", "decimal")}


def test_a_mention_of_hardware_says_how_many_devices_it_speaks_of() -> None:
    text = "We train on 64 A100 GPUs."
    device = Device("NVIDIA", "NVIDIA GPU", "datacentre GPU", None, 64)
    mention = Mention("abstract", 15, 24, "Hardware", "A100 GPUs", 0, 25, "known_names", 0.9, device)
    record = Record("x1", TITLE, text, (mention,), (), (), (), "abstracts-kg 0.0+abc")
    node = NamedNode(f"{BASE}/paper/x1#abstract-15-24")
    assert values(graph_of(Paper("x1", TITLE, text), record), node, kg("deviceCount")) == {Literal(64)}


def test_roles_and_mentions_lead_from_the_paper_to_its_entities(graph: Store) -> None:
    assert values(graph, PAPER, kg("mentions")) == {ZORBNET, FOOSET}
    assert values(graph, PAPER, kg("introduces")) == {ZORBNET}
    assert values(graph, PAPER, kg("usesDataset")) == {FOOSET}


def test_a_relation_is_a_triple_and_a_claim_with_its_sentence(graph: Store) -> None:
    claim = NamedNode(f"{BASE}/paper/x1#relation-1")
    assert values(graph, ZORBNET, kg("trainedOn")) == {FOOSET}
    assert values(graph, claim, kg("subject")) == {ZORBNET}
    assert values(graph, claim, kg("predicate")) == {kg("trainedOn")}
    assert values(graph, claim, kg("object")) == {FOOSET}
    assert values(graph, claim, kg("sentence")) == {NamedNode(f"{BASE}/paper/x1#abstract-0")}


def test_a_sentence_in_which_something_was_found_stands_there_once(graph: Store) -> None:
    sentence = NamedNode(f"{BASE}/paper/x1#abstract-28")
    assert values(graph, sentence, std("dcterms:isPartOf")) == {PAPER}
    assert values(graph, sentence, kg("field")) == {Literal("abstract")}
    assert values(graph, sentence, std("nif:beginIndex")) == {Literal(28)}
    assert values(graph, sentence, std("oa:exact")) == {Literal("Zorbnets (ZN) glow.")}
    found = {quad.subject for quad in graph.quads_for_pattern(None, kg("sentence"), sentence, None)}
    assert found == {
        NamedNode(f"{BASE}/paper/x1#{name}") for name in ("abstract-28-36", "abstract-38-40", "abbreviation-1")
    }
    assert len(list(graph.quads_for_pattern(None, A, kg("Sentence"), None))) == 3


def test_a_relation_of_an_entity_with_itself_is_left_out(graph: Store) -> None:
    assert values(graph, ZORBNET, kg("comparedWith")) == set()
    assert [q.subject for q in graph.quads_for_pattern(None, None, kg("Claim"), None)] == [
        NamedNode(f"{BASE}/paper/x1#relation-1")
    ]


def test_an_abbreviation_has_both_forms_and_its_entity(graph: Store) -> None:
    node = NamedNode(f"{BASE}/paper/x1#abbreviation-1")
    assert values(graph, PAPER, kg("definesAbbreviation")) == {node}
    assert values(graph, node, kg("shortForm")) == {Literal("ZN")}
    assert values(graph, node, kg("longForm")) == {Literal("Zorbnets")}
    assert values(graph, node, kg("refersTo")) == {ZORBNET}
    assert values(graph, ZORBNET, NamedNode("https://w3id.org/abstracts-kg/ontology#aliasOf")) == set()


@pytest.mark.parametrize(
    ("date", "datatype", "year"),
    [("2024", "gYear", 2024), ("2024-05", "gYearMonth", 2024), ("1999-12-31", "date", 1999)],
)
def test_a_date_keeps_its_precision_and_gives_a_year(date: str, datatype: str, year: int) -> None:
    graph = graph_of(Paper("x1", TITLE, ABSTRACT, date=date))
    assert values(graph, PAPER, std("dcterms:issued")) == {typed(date, datatype)}
    assert values(graph, PAPER, kg("year")) == {typed(year, "integer")}


def test_a_paper_without_a_date_has_no_year(graph: Store) -> None:
    assert values(graph, PAPER, std("dcterms:issued")) | values(graph, PAPER, kg("year")) == set()


def test_metadata_is_kept_as_it_came() -> None:
    graph = graph_of(
        Paper(
            "x1", TITLE, ABSTRACT, categories=("cs.IR", "cs.CL"), authors=("A. One", "B. Two"), url="https://e.org/?a&b"
        )
    )
    assert values(graph, PAPER, std("dcterms:identifier")) == {Literal("x1")}
    assert values(graph, PAPER, std("dcterms:title")) == {Literal(TITLE)}
    assert values(graph, PAPER, std("dcterms:abstract")) == {Literal(ABSTRACT)}
    assert values(graph, PAPER, std("dcterms:subject")) == {Literal("cs.IR"), Literal("cs.CL")}
    assert values(graph, PAPER, std("schema:author")) == {Literal("A. One"), Literal("B. Two")}
    assert values(graph, PAPER, std("schema:url")) == {Literal("https://e.org/?a&b")}
    assert values(graph, PAPER, std("fabio:hasArXivId")) == set()


def test_ids_at_arxiv_and_of_a_doi_lead_there() -> None:
    graph = graph_of(Paper("x1", TITLE, ABSTRACT, doi="10.1000/a<b", arxiv="2105.01234", venue="Journal of Moss"))
    assert values(graph, PAPER, std("fabio:hasArXivId")) == {Literal("2105.01234")}
    assert values(graph, PAPER, std("prism:doi")) == {Literal("10.1000/a<b")}
    assert values(graph, PAPER, std("prism:publicationName")) == {Literal("Journal of Moss")}
    assert values(graph, PAPER, std("schema:sameAs")) == {
        NamedNode("https://arxiv.org/abs/2105.01234"),
        NamedNode("https://doi.org/10.1000/a%3Cb"),
    }


def test_where_a_paper_was_read_is_not_told(graph: Store) -> None:
    assert [quad for quad in graph if "a.jsonl" in str(quad)] == []


def test_a_paper_names_the_pipeline_that_read_it(graph: Store) -> None:
    pipeline = NamedNode(f"{BASE}/pipeline/0.0-abc")
    assert values(graph, PAPER, std("prov:wasGeneratedBy")) == {pipeline}
    assert values(graph, pipeline, std("rdfs:label")) == {Literal("abstracts-kg 0.0+abc")}


# What holds of every paper of a store


@pytest.fixture(scope="module")
def published(store: Path) -> Store:
    return Store.read_only(str(StoreFolder.open(store).current().graph))


def test_offsets_cut_the_mention_out_of_the_title_or_the_abstract(published: Store) -> None:
    texts = {"title": std("dcterms:title"), "abstract": std("dcterms:abstract")}

    def one(subject: object, predicate: NamedNode) -> str:
        assert isinstance(subject, NamedNode)
        (quad,) = published.quads_for_pattern(subject, predicate, None, None)
        assert isinstance(quad.object, NamedNode | Literal)
        return quad.object.value

    nodes = [quad.subject for quad in published.quads_for_pattern(None, None, kg("Mention"), None)]
    wrong = []
    for node in nodes:
        stands_in = NamedNode(one(node, kg("sentence")))
        text = one(NamedNode(one(stands_in, std("dcterms:isPartOf"))), texts[one(stands_in, kg("field"))])
        begin, end = int(one(node, std("nif:beginIndex"))), int(one(node, std("nif:endIndex")))
        sentence, sentence_begin = one(stands_in, std("oa:exact")), int(one(stands_in, std("nif:beginIndex")))
        if text[begin:end] != one(node, std("oa:exact")) or not text[sentence_begin:].startswith(sentence):
            wrong.append(node)
        if not sentence_begin <= begin < end <= sentence_begin + len(sentence):
            wrong.append(node)
    assert len(nodes) > 30
    assert wrong == []


def test_a_store_is_free_of_blank_nodes(published: Store) -> None:
    assert [quad for quad in published if any(isinstance(node, BlankNode) for node in quad)] == []


def test_only_the_runs_graph_has_a_clock(published: Store) -> None:
    clocks = {
        quad.graph_name
        for quad in published
        if isinstance(quad.object, Literal)
        and quad.object.datatype == NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
    }
    assert clocks == {NamedNode("https://w3id.org/abstracts-kg/id/graph/runs")}


def test_every_entity_that_a_role_or_a_claim_names_is_mentioned_by_the_paper(published: Store) -> None:
    roles = (
        "introduces",
        "comparesWith",
        "usesMethod",
        "usesDataset",
        "usesHardware",
        "reportsMetric",
        "addressesTask",
    )
    named = {
        (quad.subject, quad.object)
        for role in roles
        for quad in published.quads_for_pattern(None, kg(role), None, None)
    }
    mentioned = {(q.subject, q.object) for q in published.quads_for_pattern(None, kg("mentions"), None, None)}
    assert len(named) > 15
    assert named - mentioned == set()
