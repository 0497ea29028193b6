"""What a network is told of where entities and pairs of them are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from kg.extract.context import Context
from kg.extract.places import DISTANCES, KINDS, EntityPlaces, entity_places, pair_places
from kg.extract.reading import Reading
from kg.extract.record import ENTITY_TYPES

Read = Callable[..., Reading]


def places(reading: Reading) -> EntityPlaces:
    """Give each character but the spaces a piece of its own, so that pieces are easy to count."""
    text = " ".join(sentence.text for sentence in reading.sentences)
    starts = np.array([-1, *(i for i, letter in enumerate(text) if letter != " "), -1])
    return entity_places(reading, Context(np.zeros((len(starts), 2), np.float32), starts, starts + 1, 0, None))


def test_pieces_are_the_first_or_a_further_one_of_a_mention_of_a_type(read: Read) -> None:
    found = places(read("A [M:moss] on [D:fen]."))
    m, d = ENTITY_TYPES.index("Method"), ENTITY_TYPES.index("Dataset")
    first, further = 1 + 2 * m, 2 + 2 * m
    assert found.kinds.tolist() == [0, 0, first, further, further, further, 0, 0, 1 + 2 * d, 2 + 2 * d, 2 + 2 * d, 0, 0]
    assert found.kinds.max() < KINDS
    assert found.types.tolist() == [m, d]


def test_all_mentions_of_an_entity_are_listed_and_the_rest_is_filled_up(read: Read) -> None:
    found = places(read("[M:moss] on [D:fen]. [M:moss] again."))
    assert found.spans.tolist() == [[1, 5], [11, 15], [7, 10]]
    assert found.occurrences.tolist() == [[0, 1], [2, -1]]


def test_a_pair_is_looked_at_where_its_mentions_are_nearest(read: Read) -> None:
    reading = read("[M:moss] grows in the wet and on [D:fen]. A [D:fen] has [M:moss].")
    found = places(reading)
    ((head, tail, a, b, first, end, _),) = pair_places(reading, found, [(0, 1)]).tolist()
    assert (head, tail) == (0, 1)
    assert (found.spans[a].tolist(), found.spans[b].tolist()) == ([34, 38], [28, 31])
    assert (first, end) == (31, 34)


def test_between_mentions_of_two_sentences_stands_nothing(read: Read) -> None:
    reading = read("[M:moss] grows. It is on [D:fen].")
    ((*_, first, end, _),) = pair_places(reading, places(reading), [(0, 1)]).tolist()
    assert (first, end) == (0, 0)


@pytest.mark.parametrize(
    ("near", "far"),
    [
        ("[M:moss] on [D:fen].", "[M:moss] grows on [D:fen]."),
        ("[M:moss] on [D:fen].", "[D:fen] on [M:moss]."),
        ("[M:moss] on [D:fen].", "[M:moss] grows. And [D:fen]."),
        ("[M:moss] grows. And [D:fen].", "[D:fen] grows. And [M:moss]."),
        ("[M:moss] grows. And [D:fen].", "[M:moss] grows. It rains. And [D:fen]."),
        ("[M:moss] xxx [M:fen].", "[M:moss] and [M:fen]."),
    ],
)
def test_distances_order_and_lists_are_told_apart(read: Read, near: str, far: str) -> None:
    found = []
    for marked in (near, far):
        reading = read(marked)
        names = [entity.name for entity in reading.entities]
        pair = names.index("moss"), names.index("fen")
        found.append(int(pair_places(reading, places(reading), [pair])[0, 6]))
    assert found[0] != found[1]
    assert all(0 <= distance < DISTANCES for distance in found)


def test_no_pairs_make_an_empty_table(read: Read) -> None:
    reading = read("[M:moss] grows.")
    assert pair_places(reading, places(reading), []).shape == (0, 7)
