"""Results as nodes: a number, what it measures, of what, on what, and the sentence that claims it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pyoxigraph import Literal, NamedNode

from kg.extract.record import EntityType, Record, Result
from kg.graph.evidence import evidence
from kg.graph.nodes import A, Statement, kg, std, typed

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_PARTS: tuple[tuple[str, str, EntityType], ...] = (
    ("metric", "byMetric", "Metric"),
    ("method", "ofMethod", "Method"),
    ("dataset", "onDataset", "Dataset"),
    ("hardware", "onHardware", "Hardware"),
    ("baseline", "baseline", "Method"),
)


def result_statements(
    record: Record, paper: NamedNode, entity: Callable[[EntityType, str], NamedNode]
) -> Iterator[Statement]:
    """Yield the results of one paper."""
    for number, result in enumerate(record.results, start=1):
        node = NamedNode(f"{paper.value}#result-{number}")
        yield paper, kg("reportsResult"), node
        yield node, A, kg("Result")
        for attribute, property, type in _PARTS:
            if surface := getattr(result, attribute):
                yield node, kg(property), entity(type, surface)
        yield from _values(node, result)
        yield node, std("nif:beginIndex"), Literal(result.start)
        yield node, std("nif:endIndex"), Literal(result.end)
        yield from evidence(node, paper, result)


def numbers(value: str) -> list[str]:
    """Return the numbers of a value as written, without separators: `1,024` gives 1024, `25-30` gives 25 and 30."""
    return [number.replace(",", "") for number in _NUMBER.findall(value)]


def _values(node: NamedNode, result: Result) -> Iterator[Statement]:
    yield node, kg("valueText"), Literal(result.value)
    for property, number in zip(("value", "maxValue"), numbers(result.value), strict=False):
        yield node, kg(property), typed(number, "decimal")
    if result.unit:
        yield node, std("schema:unitText"), Literal(result.unit)
    yield node, kg("direction"), Literal(result.direction)
