"""What the use of names in all papers joins: spellings, verbs and their nouns, types that a name seldom has."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.record import ENTITY_TYPES, EntityType
from kg.gazetteer import Name
from kg.resolve.curation import Decision
from kg.resolve.entities import Resolution, resolve
from kg.resolve.meanings import Meanings
from kg.resolve.names import NameCount, PaperNames
from kg.resolve.normal_form import normal_form
from kg.resolve.usage import meanings_in_use

_ids = count()


def papers(times: int, text: str, type: EntityType = "Method", long: str = "") -> list[PaperNames]:
    """Return as many papers that name one thing so, and spell it out if a long form is given."""
    pairs = ((type, normal_form(text), normal_form(long)),) if long else ()
    names = (NameCount(type, text, normal_form(text), 1),)
    return [PaperNames(f"p{next(_ids)}", names, pairs) for _ in range(times)]


def means(meanings: Meanings, text: str, type: EntityType = "Method") -> tuple[EntityType, str]:
    return meanings.general(type, normal_form(text))


def notes(resolution: Resolution, label: str) -> tuple[str, ...]:
    (found,) = (entity for entity in resolution.entities if entity.label == label)
    return found.notes


def test_names_that_differ_by_spaces_are_the_commonest_of_them() -> None:
    found = meanings_in_use([*papers(3, "Zorb-Net"), *papers(1, "ZorbNet"), *papers(5, "ZorbNet", "Task")], [])
    assert means(found, "ZorbNet") == ("Method", "zorb net")
    assert means(found, "ZorbNet", "Task") == ("Task", "zorbnet")


def test_names_that_differ_by_spaces_are_the_known_one_of_them_by_any_of_its_names() -> None:
    known = [Name("Method", "Zorbing network", ("ZorbNet",))]
    found = meanings_in_use(papers(9, "zorb net"), known)
    assert means(found, "Zorb-Net") == ("Method", "zorbing network")


def test_a_short_form_is_not_joined_to_what_differs_by_spaces() -> None:
    found = meanings_in_use([*papers(3, "C-ARM"), *papers(1, "CARM", long="careful arm reading")], [])
    assert means(found, "CARM") == ("Method", "careful arm reading")
    assert means(found, "C-ARM") == ("Method", "c arm")


def test_a_name_that_begins_with_a_short_form_is_the_one_that_spells_it_out() -> None:
    explained = papers(2, "QZF", long="quiet zebra filter")
    rare, common = papers(1, "quiet zebra filter bank", "Task"), papers(3, "QZF bank", "Task")
    found = meanings_in_use([*explained, *rare, *common], [])
    assert means(found, "quiet zebra filter bank", "Task") == ("Task", "qzf bank")
    assert found.reasons["Task", "qzf bank"] == ["“qzf bank” is “quiet zebra filter bank”, in 1 paper"]
    turned = meanings_in_use([*explained, *rare, *common[:1]], [])
    assert means(turned, "QZF bank", "Task") == ("Task", "quiet zebra filter bank")
    assert means(meanings_in_use([*rare, *common], []), "QZF bank", "Task") == ("Task", "qzf bank")


def test_a_name_that_begins_with_a_short_form_of_several_names_stays() -> None:
    explained = [*papers(2, "QZF", long="quiet zebra filter"), *papers(2, "QZF", "Metric", long="quick zone factor")]
    found = meanings_in_use([*explained, *papers(3, "quiet zebra filter bank"), *papers(1, "QZF bank")], [])
    assert means(found, "QZF bank") == ("Method", "qzf bank")


def test_a_size_is_no_version() -> None:
    found = meanings_in_use([*papers(3, "Zorb2 7B"), *papers(3, "Zorb 27B")], [])
    assert means(found, "Zorb2 7B") != means(found, "Zorb 27B")


def test_a_verb_is_its_noun_where_ten_papers_name_that() -> None:
    often = [*papers(10, "moss-tuning"), *papers(4, "moss-tuned")]
    assert means(meanings_in_use(often, []), "moss-tuned") == ("Method", "moss tuning")
    assert means(meanings_in_use(often[1:], []), "moss-tuned") == ("Method", "moss tuned")
    assert notes(resolve(often, []), "moss-tuning") == ("“moss tuned” is a form of its verb, in 4 papers",)


def test_a_name_is_what_it_is_in_nine_of_ten_papers() -> None:
    usual, odd = papers(18, "glowing", "Task"), papers(2, "Glowing")
    assert means(meanings_in_use([*usual, *odd], []), "glowing") == ("Task", "glowing")
    assert means(meanings_in_use([*usual[1:], *odd], []), "glowing") == ("Method", "glowing")
    said = notes(resolve([*usual, *odd], []), "glowing")
    assert said == ("“glowing” is a Method in 2 papers, a Task in 18",)


def test_a_name_that_is_known_as_its_usual_type_is_that_in_three_of_five_papers() -> None:
    known = [Name("Metric", "glow score", ("GLOW",))]
    read = [*papers(15, "GLOW", "Metric"), *papers(10, "GLOW", "Method")]
    assert means(meanings_in_use(read, known), "GLOW") == ("Metric", "glow score")
    assert means(meanings_in_use(read, []), "GLOW") == ("Method", "glow")


def test_a_known_name_of_the_rare_type_stays() -> None:
    known = [Name("Metric", "GLOW"), Name("Method", "GLOW")]
    found = meanings_in_use([*papers(90, "GLOW", "Metric"), *papers(1, "GLOW")], known)
    assert means(found, "GLOW") == ("Method", "glow")


def test_a_short_form_that_papers_spell_out_in_several_ways_stays() -> None:
    spelled = [*papers(1, "QZF", long="quiet zebra filter"), *papers(1, "QZF", long="quick zone forest")]
    found = meanings_in_use([*papers(90, "QZF", "Metric"), *papers(5, "QZF"), *spelled], [])
    assert means(found, "QZF") == ("Method", "qzf")


def test_a_long_form_is_taken_for_what_is_usual_too() -> None:
    long = "quiet zebra filter"
    read = [*papers(20, long, "Task"), *papers(1, long), *papers(1, "QZF", long=long)]
    resolution = resolve(read, [])
    assert resolution.find(read[-1].id, "Method", "qzf") == ("Task", "quiet-zebra-filter")


def test_what_curation_decides_on_stays() -> None:
    read = [*papers(18, "glowing", "Task"), *papers(2, "Glowing")]
    kept = resolve(read, [], [Decision("rename", "Method", "glowing", "glowing (method)")])
    assert kept.find(read[-1].id, "Method", "glowing") == ("Method", "glowing")
    merged = resolve(read, [], [Decision("merge", "Task", "glowing", "shining")])
    assert merged.find(read[-1].id, "Method", "glowing") == ("Task", "shining")


_NAMES = st.sampled_from(["glow up", "glowup", "tune", "tuning", "GLOW", "glow", "zorb-glow", "zorbglow"])
_USES = st.lists(st.tuples(st.integers(1, 40), _NAMES, st.sampled_from(ENTITY_TYPES), _NAMES | st.just("")), max_size=9)


@given(_USES, st.randoms())
def test_the_order_of_papers_makes_no_difference_and_what_is_joined_leads_to_what_stays(
    uses: list[tuple[int, str, EntityType, str]], random: object
) -> None:
    known = [Name("Metric", "glow", ("zorbglow",)), Name("Task", "tuning", ("glowup",))]
    read = [paper for use in uses for paper in papers(*use)]
    found = meanings_in_use(read, known)
    random.shuffle(read)  # type: ignore[attr-defined]
    other = meanings_in_use(read, known)
    assert (found.usual, {k: set(v) for k, v in found.reasons.items()}) == (
        other.usual,
        {k: set(v) for k, v in other.reasons.items()},
    )
    assert not found.usual.keys() & set(found.usual.values())
