"""Two entities side by side."""

from __future__ import annotations

from kg.analytics.asked import Asked
from kg.analytics.comparison import Comparison, compare
from kg.analytics.plots import Line, plot_lines
from kg.analytics.relation_network import RELATIONS_QUERY, read_relations
from kg.analytics.report import Block, Column, Figure, Heading, Ref, Report, Table, Text, percent, table
from kg.errors import UsageError
from kg.extract.record import ENTITY_TYPES

_LEAST_DRAWN = 20
#: The relations that tell how two of a kind stand to each other, in the order in which they are listed.
_STATED = ("comparedWith", "basedOn", "partOf", "subClassOf")


def compare_report(asked: Asked) -> Report:
    """Compare the two entities that were asked for, or, if none were, the two methods of most papers.

    Raises UsageError when one or more than two are named.
    """
    first, second = _chosen(asked)
    names = asked.label(first), asked.label(second)
    found = compare(asked.links, asked.time, first, second)
    return asked.report(
        "compare",
        f"{names[0]} and {names[1]}",
        f"What do papers with {names[0]} and papers with {names[1]} have in common, where do they differ, and how did "
        "either fare over the years?",
        _blocks(asked, found, (first, second), names),
        facts=[
            (
                "Papers",
                f"{len(found.first):,} with {names[0]}, {len(found.second):,} with {names[1]}, "
                f"{len(found.both):,} with both",
            )
        ],
        queries=["network_paper_entity", RELATIONS_QUERY],
        entities=(first, second),
    )


def _chosen(asked: Asked) -> tuple[str, str]:
    if len(asked.entities) == 2:
        return asked.find(asked.entities[0]), asked.find(asked.entities[1])
    if asked.entities and not asked.of_all:
        raise UsageError("compare needs two entities: kg report compare --entity NAME --entity OTHER")
    ranked = asked.most_used("Method")
    if len(ranked) < 2:
        raise UsageError("there are not two methods to compare; name two entities with --entity")
    return ranked[0], ranked[1]


def _blocks(asked: Asked, found: Comparison, pair: tuple[str, str], names: tuple[str, str]) -> list[Block]:
    if not found.first or not found.second:
        lacking = names[0] if not found.first else names[1]
        return [Text(f"No selected paper has {lacking} in a role that was asked for, so there is nothing to compare.")]
    either = len(found.first | found.second)
    blocks: list[Block] = [
        Text(
            f"{len(found.both):,} papers have both: {percent(len(found.both), len(found.first))} of those with "
            f"{names[0]}, {percent(len(found.both), len(found.second))} of those with {names[1]}, and "
            f"{percent(len(found.both), either)} of those with either."
        ),
        *_over_time(asked, found, names),
        *_stated(asked, pair),
    ]
    for type in ENTITY_TYPES:
        blocks += [
            Heading(f"{type}s of both" if type != "Hardware" else "Hardware of both"),
            _shared(found, type, names, asked),
        ]
    return blocks


def _over_time(asked: Asked, found: Comparison, names: tuple[str, str]) -> list[Block]:
    time = asked.time
    if len(time.periods) < 2:
        return [Text("The papers are undated or all of one period, so they cannot be compared over time.")]
    lines = [Line(names[0], found.first_by_period), Line(names[1], found.second_by_period)]
    columns = [
        Column("period"), Column("papers", "count"), Column("first", "count", names[0]),
        Column("second", "count", names[1]), Column("first_share", "share", f"{names[0]}, share"),
        Column("second_share", "share", f"{names[1]}, share"),
    ]  # fmt: skip
    rows = [
        (period, total, a, b, a / total if total else 0.0, b / total if total else 0.0)
        for period, total, a, b in zip(
            time.periods, time.papers, found.first_by_period, found.second_by_period, strict=True
        )
    ]
    return [
        Heading("Over time"),
        Figure(
            plot_lines(lines, time.periods, time.papers, "% of papers", "compare", _LEAST_DRAWN),
            f"Share of papers per {time.kind}, with 95 % intervals (Wilson); periods of fewer than {_LEAST_DRAWN} "
            "papers are left out.",
        ),
        table("periods", columns, rows, asked.settings.table_rows),
    ]


def _stated(asked: Asked, pair: tuple[str, str]) -> list[Block]:
    """Return the papers whose sentences compare the two, or build one on the other."""
    rows = [
        (Ref(asked.links.papers[paper].title, paper), label, relation, other)
        for paper, head, label, _, relation, tail, other, _ in read_relations(asked.store, asked.selection, *_STATED)
        if {head, tail} == set(pair) and paper in asked.links.papers
    ]
    rows.sort(key=lambda row: _STATED.index(row[2]))
    return [
        Heading("What sentences state of the two"),
        table(
            "stated", [Column("paper"), Column("head"), Column("relation"), Column("tail")], rows,
            asked.settings.table_rows, note="The evidence: kg query relation_evidence.",
        ),
    ]  # fmt: skip


def _shared(found: Comparison, type: str, names: tuple[str, str], asked: Asked) -> Table:
    columns = [
        Column("entity"), Column("with_first", "count", f"with {names[0]}"),
        Column("with_second", "count", f"with {names[1]}"), Column("with_both", "count", "with both"),
        Column("share_first", "share", f"of {names[0]}"), Column("share_second", "share", f"of {names[1]}"),
    ]  # fmt: skip
    return table(
        type.lower(),
        columns,
        [
            (
                Ref(s.label, s.entity), s.with_first, s.with_second, s.with_both, s.share_first.value,
                s.share_second.value,
            )
            for s in found.entities
            if s.type == type
        ],
        asked.settings.table_rows,
        note="Papers of the first, of the second, and of both; the most shared come first.",
    )  # fmt: skip
