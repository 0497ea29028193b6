"""Which groups of methods, datasets, tasks and hardware belong together, and what joins the groups."""

from __future__ import annotations

import networkx as nx

from kg.analytics.asked import Asked
from kg.analytics.canvas import SERIES_COLOURS, series_colour
from kg.analytics.centrality import measure_by
from kg.analytics.communities import Bridge, Communities, Community, bridges, find_communities
from kg.analytics.drawing import Look, draw_network, strongest_pairs
from kg.analytics.flows import Slice, flows, slice_communities
from kg.analytics.network import backbone, part_of
from kg.analytics.plots import Ribbon, Stack, plot_flows
from kg.analytics.report import Block, Column, EntityScore, Figure, Heading, Ref, Report, Table, Text, table
from kg.settings import Settings

#: Members that a table names, entities of one community in the picture, and communities of a slice in the flow picture.
_NAMED = 8
_DRAWN_PER_COMMUNITY = 6
_FLOWING = 8
#: Papers per slice below which communities over time say nothing.
_LEAST_PAPERS = 50


def communities_report(asked: Asked) -> Report:
    """Divide the backbone of the co-use network into communities."""
    settings = asked.settings
    whole = asked.network
    network = backbone(whole, settings.significance)
    found = find_communities(
        network,
        seed=settings.seed,
        runs=settings.community_runs,
        resolution=settings.resolution,
        backend=settings.backend,
    )
    centrality = measure_by(network, settings)
    bridging = bridges(network, found, {score.entity: score.betweenness for score in centrality.scores})
    of = found.of_entity()
    nx.set_node_attributes(network, of, "community")
    blocks = _blocks(network, found, bridging, settings)
    if network.number_of_edges():
        blocks += _over_time(asked)
    return asked.report(
        "communities",
        "Communities of methods, datasets, tasks and hardware",
        "Which methods, datasets, tasks and hardware go together more than with others, and which of them join these "
        "groups? Two entities are joined where more papers have both than chance explains.",
        blocks,
        facts=_facts(whole, network, found, settings),
        networks={"": network},
        scores=[EntityScore(entity, {"community": number}) for entity, number in sorted(of.items())],
    )


def _facts(
    whole: nx.Graph[str], network: nx.Graph[str], found: Communities, settings: Settings
) -> list[tuple[str, str]]:
    return [
        (
            "Network",
            f"the backbone of {len(whole):,} entities and {whole.number_of_edges():,} pairs: {len(network):,} entities "
            f"and {network.number_of_edges():,} pairs of two papers or more with q ≤ {settings.significance:g} "
            "(hypergeometric test, Benjamini-Hochberg)",
        ),
        (
            "Communities",
            f"{len(found.communities):,} by the Louvain method, resolution {settings.resolution:g}, the best of "
            f"{found.runs} runs; modularity {found.modularity:.3f}; runs with other seeds agree with an adjusted Rand "
            f"index of {found.agreement:.2f} (1 is the same, 0 chance)",
        ),
        ("Measured by", found.backend),
    ]


def _blocks(network: nx.Graph[str], found: Communities, bridging: list[Bridge], settings: Settings) -> list[Block]:
    if not network.number_of_edges():
        return [Text("No pair of entities is in more papers than chance explains, so there are no communities.")]
    labels = {community.number: community.label for community in found.communities}
    return [
        Figure(
            _picture(network, found),
            "The most central entities of the ten largest communities, each with its three heaviest pairs. Colour is "
            "the community, named after its central members; size follows papers, width common papers.",
        ),
        Heading("Communities"),
        _community_table(network, found, settings),
        Heading("Members"),
        _member_table(network, found, settings),
        Heading("Bridges between communities"),
        Text(
            "These have pairs in more than one community. Betweenness is the share of shortest paths through them; "
            "participation is 0 when all their pairs are in one community and nears 1 when they spread over many."
        ),
        _bridge_table(bridging, labels, settings),
    ]


def _community_table(network: nx.Graph[str], found: Communities, settings: Settings) -> Table:
    columns = [
        Column("community", "count"), Column("named_after"), Column("entities", "count"), Column("density", "number"),
        Column("stability", "number"), Column("members"),
    ]  # fmt: skip
    return table(
        "communities",
        columns,
        [
            (
                c.number, c.label, len(c.members), c.density, c.stability,
                ", ".join(network.nodes[m]["label"] for m in c.members[:_NAMED]),
            )
            for c in found.communities
        ],
        settings.table_rows,
        note="Stability is how much of a community the runs with other seeds find again, on average (Jaccard): "
        "one below 0.5 had better not be believed in.",
    )  # fmt: skip


