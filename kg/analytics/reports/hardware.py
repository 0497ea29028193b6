"""Which hardware is used, by how many papers, and with what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.analytics.asked import Asked
from kg.analytics.canvas import TYPE_COLOURS
from kg.analytics.drawing import Look, draw_network, strongest_pairs
from kg.analytics.network import part_of
from kg.analytics.plots import Bar, Line, plot_bars, plot_lines
from kg.analytics.report import Block, Column, Figure, Heading, Ref, Report, Table, Text, percent, table
from kg.analytics.shares import wilson

#: The saved query with vendors and kinds.
HARDWARE_QUERY = "report_hardware"
_BARS = 25
_LINES = 6
_LEAST_DRAWN = 5
_UNKNOWN = "not known"
_VERBS = {"uses": "use", "introduces": "introduce", "compares": "compare"}


def hardware_report(asked: Asked) -> Report:
    """Rank hardware by papers, devices by kind and vendor, and what hardware goes with."""
    links = asked.links
    about = {row[0]: row for row in asked.store.rows(HARDWARE_QUERY)}
    papers = {e: p for e, p in links.by_entity().items() if links.entities[e].type == "Hardware"}
    ranked = sorted(papers, key=lambda e: (-len(papers[e]), links.entities[e].label, e))
    using = len(frozenset().union(*papers.values())) if papers else 0
    return asked.report(
        "hardware",
        "Hardware that papers use",
        "Which hardware do these papers run on or write about, of which kind and make, and with which methods and "
        "tasks?",
        _blocks(asked, ranked, papers, about, using),
        facts=[
            (
                "Denominator",
                f"{using:,} of {len(links.papers):,} abstracts ({percent(using, len(links.papers))}) {_verb(asked)} "
                "hardware: read the ranking with that in mind, for most papers name theirs only in the full text",
            )
        ],
        queries=["network_paper_entity", HARDWARE_QUERY],
    )


def _blocks(
    asked: Asked,
    ranked: Sequence[str],
    papers: Mapping[str, frozenset[str]],
    about: Mapping[str, tuple[str, ...]],
    using: int,
) -> list[Block]:
    links, rows = asked.links, asked.settings.table_rows
    if not ranked:
        return [Text("No selected paper names hardware in a role that was asked for.")]
    return [
        Figure(
            plot_bars(
                [
                    Bar(links.entities[e].label, wilson(len(papers[e]), using), TYPE_COLOURS["Hardware"])
                    for e in ranked[:_BARS]
                ],
                f"% of the papers that {_verb(asked)} any hardware, with 95 % interval",
                "hardware",
            ),
            f"Shares of the {using:,} papers that {_verb(asked)} any hardware.",
        ),
        Heading("Devices and machines"),
        _ranking(asked, ranked, papers, about, using),
        Heading("By kind"),
        _grouped("kinds", "kind", ranked, papers, {e: _cell(about, e, 2) for e in ranked}, using, rows),
        Heading("By maker"),
        _grouped("makers", "maker", ranked, papers, {e: _cell(about, e, 3) for e in ranked}, using, rows),
        *_over_time(asked, ranked, papers),
        Heading("Methods and tasks that go with hardware"),
        *_used_with(asked),
    ]


def _verb(asked: Asked) -> str:
    """Return what the papers that count do with hardware, as the selection of roles has it."""
    roles = asked.selection.roles
    *others, last = [verb for role, verb in _VERBS.items() if role in roles] or ["name"]
    return "name" if "mentions" in roles else " or ".join(filter(None, [", ".join(others), last]))


def _cell(about: Mapping[str, tuple[str, ...]], entity: str, column: int) -> str:
    return about[entity][column] if entity in about and about[entity][column] else _UNKNOWN


def _ranking(
    asked: Asked,
    ranked: Sequence[str],
    papers: Mapping[str, frozenset[str]],
    about: Mapping[str, tuple[str, ...]],
    using: int,
) -> Table:
    links = asked.links
    pagerank = {score.entity: score.pagerank for score in asked.centrality.scores}
    columns = [
        Column("hardware"), Column("papers", "count"), Column("share_of_using", "share", "of those with any"),
        Column("share_of_all", "share", "of all"), Column("kind"), Column("maker"), Column("memory_gb", "text", "GB"),
        Column("pagerank", "score", "PageRank"),
    ]  # fmt: skip
    return table(
        "ranking",
        columns,
        [
            (
                Ref(links.entities[e].label, e), len(papers[e]), len(papers[e]) / using,
                len(papers[e]) / len(links.papers), _cell(about, e, 2), _cell(about, e, 3),
                about[e][4] if e in about else "", pagerank.get(e),
            )
            for e in ranked
        ],
        asked.settings.table_rows,
        note="PageRank is that in the co-use network of the centrality report; devices below its thresholds have none.",
    )  # fmt: skip


def _grouped(
    name: str,
    heading: str,
    ranked: Sequence[str],
    papers: Mapping[str, frozenset[str]],
    group_of: Mapping[str, str],
    using: int,
    rows: int,
) -> Table:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    devices: defaultdict[str, int] = defaultdict(int)
    for entity in ranked:
        groups[group_of[entity]] |= papers[entity]
        devices[group_of[entity]] += 1
    columns = [
        Column(heading), Column("entities", "count"), Column("papers", "count"),
        Column("share_of_using", "share", "of those with any"), Column("low", "share", "95 % from"),
        Column("high", "share", "to"),
    ]  # fmt: skip
    found = []
    for group in sorted(groups, key=lambda g: (-len(groups[g]), g)):
        share = wilson(len(groups[group]), using)
        found.append((group, devices[group], len(groups[group]), share.value, share.low, share.high))
    return table(name, columns, found, rows)


def _over_time(asked: Asked, ranked: Sequence[str], papers: Mapping[str, frozenset[str]]) -> list[Block]:
    """Return the shares, among the papers that use any hardware, of the most used over time."""
    time = asked.time
    if len(time.periods) < 2:
        return []

    def by_period(having: frozenset[str]) -> tuple[int, ...]:
        counts = [0] * len(time.periods)
        for paper in having:
            if paper in time.of_paper:
                counts[time.of_paper[paper]] += 1
        return tuple(counts)

    using = by_period(frozenset().union(*papers.values()))
    lines = [Line(asked.label(entity), by_period(papers[entity])) for entity in ranked[:_LINES]]
    return [
        Heading("Over time"),
        Figure(
            plot_lines(lines, time.periods, using, "% of papers with hardware", "hardware-time", _LEAST_DRAWN),
            f"The {_LINES} most used, as shares of the papers of each {time.kind} that {_verb(asked)} any hardware; "
            f"periods with fewer than {_LEAST_DRAWN} such papers are left out.",
        ),
    ]


def _used_with(asked: Asked) -> list[Block]:
    settings, network = asked.settings, asked.network
    nodes = network.nodes
    pairs = []
    for a, b, data in network.edges(data=True):
        device, other = (a, b) if nodes[a]["type"] == "Hardware" else (b, a)
        across = nodes[device]["type"] == "Hardware" and nodes[other]["type"] in ("Method", "Task")
        if across and data["weight"] >= 2 and data["q"] <= settings.significance:
            pairs.append((device, other, data))
    pairs.sort(key=lambda p: (-round(p[2]["npmi"] * p[2]["weight"] ** 0.5, 9), p[0], p[1]))
    columns = [
        Column("hardware"), Column("with"), Column("type"), Column("papers", "count"), Column("of_hardware", "count"),
        Column("of_other", "count"), Column("npmi", "number", "NPMI"), Column("lift", "number"), Column("q", "chance"),
    ]  # fmt: skip
    rows = [
        (
            Ref(nodes[h]["label"], h), Ref(nodes[o]["label"], o), nodes[o]["type"], d["weight"], nodes[h]["papers"],
            nodes[o]["papers"], d["npmi"], d["lift"], d["q"],
        )
        for h, o, d in pairs
    ]  # fmt: skip
    drawn = sorted({end for h, o, _ in pairs[: settings.drawn_entities] for end in (h, o)})
    part = strongest_pairs(part_of(network, drawn))
    part.remove_edges_from([(a, b) for a, b in part.edges() if "Hardware" not in (nodes[a]["type"], nodes[b]["type"])])
    part.remove_nodes_from([n for n in list(part) if not part.degree(n)])
    largest = max((nodes[n]["papers"] for n in part), default=1)
    looks = {
        n: Look((nodes[n]["papers"] / largest) ** 0.5 * 0.8, TYPE_COLOURS[nodes[n]["type"]], nodes[n]["type"])
        for n in part
    }
    return [
        Figure(
            draw_network(part, looks, "hardware-network"),
            "Hardware with the methods and tasks that share more papers with it than chance explains; size follows "
            "papers.",
        ),
        table(
            "used-with",
            columns,
            rows,
            settings.table_rows,
            note="Pairs of two papers or more that chance does not explain, by NPMI times the root of the common "
            "papers, so that neither the ubiquitous nor the rarest wins.",
        ),
    ]
