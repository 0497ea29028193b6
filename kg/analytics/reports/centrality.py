"""Which methods, datasets, tasks and hardware stand at the centre of a corpus."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from kg.analytics.asked import Asked
from kg.analytics.canvas import TYPE_COLOURS
from kg.analytics.centrality import Centrality, Score
from kg.analytics.drawing import Look, draw_network, strongest_pairs
from kg.analytics.links import LINKS_QUERY
from kg.analytics.network import CO_USE_TYPES, backbone, part_of
from kg.analytics.report import Block, Column, EntityScore, Figure, Heading, Ref, Report, Table, Text, table
from kg.analytics.shares import wilson
from kg.settings import Settings

#: Papers that a pair needs before its association is believed.
_PAIR_SUPPORT = 3


def centrality_report(asked: Asked) -> Report:
    """Measure the co-use network of methods, datasets, tasks and hardware."""
    settings, links = asked.settings, asked.links
    network, centrality = asked.network, asked.centrality
    kept = backbone(network, settings.significance)
    return asked.report(
        "centrality",
        "Central methods, datasets, tasks and hardware",
        "Which methods, datasets, tasks and hardware stand at the centre of this corpus, and which lie between others? "
        "Two entities are joined where one paper has both; the weight is the number of such papers.",
        _blocks(centrality, network, kept, settings, len(links.papers)),
        facts=_facts(centrality, kept),
        queries=[LINKS_QUERY],
        networks={"": network},
        scores=[_to_write(score) for score in centrality.scores],
    )


def picture(network: nx.Graph[str], core: Sequence[Score], name: str) -> str | None:
    """Draw the heaviest pairs between the given entities; size follows PageRank, colour the type."""
    part = strongest_pairs(part_of(network, [score.entity for score in core]))
    largest = max((score.pagerank for score in core), default=1.0)
    looks = {s.entity: Look(s.pagerank / largest, TYPE_COLOURS[s.type], s.type) for s in core}
    return draw_network(part, looks, name)


def _facts(centrality: Centrality, kept: nx.Graph[str]) -> list[tuple[str, str]]:
    parts = "in one piece" if centrality.components == 1 else f"in {centrality.components:,} unconnected parts"
    network = f"{len(centrality.scores):,} entities and {centrality.edges:,} pairs, {parts}"
    network += f"; {kept.number_of_edges():,} pairs are its backbone, which chance does not explain"
    if centrality.self_loops:
        network += f"; {centrality.self_loops:,} pairs of an entity with itself were left out"
    return [("Network", network), ("Betweenness", _accuracy(centrality)), ("Measured by", centrality.backend)]


def _accuracy(centrality: Centrality) -> str:
    if centrality.exact:
        return "exact; so is harmonic centrality"
    if not centrality.betweenness_sources:
        return "not measured, since no sources were to be sampled"
    agreement = "" if centrality.agreement is None else (
        f"; the two halves of the sample order the hundred strongest entities alike with a rank correlation of "
        f"{centrality.agreement:.3f}"
    )  # fmt: skip
    return (
        f"estimated, like harmonic centrality, from {centrality.betweenness_sources:,} sources drawn with seed "
        f"{centrality.seed}; each value is within ±{centrality.error_bound:.3f} with a probability of 95 % "
        f"(Hoeffding), most are far nearer{agreement}"
    )


def _blocks(
    centrality: Centrality, network: nx.Graph[str], kept: nx.Graph[str], settings: Settings, papers: int
) -> list[Block]:
    scores = centrality.scores
    if not scores:
        return [Text("No entity passes the filters, so there is nothing to rank.")]
    core = scores[: settings.drawn_entities]
    bridging = sorted(scores, key=lambda s: (-round(s.betweenness, 9), s.label, s.entity))
    rows = settings.table_rows
    blocks: list[Block] = [
        Figure(
            picture(network, core, "centrality"),
            f"The {len(core)} entities of highest PageRank, each with its three heaviest pairs among them. "
            "Size follows PageRank, width the number of papers.",
        ),
        Heading("Most central by PageRank"),
        _table("scores", scores, papers, rows),
        Heading("Between others: highest betweenness"),
        Text("Shortest paths between other entities run through these: they join what is otherwise apart."),
        _table("", bridging[:rows], papers, rows),
    ]
    for type in CO_USE_TYPES:
        if of_type := [score for score in scores if score.type == type]:
            blocks += [Heading(f"{type}: most central"), _table("", of_type[:rows], papers, rows)]
    return [*blocks, Heading("Pairs that go together"), _pairs(kept, settings)]


def _table(name: str, scores: Sequence[Score], papers: int, rows: int) -> Table:
    columns = [
        Column("entity"),
        Column("type"),
        Column("papers", "count"),
        Column("share", "share", "of all"),
        Column("degree", "count"),
        Column("strength", "count"),
        Column("pagerank", "score", "PageRank"),
        Column("betweenness", "score"),
        Column("harmonic", "number"),
        Column("eigenvector", "number"),
        Column("core", "count"),
        Column("clustering", "number"),
    ]
    return table(
        name,
        columns,
        [
            (
                Ref(s.label, s.entity), s.type, s.papers, wilson(s.papers, papers).value, s.degree, s.strength,
                s.pagerank, s.betweenness, s.harmonic, s.eigenvector, s.core, s.clustering,
            )
            for s in scores
        ],
        rows,
    )  # fmt: skip


def _pairs(kept: nx.Graph[str], settings: Settings) -> Table:
    pairs = sorted(
        ((a, b, d) for a, b, d in kept.edges(data=True) if d["weight"] >= _PAIR_SUPPORT),
        key=lambda edge: (-round(edge[2]["npmi"], 9), -edge[2]["weight"], edge[0], edge[1]),
    )
    columns = [
        Column("one"), Column("other"), Column("papers", "count"), Column("papers_one", "count", "of one"),
        Column("papers_other", "count", "of other"), Column("npmi", "number", "NPMI"), Column("lift", "number"),
        Column("q", "chance"),
    ]  # fmt: skip
    nodes = kept.nodes
    return table(
        "pairs",
        columns,
        [
            (
                Ref(nodes[a]["label"], a), Ref(nodes[b]["label"], b), d["weight"], nodes[a]["papers"],
                nodes[b]["papers"], d["npmi"], d["lift"], d["q"],
            )
            for a, b, d in pairs
        ],
        settings.table_rows,
        note=f"Pairs of at least {_PAIR_SUPPORT} papers, by normalised pointwise mutual information, so that what is "
        f"everywhere does not win. q is the probability of so many common papers by chance (hypergeometric test, "
        f"Benjamini-Hochberg), at most {settings.significance:g}.",
    )  # fmt: skip


def _to_write(score: Score) -> EntityScore:
    return EntityScore(
        score.entity,
        {
            "degree": score.degree, "strength": score.strength, "pageRank": score.pagerank,
            "betweenness": score.betweenness, "harmonicCentrality": score.harmonic,
            "eigenvectorCentrality": score.eigenvector, "coreNumber": score.core,
            "clusteringCoefficient": score.clustering,
        },
    )  # fmt: skip
