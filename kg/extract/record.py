"""The Record: all that extraction found in one paper, one JSON object a line.

Offsets are characters of the original title or abstract: `text[start:end]` is the mention. Names in roles, relations
and results are surface forms of mentions of the same record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, Literal, TypeVar

EntityType = Literal["Method", "Dataset", "Hardware", "Metric", "Task"]
TextField = Literal["title", "abstract"]
RoleName = Literal["introduces", "compares", "uses", "mentions"]
Direction = Literal["increase", "decrease", "absolute"]

ENTITY_TYPES: tuple[EntityType, ...] = ("Method", "Dataset", "Hardware", "Metric", "Task")
#: From the most to the least specific: an entity of a paper has the first that holds.
ROLES: tuple[RoleName, ...] = ("introduces", "compares", "uses", "mentions")
RELATIONS: tuple[str, ...] = (
    "evaluatedOn", "trainedOn", "usedFor", "benchmarkFor", "comparedWith", "basedOn", "partOf", "subClassOf", "runsOn",
    "measuredBy", "aliasOf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    """What is said or known of the devices that a mention of hardware names; None is not known.

    `family` is the wider known name, `kind` the class (`datacentre GPU`, `edge device`), `memory_gb` that of one
    device, `count` how many devices the text speaks of.
    """

    vendor: str | None
    family: str | None
    kind: str | None
    memory_gb: int | None
    count: int | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an entity, the sentence around it, who found it and how sure that is (0 to 1).

    A mention of hardware says what `device` it names.
    """

    field: TextField
    start: int
    end: int
    type: EntityType
    text: str
    sentence_start: int
    sentence_end: int
    extractor: str
    confidence: float
    device: Device | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """What the paper does with an entity."""

    entity: str
    type: EntityType
    role: RoleName
    confidence: float


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated relation between two entities of the paper, with the sentence (offsets into `field`) that states it."""

    head: str
    head_type: EntityType
    relation: str
    tail: str
    tail_type: EntityType
    field: TextField
    sentence_start: int
    sentence_end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Result:
    """A measured claim with a number: `value` (`12`, `25-30`) is as written, or in digits what is spelled;
    `unit` (`%`, `x`) is given by its symbol.
    """

    metric: str | None
    value: str
    unit: str | None
    direction: Direction
    method: str | None
    dataset: str | None
    hardware: str | None
    baseline: str | None
    field: TextField
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Record:
    """Everything found in one paper by one version of the pipeline."""

    id: str
    title: str
    abstract: str
    mentions: tuple[Mention, ...]
    roles: tuple[Role, ...]
    relations: tuple[Relation, ...]
    results: tuple[Result, ...]
    pipeline: str

    def text(self, field: TextField) -> str:
        """Return the text that offsets of `field` count in."""
        return self.title if field == "title" else self.abstract


_NAMES: Mapping[type[Any], tuple[str, ...]] = {
    kind: tuple(f.name for f in fields(kind)) for kind in (Mention, Device, Role, Relation, Result, Record)
}
_VALUES = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_T = TypeVar("_T", Mention, Device, Role, Relation, Result)


def record_to_json(record: Record) -> dict[str, Any]:
    """Return the record as a JSON object (Contract 1: keys keep their meaning, more keys are welcome)."""
    found = (record.mentions, record.roles, record.relations, record.results)
    mentions, roles, relations, results = (tuple(map(_object, items)) for items in found)
    for mention in mentions:
        if mention["device"]:
            mention["device"] = _object(mention["device"])
    return _object(record) | {"mentions": mentions, "roles": roles, "relations": relations, "results": results}


def _object(value: _T | Record) -> dict[str, Any]:
    """Return the fields of a value by name, those within as they are: `asdict` copies each, in five times the time."""
    return dict(zip(_NAMES[type(value)], _VALUES[type(value)](value), strict=True))


def _mention(item: Mapping[str, Any]) -> Mention:
    mention, device = _value(Mention, item), item.get("device")
    return replace(mention, device=_value(Device, device)) if device else mention


def record_from_json(data: Mapping[str, Any]) -> Record:
    """Return the record that `record_to_json` wrote."""
    return Record(
        id=data["id"],
        title=data["title"],
        abstract=data["abstract"],
        mentions=tuple(map(_mention, data["mentions"])),
        roles=_values(Role, data["roles"]),
        relations=_values(Relation, data["relations"]),
        results=_values(Result, data["results"]),
        pipeline=data["pipeline"],
    )


def _values(kind: type[_T], items: list[dict[str, Any]]) -> tuple[_T, ...]:
    return tuple(_value(kind, item) for item in items)


def _value(kind: type[_T], item: Mapping[str, Any]) -> _T:
    return kind(**{name: item[name] for name in _NAMES[kind] if name in item})
