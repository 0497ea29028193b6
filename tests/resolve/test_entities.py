"""Names become entities: by the paper's own long form, the known names, what papers agree on, or as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import Name
from kg.resolve.entities import Entity, Resolution, resolve
from kg.resolve.links import Link
from kg.resolve.names import NameCount, PaperNames, pack_names, unpack_names
from kg.resolve.normal_form import normal_form

RAG = Name("Method", "retrieval-augmented generation", ("RAG",), broader=("generation",))
KNOWN = [RAG, Name("Method", "generation"), Name("Dataset", "COCO")]


def paper(id: str, *names: str, pairs: Sequence[tuple[str, str]] = (), type: str = "Method") -> PaperNames:
    counted = {name: names.count(name) for name in sorted(set(names))}
    return PaperNames(
        id,
        tuple(NameCount(type, name, normal_form(name), count) for name, count in counted.items()),  # type: ignore[arg-type]
        tuple((type, normal_form(short), normal_form(long)) for short, long in pairs),  # type: ignore[misc]
    )


def slug(resolution: Resolution, paper_id: str, name: str) -> str:
    found = resolution.find(paper_id, "Method", normal_form(name))
    assert found
    return found[1]


def entity(resolution: Resolution, slug: str) -> Entity:
    (found,) = (e for e in resolution.entities if e.slug == slug)
    return found


def test_spellings_of_a_name_are_one_entity_labelled_by_the_most_frequent() -> None:
    resolution = resolve([paper("a", "Zorb-Net", "Zorb-Net"), paper("b", "ZORB NETS")], [])
    (found,) = resolution.entities
    assert (found.slug, found.label, found.aliases) == ("zorb-net", "Zorb-Net", ("ZORB NETS",))


def test_a_known_name_brings_its_label_and_wider_terms() -> None:
    resolution = resolve([paper("a", "RAG"), paper("b", "COCO", type="Dataset")], KNOWN)
    assert entity(resolution, "retrieval-augmented-generation").broader == ("generation",)
    assert entity(resolution, "generation").label == "generation"
    assert entity(resolution, "coco").label == "COCO"


def test_a_known_name_and_a_new_one_bring_their_links_whatever_papers_call_them() -> None:
    links = [
        Link("Method", "retrieval-augmented generation", True, "https://e.org/rag", "reading"),
        Link("Method", "Zorb net", True, "https://e.org/zorb", "reading"),
        Link("Method", "Zorb net", False, "https://e.org/net", "reading"),
        Link("Task", "Zorb net", True, "https://e.org/task", "reading"),
    ]
    resolution = resolve([paper("a", "RAG", "ZORB-NETS")], KNOWN, links=links)
    assert entity(resolution, "retrieval-augmented-generation").links == ("https://e.org/rag",)
    zorb = entity(resolution, "zorb-net")
    assert (zorb.links, zorb.close_links) == (("https://e.org/zorb",), ("https://e.org/net",))


def test_a_short_form_means_what_its_own_paper_spells_out() -> None:
    papers = [paper("a", "RAG", pairs=[("RAG", "region adjacency graph")]), paper("b", "RAG")]
    resolution = resolve(papers, KNOWN)
    assert slug(resolution, "a", "RAG") == "region-adjacency-graph"
    assert slug(resolution, "b", "RAG") == "retrieval-augmented-generation"


def test_a_short_form_elsewhere_means_what_papers_agree_on() -> None:
    explained = [paper(f"e{n}", "QZF", pairs=[("QZF", "quiet zebra filter")]) for n in range(9)]
    odd = paper("odd", "QZF", pairs=[("QZF", "quick zone forest")])
    assert slug(resolve([*explained, odd, paper("u", "QZF")], []), "u", "QZF") == "quiet-zebra-filter"
    assert slug(resolve([*explained, odd, paper("u", "QZF")], []), "odd", "QZF") == "quick-zone-forest"
    assert slug(resolve([explained[0], odd, paper("u", "QZF")], []), "u", "QZF") == "qzf"


def test_a_long_form_that_ends_in_another_speaks_for_that() -> None:
    plain = [paper(f"e{n}", "QZF", pairs=[("QZF", "quiet zebra filter")]) for n in range(3)]
    longer = [paper(f"l{n}", "QZF", pairs=[("QZF", "very quiet zebra filter")]) for n in range(2)]
    assert slug(resolve([*plain, *longer, paper("u", "QZF")], []), "u", "QZF") == "quiet-zebra-filter"


def test_a_long_form_that_does_not_spell_a_name_is_believed_from_three_papers_on() -> None:
    explained = [paper(f"e{n}", "umpire", pairs=[("umpire", "reward model")]) for n in range(3)]
    assert slug(resolve([*explained, paper("u", "umpire")], []), "u", "umpire") == "reward-model"
    assert slug(resolve([*explained[1:], paper("u", "umpire")], []), "u", "umpire") == "umpire"


def test_an_example_in_brackets_is_no_short_form_for_other_papers() -> None:
    example = paper("a", "Zorbnet", pairs=[("Zorbnet", "language model")])
    assert slug(resolve([example, paper("b", "Zorbnet")], []), "b", "Zorbnet") == "zorbnet"
    spelled = paper("a", "LM", pairs=[("LM", "language model")])
    assert slug(resolve([spelled, paper("b", "LM")], []), "b", "LM") == "language-model"


def test_an_example_in_brackets_is_no_short_form_where_it_is_a_known_name() -> None:
    papers = [paper(id, "RAG", pairs=[("RAG", "language model")]) for id in "ab"]
    resolution = resolve(papers, KNOWN)
    assert slug(resolution, "a", "RAG") == "retrieval-augmented-generation"


def test_a_label_is_a_singular_unless_that_is_hardly_ever_written() -> None:
    (found,) = resolve([paper("a", *["glow nets"] * 9, *["Glow Net"] * 2)], []).entities
    assert found.label == "Glow Net"
    (found,) = resolve([paper("a", *["glow nets"] * 30, "Glow Net")], []).entities
    assert found.label == "glow nets"


def test_names_of_other_types_are_other_entities() -> None:
    resolution = resolve([paper("a", "Glow"), paper("b", "Glow", type="Task")], [])
    assert [(e.type, e.slug) for e in resolution.entities] == [("Method", "glow"), ("Task", "glow")]


def test_two_names_with_one_slug_are_kept_apart() -> None:
    resolution = resolve([paper("a", "C/D", "C_D+", "中", "国")], [])
    assert len({e.slug for e in resolution.entities}) == len(resolution.entities) == 4


texts = st.lists(st.sampled_from(["RAG", "Rags", "QZF", "quiet zebra filter", "generation"]), max_size=4)
pairs = st.lists(st.sampled_from([("QZF", "quiet zebra filter"), ("QZF", "quick zone forest")]), max_size=1)


@given(st.dictionaries(st.sampled_from("abcde"), st.tuples(texts, pairs)), st.randoms())
def test_the_order_of_papers_makes_no_difference(
    content: dict[str, tuple[list[str], list[tuple[str, str]]]], random: object
) -> None:
    papers = [paper(id, *names, pairs=given) for id, (names, given) in content.items()]
    shuffled = sorted(papers, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert resolve(papers, KNOWN).entities == resolve(shuffled, KNOWN).entities


@given(st.dictionaries(st.sampled_from("abcde"), st.tuples(texts, pairs)))
def test_every_name_of_a_paper_is_an_entity(content: dict[str, tuple[list[str], list[tuple[str, str]]]]) -> None:
    papers = [paper(id, *names, pairs=given) for id, (names, given) in content.items()]
    resolution = resolve(papers, KNOWN)
    there = {(e.type, e.slug) for e in resolution.entities}
    assert all(resolution.find(p.id, n.type, n.form) in there for p in papers for n in p.names)


@given(texts, pairs)
def test_names_come_back_as_they_were_packed(names: list[str], given: list[tuple[str, str]]) -> None:
    packed = paper("a", *names, pairs=given)
    assert unpack_names("a", pack_names(packed)) == packed
