"""Curation changes which entity a name is; decisions that contradict each other are refused."""

from __future__ import annotations

import pytest

from kg.errors import CurationError
from kg.extract.record import Mention, Record, Relation, Result, Role
from kg.gazetteer import Name
from kg.resolve.curated import read_names
from kg.resolve.curation import Action, Decision
from kg.resolve.entities import Entity, Resolution, resolve
from kg.resolve.links import Link
from kg.resolve.names import NameCount, PaperNames, names_of
from kg.resolve.normal_form import normal_form

BERT = Name("Method", "BERT", ("bert-base",))
SHIPPED = [
    Link("Method", "BERT", True, "https://e.org/q1", "reading"),
    Link("Method", "BERT", False, "https://e.org/q2", "reading"),
]
GLUE = Name("Method", "GLUE", broader=("BERT",))


def paper(id: str, *names: str) -> PaperNames:
    return PaperNames(id, tuple(NameCount("Method", name, normal_form(name), 1) for name in sorted(names)))


def decide(*lines: tuple[Action, str, str]) -> tuple[Decision, ...]:
    return tuple(
        Decision(action, "Method", name, value, (), f"why {n}", n) for n, (action, name, value) in enumerate(lines, 1)
    )


def found(resolution: Resolution, paper_id: str, name: str) -> str | None:
    to = resolution.find(paper_id, "Method", normal_form(name))
    return "/".join(to) if to else None


def entity(resolution: Resolution, slug: str) -> Entity:
    (only,) = (e for e in resolution.entities if e.slug == slug)
    return only


def test_merged_names_are_one_entity_that_knows_the_reason() -> None:
    resolution = resolve(
        [paper("a", "BERT cased"), paper("b", "BERT")], [BERT], decide(("merge", "BERT Cased", "BERT"))
    )
    assert found(resolution, "a", "BERT cased") == "Method/bert"
    assert [e.slug for e in resolution.entities] == ["bert"]
    assert entity(resolution, "bert").notes == ("merge BERT Cased into BERT: why 1",)
    assert {"BERT cased", "BERT Cased"} <= set(entity(resolution, "bert").aliases)


def test_merges_follow_each_other() -> None:
    curation = decide(("merge", "C", "B"), ("merge", "B", "A"))
    assert found(resolve([paper("p", "C")], [], curation), "p", "C") == "Method/a"


def test_what_is_merged_into_a_name_that_no_paper_has_is_labelled_by_it() -> None:
    resolution = resolve([paper("p", "zorb v")], [], decide(("merge", "zorb v", "ZorbNet V")))
    assert (entity(resolution, "zorbnet-v").label, found(resolution, "p", "zorb v")) == (
        "ZorbNet V",
        "Method/zorbnet-v",
    )


def test_a_name_is_split_off_in_the_papers_that_are_named() -> None:
    split = Decision("split", "Method", "bert base", "Ernie's friend", ("a",), "a puppet", 1)
    resolution = resolve([paper("a", "bert-base"), paper("b", "bert-base")], [BERT], [split])
    assert found(resolution, "a", "bert-base") == "Method/ernie-friend"
    assert found(resolution, "b", "bert-base") == "Method/bert"
    assert entity(resolution, "ernie-friend").notes == ("bert base is Ernie's friend in a: a puppet",)


def test_a_split_without_papers_holds_for_all_and_gives_way_to_one_with_them() -> None:
    everywhere = Decision("split", "Method", "bert-base", "X", (), "", 1)
    there = Decision("split", "Method", "bert-base", "Y", ("a",), "", 2)
    resolution = resolve([paper("a", "bert-base"), paper("b", "bert-base")], [BERT], [everywhere, there])
    assert (found(resolution, "a", "bert-base"), found(resolution, "b", "bert-base")) == ("Method/y", "Method/x")


def test_a_new_label_leaves_the_iri_and_keeps_the_old_label_as_an_alias() -> None:
    resolution = resolve([paper("a", "bert")], [BERT], decide(("rename", "BERT", "BERT (2018)")))
    bert = entity(resolution, "bert")
    assert bert.label == "BERT (2018)"
    assert "BERT" in bert.aliases


def test_a_link_is_added_to_those_that_are_known() -> None:
    resolution = resolve([paper("a", "bert")], [BERT], decide(("link", "bert", "https://e.org/bert")), SHIPPED)
    assert entity(resolution, "bert").links == ("https://e.org/bert", "https://e.org/q1")
    assert entity(resolution, "bert").close_links == ("https://e.org/q2",)


def test_a_close_match_that_curation_confirms_is_an_exact_one_alone() -> None:
    resolution = resolve([paper("a", "bert")], [BERT], decide(("link", "bert", "https://e.org/q2")), SHIPPED)
    assert entity(resolution, "bert").links == ("https://e.org/q1", "https://e.org/q2")
    assert entity(resolution, "bert").close_links == ()


def test_curation_may_give_a_wikidata_id() -> None:
    resolution = resolve([paper("a", "bert")], [BERT], decide(("link", "bert", "Q42")), [])
    assert entity(resolution, "bert").links == ("http://www.wikidata.org/entity/Q42",)


def test_a_blocked_name_is_no_entity() -> None:
    resolution = resolve([paper("a", "our model", "X")], [], decide(("block", "our models", "")))
    assert found(resolution, "a", "our model") is None
    assert [e.slug for e in resolution.entities] == ["x"]


