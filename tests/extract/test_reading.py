"""A paper as rows of words, mentions and numbers."""

from __future__ import annotations

from collections.abc import Callable

from kg.extract.reading import Reading

Read = Callable[..., Reading]


def test_mentions_stand_as_their_type_and_numbers_with_their_unit_as_one_item(read: Read) -> None:
    reading = read("[M:Reed trees] raise [X:recall] by 3.5 points, at last.")
    (sentence,) = reading.sentences
    assert sentence.items == ("<Method>", "raise", "<Metric>", "by", "<Q>", ",", "at", "last", ".")
    assert [m.item for m in sentence.measured] == [4]
    assert sentence.measured[0].quantity.value == "3.5"


def test_a_number_inside_a_mention_is_part_of_it(read: Read) -> None:
    (sentence,) = read("[M:Reed 7] and 8 ferns.").sentences
    assert [m.quantity.value for m in sentence.measured] == ["8"]


def test_a_number_whose_unit_is_a_mention_ends_before_it(read: Read) -> None:
    (sentence,) = read("It has 59.1 [X:mAP] at 5.3 [X:GPU-hours].").sentences
    assert sentence.items == ("it", "has", "<Q>", "<Metric>", "at", "<Q>", "<Metric>", ".")
    assert [(m.quantity.value, m.quantity.unit.symbol) for m in sentence.measured if m.quantity.unit] == [
        ("59.1", "mAP"),
        ("5.3", "GPU-hours"),
    ]
    assert [sentence.text[m.quantity.start : m.quantity.end] for m in sentence.measured] == ["59.1", "5.3"]


def test_spellings_of_one_name_are_one_entity_and_types_keep_names_apart(read: Read) -> None:
    reading = read("[M:Reed-trees] and [M:reed tree]. [D:Reed tree] too.")
    assert [(e.type, e.name, len(e.occurrences)) for e in reading.entities] == [
        ("Method", "reed tree", 2),
        ("Dataset", "reed tree", 1),
    ]


def test_an_abbreviation_is_the_entity_of_its_long_form(read: Read) -> None:
    reading = read("[M:reed tree] ([M:RT]). [M:RT] wins.", {"rt": "reed tree"})
    (entity,) = reading.entities
    assert [o.sentence for o in entity.occurrences] == [0, 0, 1]
    assert entity.fullest.text == "reed tree"


def test_members_of_a_list_know_its_extent(read: Read) -> None:
    (sentence,) = read("On [D:moss], [D:fern] and [D:peat], [M:reed] and the [M:sedge] win.").sentences
    extents = {o.mention.text: (o.first, o.last) for o in sentence.occurrences}
    assert extents == {"moss": (1, 5), "fern": (1, 5), "peat": (1, 5), "reed": (7, 7), "sedge": (10, 10)}


def test_a_list_is_of_one_type(read: Read) -> None:
    (sentence,) = read("[M:reed] and [D:moss]").sentences
    assert [(o.first, o.last) for o in sentence.occurrences] == [(0, 0), (2, 2)]


def test_offsets_of_sentences_lead_to_their_text(read: Read) -> None:
    reading = read("[M:Reed] grows. [M:Moss] grows too.")
    assert [s.text for s in reading.sentences] == ["Reed grows.", "Moss grows too."]
    assert [reading.sentences[o.sentence].start for e in reading.entities for o in e.occurrences] == [0, 12]
