"""Records as JSON and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.record import (
    ENTITY_TYPES,
    ROLES,
    Direction,
    EntityType,
    Mention,
    Record,
    Relation,
    Result,
    Role,
    RoleName,
    record_from_json,
    record_to_json,
)

RECORDS = st.builds(
    Record,
    mentions=st.lists(st.from_type(Mention), max_size=2).map(tuple),
    roles=st.lists(st.from_type(Role), max_size=2).map(tuple),
    relations=st.lists(st.from_type(Relation), max_size=2).map(tuple),
    results=st.lists(st.from_type(Result), max_size=2).map(tuple),
)


def through_json(record: Record) -> Any:
    return json.loads(json.dumps(record_to_json(record), allow_nan=True))


@settings(deadline=None, max_examples=60)
@given(record=RECORDS.filter(lambda r: "nan" not in repr(r)))
def test_any_record_comes_back_from_json_as_it_was(record: Record) -> None:
    assert record_from_json(through_json(record)) == record


def test_an_extracted_record_comes_back_from_json_as_it_was(extract: Callable[..., Record]) -> None:
    record = extract("QuillRank reduces latency by 41% over BERT on SQuAD.", "QuillRank: Sorting of Letters")
    assert record.mentions
    assert record.roles
    assert record.relations
    assert record.results
    assert record_from_json(through_json(record)) == record


def test_the_json_has_the_keys_of_the_contract(extract: Callable[..., Record]) -> None:
    data = through_json(extract("It reduces latency by 41% for BERT.", "QuillRank: Sorting for Question Answering"))
    assert list(data) == ["id", "title", "abstract", "mentions", "roles", "relations", "results", "pipeline"]
    assert set(data["mentions"][0]) == {
        "field", "start", "end", "type", "text", "sentence_start", "sentence_end", "extractor", "confidence",
        "device",
    }  # fmt: skip
    assert set(data["roles"][0]) == {"entity", "type", "role", "confidence"}
    assert {"head", "relation", "tail"} <= set(data["relations"][0])
    assert {"metric", "value", "unit", "direction", "method", "dataset", "hardware", "baseline"} <= set(
        data["results"][0]
    )


def test_keys_that_nobody_knows_are_left_aside(extract: Callable[..., Record]) -> None:
    record = extract("It reduces latency by 41% for BERT.", "QuillRank: Sorting for Question Answering")
    data = through_json(record)
    data["note"] = "wet"
    for part in ("mentions", "roles", "relations", "results"):
        data[part] = [{**item, "note": "wet"} for item in data[part]]
    assert record_from_json(data) == record


@pytest.mark.parametrize("key", ["id", "abstract", "mentions", "pipeline"])
def test_a_missing_key_is_an_error(extract: Callable[..., Record], key: str) -> None:
    data = through_json(extract("We test BERT."))
    del data[key]
    with pytest.raises(KeyError, match=key):
        record_from_json(data)


def test_offsets_of_a_field_count_in_its_text() -> None:
    record = Record("p", "Peat", "Moss", (), (), (), (), "v")
    assert (record.text("title"), record.text("abstract")) == ("Peat", "Moss")


def test_the_listed_types_and_roles_are_all_there_are() -> None:
    assert get_args(EntityType) == ENTITY_TYPES
    assert get_args(RoleName) == ROLES
    assert set(get_args(Direction)) == {"increase", "decrease", "absolute"}