def test_wider_terms_follow_a_merge() -> None:
    resolution = resolve([paper("a", "GLUE")], [BERT, GLUE], decide(("merge", "BERT", "Transformer")))
    assert entity(resolution, "glue").broader == ("transformer",)


@pytest.mark.parametrize(
    ("lines", "conflict"),
    [
        ((("merge", "A", "B"), ("merge", "A", "C")), "lines 1 and 2: merge A into B, but merge A into C"),
        ((("merge", "bert-base", "B"), ("merge", "BERT", "C")), "lines 1 and 2"),
        ((("rename", "A", "One"), ("rename", "A", "Two")), "lines 1 and 2: rename A to One, but rename A to Two"),
        ((("link", "A", "Q1"), ("link", "A", "Q2")), "lines 1 and 2: A is Q1, but A is Q2"),
        ((("split", "A", "B"), ("split", "a", "C")), "lines 1 and 2: A is B, but a is C"),
        ((("merge", "A", "B"), ("rename", "A", "One")), "lines 1 and 2: merge A into B, but rename A to One"),
        ((("block", "A", ""), ("merge", "B", "A")), "lines 1 and 2: block A, but merge B into A"),
        ((("block", "A", ""), ("link", "A", "Q1")), "lines 1 and 2: block A, but A is Q1"),
        (
            (("merge", "A", "B"), ("merge", "B", "C"), ("merge", "C", "A")),
            "lines 1, 2, 3: merge A into B, but that leads",
        ),
    ],
)
def test_conflicts_name_their_lines(lines: tuple[tuple[Action, str, str], ...], conflict: str) -> None:
    with pytest.raises(CurationError, match="contradicts itself") as caught:
        resolve([paper("a", "A")], [BERT], decide(*lines))
    assert conflict in str(caught.value)


def test_saying_the_same_twice_is_no_conflict() -> None:
    resolution = resolve([paper("a", "A")], [], decide(("merge", "A", "B"), ("merge", "a", "b")))
    assert found(resolution, "a", "A") == "Method/b"


TEXT = "SquiD and Zorb on Glow: Zorb gets 9 F1 on Glow."
RECORD = Record(
    id="a",
    title="T",
    abstract=TEXT,
    mentions=tuple(
        Mention("abstract", TEXT.index(word), TEXT.index(word) + len(word), type, word, 0, len(TEXT), "shapes", 0.5)
        for word, type in (("SquiD", "Method"), ("Zorb", "Method"), ("Glow", "Dataset"))  # type: ignore[arg-type]
    ),
    roles=(Role("SquiD", "Method", "uses", 0.5), Role("Zorb", "Method", "introduces", 0.5)),
    relations=(
        Relation("Zorb", "Method", "evaluatedOn", "Glow", "Dataset", "abstract", 0, len(TEXT), 0.5),
        Relation("Zorb", "Method", "basedOn", "SquiD", "Method", "abstract", 0, len(TEXT), 0.5),
    ),
    results=(Result(None, "9", None, "absolute", "Zorb", "Glow", None, "SquiD", "abstract", 0, 1, 0, 9, 0.5),),
    pipeline="v1",
)


def curated(*decisions: Decision) -> Record:
    return read_names(RECORD, resolve([names_of(RECORD)], [], decisions))[0]


def test_a_record_without_a_decision_on_its_names_stays_as_it_is() -> None:
    assert curated() is RECORD
    assert curated(*decide(("block", "elsewhere", ""))) is RECORD


def test_a_retyped_name_has_its_new_type_and_what_was_read_of_it_as_the_old_goes() -> None:
    record, refers_to = read_names(
        RECORD, resolve([names_of(RECORD)], [], [Decision("retype", "Method", "squid", "Dataset", line=1)])
    )
    assert [(m.text, m.type) for m in record.mentions] == [
        ("SquiD", "Dataset"),
        ("Zorb", "Method"),
        ("Glow", "Dataset"),
    ]
    assert [(r.entity, r.type) for r in record.roles] == [("SquiD", "Dataset"), ("Zorb", "Method")]
    assert [r.relation for r in record.relations] == ["evaluatedOn"]
    assert [(r.method, r.baseline) for r in record.results] == [("Zorb", None)]
    assert refers_to("Dataset", "SquiD") == ("Dataset", "squid")


def test_a_blocked_name_leaves_the_record() -> None:
    record = curated(*decide(("block", "Zorb", "")))
    assert [m.text for m in record.mentions] == ["SquiD", "Glow"]
    assert [r.entity for r in record.roles] == ["SquiD"]
    assert record.relations == ()
    assert [(r.method, r.dataset, r.baseline) for r in record.results] == [(None, "Glow", "SquiD")]


@pytest.mark.parametrize(
    "decision",
    [
        ("rename", "BERT", "BERT (2018)"),
        ("link", "BERT", "Q61726893"),
        ("merge", "zorb", "BERT"),
        ("split", "bert", "B"),
    ],
)
def test_what_changes_an_entity_changes_the_evidence_that_a_build_compares(decision: tuple[str, str, str]) -> None:
    papers = [paper("a", "bert", "zorb")]
    before, after = resolve(papers, [BERT]), resolve(papers, [BERT], decide(decision))
    changed = {key for key in before.paths if key in after.paths and before.entity(key) != after.entity(key)}
    assert changed == {
        key for key in before.paths if key in after.paths and before.evidence(key) != after.evidence(key)
    }
    assert changed or set(before.paths) != set(after.paths)
