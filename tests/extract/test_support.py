"""Which unsure mentions stay."""

from __future__ import annotations

import pytest

from kg.extract.facts import Facts
from kg.extract.record import Mention, Relation, Result, Role
from kg.extract.support import LEAST, supported

TEXT = "Moss beats Lichen, Ferns and moss by 3 Zorbs."


def named(word: str, confidence: float, extractor: str = "accurate") -> Mention:
    start = TEXT.index(word)
    return Mention("abstract", start, start + len(word), "Method", word, 0, len(TEXT), extractor, confidence)


def kept(*mentions: Mention, facts: Facts = Facts((), (), ())) -> list[str]:  # noqa: B008
    return [mention.text for mention in supported(mentions, facts)[0]]


@pytest.mark.parametrize(("confidence", "stays"), [(LEAST, True), (LEAST - 0.01, False)])
def test_a_lone_mention_stays_where_it_is_sure_enough(confidence: float, stays: bool) -> None:
    assert kept(named("Lichen", confidence)) == ["Lichen"] * stays


def test_what_another_extractor_is_unsure_of_stays() -> None:
    assert kept(named("Lichen", 0.1, "someone_else"), named("Moss", 0.1, "terms")) == ["Lichen"]


def test_unsure_mentions_of_one_name_support_each_other() -> None:
    assert kept(named("Moss", 0.2), named("Ferns", 0.2), named("moss", 0.2)) == ["Moss", "moss"]


def test_a_name_that_a_relation_or_a_result_speaks_of_is_supported() -> None:
    relation = Relation("Moss", "Method", "comparedWith", "Lichen", "Method", "abstract", 0, len(TEXT), 0.3)
    result = Result("Zorbs", "3", None, "increase", None, None, None, None, "abstract", 37, 38, 0, len(TEXT), 0.3)
    unsure = [named(word, 0.2) for word in ("Moss", "Lichen", "Ferns", "Zorbs")]
    assert kept(*unsure, facts=Facts((), (relation,), (result,))) == ["Moss", "Lichen", "Zorbs"]


def test_a_name_that_goes_takes_its_role_with_it() -> None:
    roles = (Role("Moss", "Method", "uses", 0.1), Role("Lichen", "Method", "compares", 0.4))
    assert supported([named("Moss", 0.2), named("Lichen", 0.9)], Facts(roles, (), ()))[1] == roles[1:]