def _member_table(network: nx.Graph[str], found: Communities, settings: Settings) -> Table:
    rows = [
        (community.number, Ref(data["label"], member), data["type"], data["papers"], network.degree(member))
        for community in found.communities
        for member in community.members
        for data in [network.nodes[member]]
    ]
    columns = [
        Column("community", "count"), Column("entity"), Column("type"), Column("papers", "count"),
        Column("degree", "count"),
    ]  # fmt: skip
    return table("members", columns, rows, settings.table_rows)


def _bridge_table(bridging: list[Bridge], labels: dict[int, str], settings: Settings) -> Table:
    columns = [
        Column("entity"), Column("type"), Column("papers", "count"), Column("own_community"),
        Column("joins_it_with"), Column("participation", "number"), Column("betweenness", "score"),
    ]  # fmt: skip
    rows = [
        (
            Ref(b.label, b.entity), b.type, b.papers, labels[b.community], labels[b.other_community], b.participation,
            b.betweenness,
        )
        for b in bridging
    ]  # fmt: skip
    return table("bridges", columns, rows, settings.table_rows)


def _picture(network: nx.Graph[str], found: Communities) -> str | None:
    drawn = [c for c in found.communities if len(c.members) > 1][: len(SERIES_COLOURS)]
    core = {member: c for c in drawn for member in c.members[:_DRAWN_PER_COMMUNITY]}
    largest = max((network.nodes[n]["papers"] for n in core), default=1)
    part = strongest_pairs(part_of(network, list(core)))
    part.remove_nodes_from([node for node in list(part) if not part.degree(node)])
    looks = {
        node: Look((network.nodes[node]["papers"] / largest) ** 0.5 * 0.8, _colour(core[node]), core[node].label)
        for node in part
    }
    return draw_network(part, looks, "communities")


def _colour(community: Community) -> str:
    return series_colour(community.number - 1)


def _over_time(asked: Asked) -> list[Block]:
    """Return the communities of time slices and the flow between them, where there are papers enough for two."""
    slices = [s for s in slice_communities(asked.links, asked.time, asked.settings) if s.papers >= _LEAST_PAPERS]
    heading = Heading("Communities over time")
    if len(slices) < 2:
        return [
            heading,
            Text("The dated papers are too few, or of too few periods, for slices of time to be compared."),
        ]
    between = flows(slices)
    columns = [
        Column("from_years"), Column("community"), Column("to_years"), Column("next_community"),
        Column("common_entities", "count"), Column("share", "share"),
    ]  # fmt: skip
    rows = sorted(
        (
            _span(before), _name(before, f.source), _span(after), _name(after, f.target), f.entities, f.share,
        )
        for f in between
        for before, after in [(slices[f.slice], slices[f.slice + 1])]
    )  # fmt: skip
    rows.sort(key=lambda row: (row[0], -row[4], row[1], row[3]))
    return [
        heading,
        Text(
            "The dated papers are cut into slices of about as many papers each; every slice has its own network and "
            "communities of three entities or more. A ribbon is as wide as the entities that two communities share."
        ),
        Figure(_flow_picture(slices), "The largest communities of each slice, and what flows from one to the next."),
        table("flows", columns, rows, asked.settings.table_rows),
    ]


def _flow_picture(slices: list[Slice]) -> str | None:
    shown = [{c.number for c in s.communities.communities[:_FLOWING]} for s in slices]
    stacks = [
        Stack(
            f"{_span(s)}\n{s.papers:,} papers",
            tuple((c.number, c.label, len(c.members)) for c in s.communities.communities[:_FLOWING]),
        )
        for s in slices
    ]
    ribbons = [
        Ribbon(f.slice, f.source, f.target, f.entities)
        for f in flows(slices)
        if f.source in shown[f.slice] and f.target in shown[f.slice + 1]
    ]
    return plot_flows(stacks, ribbons, "flows")


def _span(part: Slice) -> str:
    return part.first if part.first == part.last else f"{part.first} to {part.last}"


def _name(part: Slice, number: int) -> str:
    return next(c.label for c in part.communities.communities if c.number == number)
