"""How far a graph can be trusted: what is missing, how sure the rest is, and what to look at first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.analytics.asked import Asked
from kg.analytics.canvas import TYPE_COLOURS
from kg.analytics.duplicates import Suspicion, likely_duplicates
from kg.analytics.links import Named
from kg.analytics.plots import Bar, plot_bars, plot_columns
from kg.analytics.report import Block, Column, Figure, Heading, Ref, Report, Table, Text, table
from kg.analytics.shares import wilson
from kg.extract.record import ENTITY_TYPES

_LINKS = "report_entity_links"
_CONFIDENCE = "report_confidence"
_TENTHS = tuple(f"{tenth / 10:.1f}" for tenth in range(11))


def coverage_report(asked: Asked) -> Report:
    """Count what is and what is not in the graph, whatever the role."""
    linked = list(asked.store.rows(_LINKS))
    confidence = list(asked.store.rows(_CONFIDENCE))
    return asked.report(
        "coverage",
        "How much of this can be trusted",
        "In how many papers is something of each type named at all, how sure are the mentions and who found them, "
        "which entities are known elsewhere, and which may be the same under two names?",
        [
            *_papers(asked),
            *_confidence(confidence, asked.settings.table_rows),
            *_linked(linked, asked.settings.table_rows),
            *_suspicious(linked, asked.settings.table_rows),
        ],
        queries=["network_paper_entity", "silent_papers", _CONFIDENCE, _LINKS],
    )


def _papers(asked: Asked) -> list[Block]:
    links = asked.links
    total, named = len(links.papers), links.papers_with()
    having: defaultdict[str, int] = defaultdict(int)
    for link in links.links:
        having[link.paper] += 1
    silent = sorted(paper for paper in links.papers if not having[paper])
    columns = [
        Column("type"), Column("papers_with", "count"), Column("papers_without", "count"),
        Column("share_with", "share"), Column("low", "share", "95 % from"), Column("high", "share", "to"),
    ]  # fmt: skip
    shares = {type: wilson(named[type], total) for type in ENTITY_TYPES}
    rows = [(t, named[t], total - named[t], shares[t].value, shares[t].low, shares[t].high) for t in ENTITY_TYPES]
    return [
        Heading("Papers with and without"),
        Figure(
            plot_bars([Bar(t, shares[t], TYPE_COLOURS[t]) for t in ENTITY_TYPES], "% of papers", "papers-with"),
            f"Share of the {total:,} papers that have at least one entity of a type, in a role that was asked for.",
        ),
        table("papers", columns, rows, note="Which papers have none: kg query silent_papers type=Hardware."),
        Text(f"{len(silent):,} of {total:,} papers have no entity of any type."),
        table(
            "silent",
            [Column("paper"), Column("date")],
            [(Ref(links.papers[p].title, p), links.papers[p].issued or "") for p in silent],
            asked.settings.table_rows,
        ),
    ]


def _confidence(rows: Sequence[tuple[str, ...]], shown: int) -> list[Block]:
    by_tenth: defaultdict[str, int] = defaultdict(int)
    by_source: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for extractor, type, tenth, mentions in rows:
        by_tenth[f"{float(tenth):.1f}"] += int(mentions)
        counted = by_source[extractor, type]
        counted[0] += int(mentions)
        counted[1] += int(mentions) * (float(tenth) + 0.05)
    columns = [
        Column("found_by"), Column("type"), Column("mentions", "count"), Column("share", "share", "of all"),
        Column("confidence", "number", "mean confidence"),
    ]  # fmt: skip
    total = sum(by_tenth.values())
    sources = sorted(by_source.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        Heading("How sure the mentions are, and who found them"),
        Figure(
            plot_columns(_TENTHS, [by_tenth[t] for t in _TENTHS], "confidence, rounded down", "mentions", "confidence"),
            f"Confidence of {total:,} mentions.",
        ),
        table(
            "sources",
            columns,
            [(s, t, int(n), n / total, min(weighted / n, 1.0)) for (s, t), (n, weighted) in sources],
            shown,
            note="Mean confidence is good to 0.05, for it is computed from tenths.",
        ),
    ]


def _linked(rows: Iterable[tuple[str, ...]], shown: int) -> list[Block]:
    unlinked, counts = [], {type: [0, 0, 0, 0] for type in ENTITY_TYPES}
    for entity, label, type, papers, link in rows:
        counted = counts[type]  # type: ignore[index]
        counted[0] += 1
        counted[1] += bool(link)
        counted[2] += int(papers)
        counted[3] += int(papers) if link else 0
        if not link:
            unlinked.append((Ref(label, entity), type, int(papers)))
    columns = [
        Column("type"), Column("entities", "count"), Column("linked", "count"), Column("share_linked", "share"),
        Column("share_of_uses", "share", "of uses in papers"),
    ]  # fmt: skip
    return [
        Heading("Entities known elsewhere"),
        Text("An entity with a link to Wikidata is one that others know by the same name; a new method has none."),
        table(
            "linked",
            columns,
            [(t, n, k, k / n if n else 0.0, q / p if p else 0.0) for t, (n, k, p, q) in counts.items()],
        ),
        Heading("Unlinked entities that many papers name"),
        table("unlinked", [Column("entity"), Column("type"), Column("papers", "count")], unlinked, shown),
    ]


def _suspicious(rows: Sequence[tuple[str, ...]], shown: int) -> list[Block]:
    entities = {entity: Named(label, type) for entity, label, type, _, _ in rows}  # type: ignore[arg-type]
    papers = {entity: int(count) for entity, _, _, count, _ in rows}
    found = likely_duplicates(entities, papers)
    return [
        Heading("Likely duplicates, to be looked at"),
        Text(
            "Pairs of entities that may be one, the more used first. A line in the curation file or in ontology/*.tsv "
            "joins those that are; those that are not can be left."
        ),
        _suspicion_table(found, entities, papers, shown),
    ]


def _suspicion_table(
    found: Sequence[Suspicion], entities: dict[str, Named], papers: dict[str, int], shown: int
) -> Table:
    columns = [
        Column("one"), Column("type"), Column("papers", "count"), Column("other"), Column("other_type"),
        Column("other_papers", "count"), Column("why"),
    ]  # fmt: skip
    return table(
        "duplicates",
        columns,
        [
            (
                Ref(entities[s.first].label, s.first), entities[s.first].type, papers[s.first],
                Ref(entities[s.second].label, s.second), entities[s.second].type, papers[s.second], s.why,
            )
            for s in found
        ],
        shown,
    )  # fmt: skip
