"""What rises, what falls, and what had its burst."""

from __future__ import annotations

from collections.abc import Sequence

from kg.analytics.asked import Asked
from kg.analytics.bursts import Burst, find_bursts
from kg.analytics.canvas import TYPE_COLOURS
from kg.analytics.plots import Bar, Line, plot_bars, plot_columns, plot_lines
from kg.analytics.report import Block, Column, EntityScore, Figure, Heading, Ref, Report, Table, Text, table
from kg.analytics.shares import Change, Timeline, certain, changes, halving
from kg.extract.record import ENTITY_TYPES

#: Series in a plot, and papers of a period below which its shares are not drawn.
_LINES = 6
_LEAST_DRAWN = 20


def trends_report(asked: Asked) -> Report:
    """Compare the shares of papers of the earlier and the later half, and look for bursts."""
    time, settings = asked.time, asked.settings
    found = changes(asked.links, time, ENTITY_TYPES, max(settings.min_papers, 2))
    return asked.report(
        "trends",
        "Trends: what rises, what falls, what bursts",
        "The share of papers that have an entity: how does it change from the earlier to the later half of the papers, "
        "how sure is that, and in which periods was an entity in far more papers than usual?",
        _blocks(found, time, settings.table_rows),
        facts=_facts(time),
        queries=["network_paper_entity", "network_papers"],
        scores=[EntityScore(c.entity, {"shareChange": c.change.value}) for c in found],
    )


def _facts(time: Timeline) -> list[tuple[str, str]]:
    if len(time.periods) < 2:
        return [("Periods", "none to compare")]
    split = halving(time.papers)
    before, after = sum(time.papers[:split]), sum(time.papers[split:])
    return [
        (
            "Periods",
            f"{len(time.periods)} {time.kind}s; before: up to {time.periods[split - 1]} ({before:,} papers), "
            f"after: from {time.periods[split]} on ({after:,} papers)",
        )
    ]


def _blocks(found: Sequence[Change], time: Timeline, rows: int) -> list[Block]:
    if len(time.periods) < 2:
        return [
            Text(
                "The papers are undated or all of one period, so there is nothing to compare. Dates come with the "
                'corpus ("date" in JSON lines); --period month looks within a year.'
            )
        ]
    rising = [c for c in found if c.change.low > 0]
    falling = [c for c in reversed(found) if c.change.high < 0]
    return [
        Figure(
            plot_columns(time.periods, time.papers, time.kind, "papers", "papers"),
            "Papers per period: the denominators of all shares.",
        ),
        Heading("Rising"),
        Text(_sentence(len(rising), "risen")),
        Figure(_lines(rising, time, "rising"), _caption("rise")),
        _change_table("rising", rising, rows),
        Heading("Falling"),
        Text(_sentence(len(falling), "fallen")),
        Figure(_lines(falling, time, "falling"), _caption("fall")),
        _change_table("falling", falling, rows),
        Heading("Change of the surest"),
        Figure(
            plot_bars(
                [Bar(c.label, c.change, TYPE_COLOURS[c.type]) for c in [*rising[:10], *reversed(falling[:10])]],
                "change of the share of papers, in percentage points, with 95 % interval",
                "changes",
            ),
            "The ten surest rises and falls; colours as on the pages of the types.",
        ),
        Heading("Bursts"),
        Text(
            "Periods in which an entity is in far more papers than usual (two-state automaton of Kleinberg 2002; in a "
            "burst its share is twice its overall share). A weight above 3 or so is hardly chance."
        ),
        _burst_table(found, time, rows),
        Heading("All shares over time"),
        _share_table(found, time),
    ]


def _sentence(count: int, what: str) -> str:
    if not count:
        return f"No entity has {what} so much that its 95 % interval excludes no change at all."
    return (
        f"{count:,} entities have {what} so much that their 95 % interval (Newcombe) excludes no change at all; the "
        "surest come first. Of many entities compared, one in forty does so by chance."
    )


def _caption(what: str) -> str:
    return (
        f"Share of papers per period of those whose {what} is surest, with 95 % intervals (Wilson). Periods of fewer "
        f"than {_LEAST_DRAWN} papers are left out."
    )


def _lines(found: Sequence[Change], time: Timeline, name: str) -> str | None:
    series = [Line(c.label, c.counts) for c in found[:_LINES]]
    return plot_lines(series, time.periods, time.papers, "% of papers", name, _LEAST_DRAWN)


def _change_table(name: str, found: Sequence[Change], rows: int) -> Table:
    columns = [
        Column("entity"), Column("type"), Column("papers_before", "count"), Column("papers_after", "count"),
        Column("share_before", "share"), Column("share_after", "share"), Column("change", "share"),
        Column("low", "share", "95 % from"), Column("high", "share", "to"),
    ]  # fmt: skip
    return table(
        name,
        columns,
        [
            (
                Ref(c.label, c.entity), c.type, c.papers_before, c.papers_after, c.before.value, c.after.value,
                c.change.value, c.change.low, c.change.high,
            )
            for c in found
        ],
        rows,
    )  # fmt: skip


def _burst_table(found: Sequence[Change], time: Timeline, rows: int) -> Table:
    bursts: list[tuple[Change, Burst]] = [
        (change, burst) for change in found for burst in find_bursts(change.counts, time.papers)
    ]
    bursts.sort(key=lambda pair: (-round(pair[1].weight, 9), pair[0].label, pair[1].begin))
    columns = [
        Column("entity"), Column("type"), Column("from"), Column("to"), Column("papers", "count"),
        Column("papers_in_burst", "count"), Column("weight", "number"),
    ]  # fmt: skip
    return table(
        "bursts",
        columns,
        [
            (
                Ref(c.label, c.entity), c.type, time.periods[b.begin], time.periods[b.end], sum(c.counts),
                sum(c.counts[b.begin : b.end + 1]), b.weight,
            )
            for c, b in bursts
        ],
        rows,
    )  # fmt: skip


def _share_table(found: Sequence[Change], time: Timeline) -> Table:
    columns = [
        Column("entity"), Column("type"), Column("period"), Column("papers", "count"),
        Column("papers_of_period", "count"), Column("share", "share"),
    ]  # fmt: skip
    ranked = sorted(found, key=lambda c: (-abs(certain(c.change)), c.label, c.entity))
    return table(
        "shares",
        columns,
        [
            (Ref(c.label, c.entity), c.type, time.periods[i], count, time.papers[i], count / time.papers[i])
            for c in ranked
            for i, count in enumerate(c.counts)
            if count
        ],
        0,
        note="One row per entity and period, for plots of one's own.",
    )
